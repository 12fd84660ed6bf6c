"""Where in a passage the evidence stands: its text cut at the quotations. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a paragraph; `numbers` are the questions it is evidence for.

    `first_of` are those of them whose evidence begins here: one place for each link to jump to.
    """

    text: str
    numbers: tuple[int, ...] = ()
    first_of: tuple[int, ...] = ()


def plain_text(text: str) -> str:
    """A text without its only markup, and with single blanks."""
    return BLANKS.sub(" ", text.replace("**", "")).strip()


@lru_cache(maxsize=1024)
def lit(
    text: str, quotes: tuple[tuple[int, str], ...], seen: tuple[int, ...] = ()
) -> tuple[Stretch, ...]:
    """The paragraph in stretches; quotations that are not in it are left out, overlaps shared.

    `seen` are questions whose evidence began in an earlier paragraph. Kept, for all who review
    the same questions of a version read the same.
    """
    whole = plain_text(text)
    spans = []
    for number, quote in quotes:
        wanted = plain_text(quote)
        start = whole.find(wanted) if wanted else -1
        if start >= 0:
            spans.append((start, start + len(wanted), number))
    edges = sorted({0, len(whole), *(edge for start, end, _n in spans for edge in (start, end))})
    begun = set(seen)
    found = []
    for start, end in pairwise(edges):
        inside = {number for first, last, number in spans if first <= start and end <= last}
        new = inside - begun
        begun |= new
        found.append(Stretch(whole[start:end], tuple(sorted(inside)), tuple(sorted(new))))
    return tuple(found)
