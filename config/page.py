"""Values that cross every boundary: pages of lists, cursors, JSON, texts in three languages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, Union

from config.errors import BadCursor

T = TypeVar("T")
Row = TypeVar("Row")

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]  # noqa: UP007  a recursive alias needs typing.Union on 3.11
"""What a JSON document can hold."""

Text = str | dict[str, str]
"""One string in the language of its document, or the same text as {"uz", "ru", "en"}."""

LOCALES = ("uz", "ru", "en")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the cursor of the next page (None at the end)."""

    items: tuple[T, ...]
    next: str | None = None


def cut(
    found: Sequence[Row], limit: int, value: Callable[[Row], T], position: Callable[[Row], int]
) -> Page[T]:
    """A page of `limit` rows; one more that was found says that there is a next page.

    `position` is where a row stands: the next page begins below the last one shown.
    """
    shown = found[:limit]
    following = encode_cursor(position(shown[-1])) if len(found) > limit else None
    return Page(tuple(value(row) for row in shown), following)


def encode_cursor(*parts: str | int) -> str:
    """An opaque cursor for the position named by `parts`."""
    text = "\x1f".join(str(part) for part in parts)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, parts: int) -> tuple[str, ...]:
    """The `parts` strings that `encode_cursor` was given. Raises BadCursor on anything else."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    found = tuple(text.split("\x1f"))
    if len(found) != parts or "\x00" in text:
        raise BadCursor
    return found


def decode_position(cursor: str | None) -> int | None:
    """The one whole number in a cursor, None without a cursor. Raises BadCursor."""
    if not cursor:
        return None
    (text,) = decode_cursor(cursor, 1)
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise BadCursor
    return int(text)


def localised(text: Text | None, locale: str) -> str:
    """The text for a reader of `locale`; falls back to uz, ru, en, then whatever there is."""
    if not isinstance(text, Mapping):
        return text or ""
    for candidate in (locale, *LOCALES):
        if found := text.get(candidate):
            return found
    return next((value for value in text.values() if value), "")
