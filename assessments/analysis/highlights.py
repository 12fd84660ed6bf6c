"""How marked stretches of a passage are drawn: its text cut where they begin and end. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
"""The only markup of a passage, as the pages' filter `emphasis` reads it."""

Segment = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A marked stretch of one paragraph, in characters of its text as stored."""

    uid: str
    start: int
    end: int
    colour: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn alike; `colour` is that of the latest spot over them, 0 for none.

    `spots` are the uids over it, the latest last; it `leads` if none of them stands before it.
    `notes` are uid and text of the notes to be shown after it.
    """

    text: str
    colour: int = 0
    spots: tuple[str, ...] = ()
    leads: bool = False
    noted: bool = False
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A strong stretch of a paragraph, or one between two of them."""

    strong: bool
    runs: tuple[Run, ...]


def drawn(text: str, spots: Sequence[Spot]) -> tuple[Piece, ...]:
    """A paragraph as stored, without its markup, in strong and plain pieces.

    Overlapping spots share runs; the order of `spots` is that of their making.
    """
    segments: list[Segment] = []
    strong: list[bool] = []
    done = 0
    for found in STRONG.finditer(text):
        segments += [(done, found.start()), found.span(1)]
        strong += [False, True]
        done = found.end()
    segments.append((done, len(text)))
    strong.append(False)
    parts = zip(strong, cut(text, segments, spots), strict=True)
    return tuple(Piece(is_strong, runs) for is_strong, runs in parts if runs)


def cut(
    text: str, segments: Sequence[Segment], spots: Sequence[Spot]
) -> tuple[tuple[Run, ...], ...]:
    """The runs of each segment; text outside all segments is not shown."""
    last = _last_places(segments, spots)
    seen: set[str] = set()
    found = []
    for first, final in segments:
        edges = {first, final}
        for spot in spots:
            edges |= {edge for edge in (spot.start, spot.end) if first < edge < final}
        runs = []
        for start, end in pairwise(sorted(edges)):
            over = [spot for spot in spots if spot.start <= start and end <= spot.end]
            uids = tuple(spot.uid for spot in over)
            runs.append(
                Run(
                    text=text[start:end],
                    colour=over[-1].colour if over else 0,
                    spots=uids,
                    leads=bool(uids) and not seen & set(uids),
                    noted=any(spot.note for spot in over),
                    notes=tuple(
                        (spot.uid, spot.note)
                        for spot in over
                        if spot.note and last[spot.uid] == end
                    ),
                )
            )
            seen |= set(uids)
        found.append(tuple(runs))
    return tuple(found)


def _last_places(segments: Sequence[Segment], spots: Sequence[Spot]) -> dict[str, int]:
    """Where the last shown character of each spot ends, by uid."""
    return {
        spot.uid: max(
            (min(final, spot.end) for first, final in segments if _meet(first, final, spot)),
            default=-1,
        )
        for spot in spots
    }


def _meet(first: int, final: int, spot: Spot) -> bool:
    return max(first, spot.start) < min(final, spot.end)


def in_plain_text(text: str, spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """The spots in characters of `evidence.plain_text(text)`; those that vanish are left out."""
    if not spots:
        return ()
    places = _plain_places(text)
    last = len(text)
    moved = [
        Spot(
            spot.uid,
            places[min(spot.start, last)],
            places[min(spot.end, last)],
            spot.colour,
            spot.note,
        )
        for spot in spots
    ]
    return tuple(spot for spot in moved if spot.start < spot.end)


@lru_cache(maxsize=256)
def _plain_places(text: str) -> tuple[int, ...]:
    """For each character and the end: how many characters of the plain text stand before it.

    Kept: this walk over a long paragraph would be the most costly step of a review.
    """
    places: list[int] = []
    shown, blank, at = 0, False, 0
    while at < len(text):
        if text.startswith("**", at):
            places += [shown, shown]
            at += 2
            continue
        if text[at].isspace():
            blank = shown > 0
            places.append(shown)
        else:
            shown += blank
            places.append(shown)
            shown, blank = shown + 1, False
        at += 1
    return (*places, shown)
