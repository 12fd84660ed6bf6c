"""How authors write lists in a form: one entry a line. Pure."""

from __future__ import annotations

import re

from assessments.questions.parsing import objects
from config.page import Json

OPTION = re.compile(r"(\S{1,20}?)[.):]\s+(.+)")
ROW = re.compile(r"(\d{1,5}(?:\.\d)?)\s*[=:]\s*(\S{1,8})")
EVIDENCE = re.compile(r"(\d{1,3})\s*[:.]\s*(.+)")


class BadLine(ValueError):
    """A line that can not be read; the text is the line."""


def read_options(text: str) -> list[Json]:
    """Options from lines like "A. in the north"; a single word is an option without text."""
    found: list[Json] = []
    for line in _lines(text):
        if match := OPTION.fullmatch(line):
            found.append({"key": match[1], "text": match[2].strip()})
        elif " " not in line and len(line) <= 20:
            found.append({"key": line, "text": ""})
        else:
            raise BadLine(line)
    return found


def options_text(options: Json) -> str:
    """The lines of options."""
    return "\n".join(
        f"{item['key']}. {item['text']}" if item.get("text") else str(item["key"])
        for item in objects(options)
    )


def read_bands(text: str) -> list[Json]:
    """Rows of a band table from lines like "39 = 9.0"."""
    rows: list[Json] = []
    for line in _lines(text):
        match = ROW.fullmatch(line)
        if not match or "." in match[1]:
            raise BadLine(line)
        rows.append({"from": int(match[1]), "band": match[2]})
    return rows


def bands_text(scale: dict[str, Json]) -> str:
    """The lines of a band table."""
    return "\n".join(f"{row['from']} = {row['band']}" for row in objects(scale.get("bands")))


def read_levels(text: str) -> list[Json]:
    """Rows from lines like "8.5 = C2"."""
    rows: list[Json] = []
    for line in _lines(text):
        match = ROW.fullmatch(line)
        if not match:
            raise BadLine(line)
        rows.append({"from": match[1], "level": match[2]})
    return rows


def levels_text(scale: dict[str, Json]) -> str:
    """The lines of the levels."""
    return "\n".join(f"{row['from']} = {row['level']}" for row in objects(scale.get("cefr")))


def read_evidence(text: str) -> list[Json]:
    """Places in the passage from lines like "2: exact words"."""
    found: list[Json] = []
    for line in _lines(text):
        match = EVIDENCE.fullmatch(line)
        if not match or int(match[1]) < 1:
            raise BadLine(line)
        found.append({"paragraph": int(match[1]), "quote": match[2].strip()})
    return found


def evidence_text(evidence: Json) -> str:
    """The lines of evidence."""
    return "\n".join(f"{item['paragraph']}: {item['quote']}" for item in objects(evidence))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
