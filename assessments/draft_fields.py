"""Readers for the fields of a draft document: each takes a value or notes what is wrong with it.

Pure. A reader gets the value, the path it stands at ("parts.0.title") and the list of faults; it
returns the value as it is kept, and after a fault something harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.marking.reasons import Params
from config.page import LOCALES, Json

SHA256 = re.compile(r"[0-9a-f]{64}")
BAND = re.compile(r"\d{1,3}(\.\d)?")

DRAFT_FAULTS: dict[str, str | Promise] = {
    "missing": _("This field is missing."),
    "unknown-field": _("There is no such field."),
    "not-an-object": _("This must be an object."),
    "not-a-list": _("This must be a list."),
    "not-a-text": _("This must be a text."),
    "not-a-number": _("This must be a whole number."),
    "not-a-flag": _("This must be true or false."),
    "not-a-key": _("A right answer is a text or a list of texts."),
    "not-a-time": _("This must be a point in time with its zone."),
    "not-a-band": _("A band is a text like 6.5."),
    "not-an-uid": _("This must be a UUID."),
    "not-a-sha256": _("This must be the sha256 of a media file."),
    "not-a-slug": _("Use small letters, digits and hyphens."),
    "slug-reserved": _("This slug is reserved. Choose another one."),
    "forbidden-sign": _("The text holds a sign that no text may hold."),
    "empty": _("This must not be empty."),
    "too-long": _("This is too long. Characters allowed: %(most)d."),
    "too-many": _("There are too many. Allowed: %(most)d."),
    "out-of-range": _("This must be from %(least)d to %(most)d."),
    "not-one-of": _("This must be one of: %(values)s."),
    "other-value": _("This can not be changed: %(value)s."),
    "uid-twice": _("This uid stands twice in the document."),
    "uid-taken": _("This uid belongs to another test."),
    "number-twice": _("This number stands twice in the group."),
    "number-falls": _("The second number must not be under the first."),
    "number-position": _("The number must be the position in the list: %(number)d."),
    "number-group": _("The numbers of a group are those of its questions."),
    "media-unknown": _("There is no such media file."),
    "media-wrong": _("This media file is of another sort."),
    "blank-line": _("A paragraph must not hold an empty line."),
    "label-wrong": _("The letter of this paragraph must be: %(label)s."),
    "words-fall": _("The most words must not be under the least."),
    "body-unused": _("Questions of this type have no text with gaps."),
}


@dataclass(frozen=True, slots=True)
class DraftFault:
    """One value of a document that can not be taken: where, and why as code and parameters."""

    path: str
    code: str
    params: Params = field(default_factory=dict)

    def text(self) -> str:
        """The reason in the active language."""
        return str(DRAFT_FAULTS[self.code]) % self.params


class Faults(list[DraftFault]):
    """The faults found so far."""

    def note(self, path: str, code: str, **params: str | int) -> None:
        """One more."""
        self.append(DraftFault(path, code, params))


Reader = Callable[[Json, str, Faults], Json]
REQUIRED: object = object()
Fields = Mapping[str, tuple[Reader, object]]


def inner(path: str, name: str | int) -> str:
    """The path of a field or an item inside `path`."""
    return f"{path}.{name}" if path else str(name)


def record(fields: Fields) -> Reader:
    """An object with these fields and no others: name -> (reader, value if it is not there)."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        given = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            faults.note(path, "not-an-object")
            return {}
        for name in given.keys() - fields.keys():
            faults.note(inner(path, name[:40]), "unknown-field")
        found: dict[str, Json] = {}
        for name, (reader, otherwise) in fields.items():
            if name in given:
                found[name] = reader(given[name], inner(path, name), faults)
            elif otherwise is REQUIRED:
                faults.note(inner(path, name), "missing")
            else:
                found[name] = copy(otherwise)  # type: ignore[assignment]  # a default is JSON
        return found

    return read


def listed(reader: Reader, most: int) -> Reader:
    """A list of at most `most` items."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        if not isinstance(value, list):
            faults.note(path, "not-a-list")
            return []
        if len(value) > most:
            faults.note(path, "too-many", most=most)
            return []
        return [reader(item, inner(path, n), faults) for n, item in enumerate(value)]

    return read


def nullable(reader: Reader) -> Reader:
    """The same, or null."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        return None if value is None else reader(value, path, faults)

    return read


def text(most: int, *, empty: bool = True) -> Reader:
    """A string of at most `most` characters."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        if not isinstance(value, str):
            faults.note(path, "not-a-text")
            return ""
        return _checked(value, path, faults, most, empty=empty)

    return read


def _checked(value: str, path: str, faults: Faults, most: int, *, empty: bool) -> str:
    if len(value) > most:
        faults.note(path, "too-long", most=most)
    elif any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in value):
        faults.note(path, "forbidden-sign")
    elif not empty and not value.strip():
        faults.note(path, "empty")
    else:
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return ""


def localised(most: int, *, empty: bool = True) -> Reader:
    """A string, or {"uz", "ru", "en"}; "" when every language is empty."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        if isinstance(value, str):
            return _checked(value, path, faults, most, empty=empty)
        if not isinstance(value, dict):
            faults.note(path, "not-a-text")
            return ""
        for name in value.keys() - set(LOCALES):
            faults.note(inner(path, name[:40]), "unknown-field")
        single = text(most)
        found = {
            locale: single(value.get(locale, ""), inner(path, locale), faults) for locale in LOCALES
        }
        kept = tidy_text(found)
        if not kept and not empty:
            faults.note(path, "empty")
        return kept

    return read


def tidy_text(value: Json) -> Json:
    """A text as drafts write it: a string, or all three languages; "" if there is none."""
    if not isinstance(value, dict):
        return value if isinstance(value, str) else ""
    found: dict[str, Json] = {locale: str(value.get(locale) or "") for locale in LOCALES}
    return found if any(str(words).strip() for words in found.values()) else ""


def whole(least: int, most: int) -> Reader:
    """A whole number from `least` to `most`."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        if not isinstance(value, int) or isinstance(value, bool):
            faults.note(path, "not-a-number")
            return least
        if not least <= value <= most:
            faults.note(path, "out-of-range", least=least, most=most)
            return least
        return value

    return read


def flag(value: Json, path: str, faults: Faults) -> Json:
    """True or false."""
    if not isinstance(value, bool):
        faults.note(path, "not-a-flag")
    return value is True


def one_of(values: Collection[str]) -> Reader:
    """One of some words."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        if not isinstance(value, str) or value not in values:
            faults.note(path, "not-one-of", values=", ".join(values))
            return ""
        return value

    return read


def same(expected: str | int) -> Reader:
    """A value that may be repeated but not changed."""

    def read(value: Json, path: str, faults: Faults) -> Json:
        if value != expected or isinstance(value, bool):
            faults.note(path, "other-value", value=expected)
        return expected

    return read


def uid(value: Json, path: str, faults: Faults) -> Json:
    """A UUID in its usual writing."""
    try:
        return str(UUID(value if isinstance(value, str) and len(value) == 36 else ""))
    except ValueError:
        faults.note(path, "not-an-uid")
        return None


def sha256(value: Json, path: str, faults: Faults) -> Json:
    """The name of a media file."""
    if isinstance(value, str) and SHA256.fullmatch(value):
        return value
    faults.note(path, "not-a-sha256")
    return None


def band(value: Json, path: str, faults: Faults) -> Json:
    """A band or score written as text: "6.5"."""
    if isinstance(value, str) and BAND.fullmatch(value):
        return value
    faults.note(path, "not-a-band")
    return "0.0"


def moment(value: Json, path: str, faults: Faults) -> Json:
    """A point in time with its zone, in ISO 8601."""
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        faults.note(path, "not-a-time")
        return None
    return found.astimezone(UTC).isoformat()


def answer_key(value: Json, path: str, faults: Faults) -> Json:
    """A right answer: a text, a list of texts, or "" while there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text(1_000)(value, path, faults)
    if isinstance(value, list):
        return listed(text(200), 30)(value, path, faults)
    faults.note(path, "not-a-key")
    return ""
