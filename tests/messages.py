"""The uz, ru and en catalogues. `python -m tests.messages [app …] [locale …]` collects, compiles.

A copy of the tree is scanned, so that checking changes nothing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "users", "tariffs", "notifications", "payments", "assessments")
LOCALES = ("uz", "ru", "en")
STRAIGHT = re.compile(r"[oOgG]['‘’`]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def _catalogue(root: Path, app: str, locale: str) -> Path:
    return root / app / "locale" / locale / "LC_MESSAGES" / "django.po"


def _collect(root: Path) -> None:
    for app in APPS:
        for locale in LOCALES:
            _catalogue(root, app, locale).parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete", "--no-location"]
    for locale in LOCALES:
        command += ["-l", locale]
    ignored = [".venv/*", "var/*", "tests/*", "*/tests/*", "bench/*", "config/locale_vendor/*"]
    for pattern in ignored:
        command += ["-i", pattern]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)


def _fill_english(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = entry.msgid
        if "fuzzy" in entry.flags:
            entry.flags.remove("fuzzy")
    catalogue.save(str(path))


def _tidy(path: Path) -> None:
    catalogue = polib.pofile(str(path), wrapwidth=98)
    plurals = catalogue.metadata["Plural-Forms"]
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = None
    catalogue.metadata = {
        "Project-Id-Version": "Imtihon",
        "Language": path.parts[-3],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plurals,
    }
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.save(str(path))


def collect(apps: Sequence[str] = APPS, locales: Sequence[str] = LOCALES) -> None:
    """Write the texts of the code into the catalogues of apps and locales, and compile them."""
    with _scanned() as copy:
        for app in apps:
            for locale in locales:
                fresh, there = (_catalogue(root, app, locale) for root in (copy, ROOT))
                if locale == "en":
                    _fill_english(fresh)
                _tidy(fresh)
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(fresh, there)
    compile_all()


def compile_all() -> None:
    """Write each .mo beside its .po."""
    for path in _catalogues():
        fresh = path.with_suffix(".new")
        polib.pofile(str(path)).save_as_mofile(str(fresh))
        fresh.replace(path.with_suffix(".mo"))


@contextmanager
def _scanned() -> Iterator[Path]:
    """A copy of the tree whose catalogues hold every text of the code."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in listed:
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        _collect(copy)
        yield copy


def _catalogues() -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).glob("locale*/*/LC_MESSAGES/*.po")]
    return sorted(found)


def _entry_faults(entry: polib.POEntry, locale: str) -> list[str]:
    texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
    faults = []
    if "fuzzy" in entry.flags:
        faults.append("fuzzy")
    if not all(texts):
        faults.append("not translated")
    if locale == "uz" and any(STRAIGHT.search(text) for text in texts):
        faults.append("an apostrophe after o or g that is not ʻ")
    wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    for text in texts:
        if text and not set(PLACEHOLDER.findall(text)) <= wanted:
            faults.append(f"unknown placeholder in {text!r}")
        if text and not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != wanted:
            faults.append(f"a placeholder is missing in {text!r}")
    return faults


def _file_faults(path: Path) -> list[str]:
    name = path.relative_to(ROOT)
    locale = path.parts[-3]
    catalogue = polib.pofile(str(path))
    faults = [
        f"{name}: {entry.msgid[:70]!r}: {fault}"
        for entry in catalogue
        if not entry.obsolete
        for fault in _entry_faults(entry, locale)
    ]
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return [*faults, f"{name}: not compiled"]
    before = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(compiled))
    }
    now = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in catalogue.translated_entries()
    }
    return faults if before == now else [*faults, f"{name}: the .mo differs (make messages)"]


def _missing() -> list[str]:
    if not shutil.which("xgettext"):
        return ["xgettext is missing: install gettext"]
    with _scanned() as copy:
        return [
            f"{app}/{locale}: {entry.msgid[:70]!r} is not in the catalogue (make messages)"
            for app in APPS
            for locale in LOCALES
            for entry in polib.pofile(str(_catalogue(copy, app, locale)))
            if not entry.obsolete
            and (entry.msgctxt, entry.msgid) not in _known(_catalogue(ROOT, app, locale))
        ]


@cache
def _known(path: Path) -> frozenset[tuple[str | None, str]]:
    if not path.exists():
        return frozenset()
    entries = polib.pofile(str(path))
    return frozenset((entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete)


def faults() -> list[str]:
    """A line for each text that a reader of some language would not get in it."""
    return _missing() + [fault for path in _catalogues() for fault in _file_faults(path)]


if __name__ == "__main__":
    chosen = sys.argv[1:]
    collect(
        [app for app in APPS if app in chosen] or APPS,
        [locale for locale in LOCALES if locale in chosen] or LOCALES,
    )
