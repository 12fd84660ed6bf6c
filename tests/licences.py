"""Which licences the product's dependencies have: GPL and AGPL are refused (LGPL is a library)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^]]*\])?")
COPYLEFT = re.compile(r"(?<!Lesser )(?<!L)\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _closure() -> Iterator[metadata.Distribution]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    waiting = [match for line in lines if (match := NAME.match(line))]
    seen: set[str] = set()
    todo = [(match.group(1), match.group(2) or "") for match in waiting]
    while todo:
        name, extras = todo.pop()
        if (key := _normal(name) + extras) in seen:
            continue
        seen.add(key)
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        yield distribution
        for requirement in distribution.requires or ():
            marker = requirement.partition(";")[2]
            wanted = re.search(r"extra\s*==\s*['\"]([^'\"]+)", marker)
            if wanted and wanted.group(1) not in extras:
                continue
            if match := NAME.match(requirement):
                todo.append((match.group(1), match.group(2) or ""))


def _licence(distribution: metadata.Distribution) -> str:
    fields = distribution.metadata
    classifiers = [
        line for line in fields.get_all("Classifier") or () if line.startswith("License")
    ]
    said = [
        fields.get("License-Expression") or "",
        (fields.get("License") or "")[:80],
        *classifiers,
    ]
    return " | ".join(part for part in said if part)


def faults() -> list[str]:
    """A line for each runtime dependency whose licence the product can not carry."""
    return sorted(
        f"{distribution.name}: {licence}"
        for distribution in _closure()
        for licence in [_licence(distribution)]
        if COPYLEFT.search(licence) and not re.search(r"LGPL|Lesser", licence)
    )
