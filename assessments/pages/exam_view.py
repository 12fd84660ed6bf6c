"""What the exam screen draws, made from a paper: the open part, and the palette of all parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from assessments.interactions.views import GroupView, group_context
from assessments.pages import marks_view
from assessments.services import Paper
from config.page import Json, Text

STATES = {
    (False, False): mark_safe(""),
    (True, False): mark_safe(" data-answered"),
    (False, True): mark_safe(" data-flagged"),
    (True, True): mark_safe(" data-answered data-flagged"),
}
"""The attributes of a link, by whether its question is answered and flagged."""


@dataclass(frozen=True, slots=True)
class PaletteLink:
    """One question of the palette; `width` is how many numbers it has."""

    uid: str
    number: int
    label: str
    width: int
    answered: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class PalettePart:
    """One part of the palette and how many of its numbers are answered."""

    number: int
    title: Text
    url: str
    is_open: bool
    links: tuple[PaletteLink, ...]
    answered: int
    total: int

    @property
    def items(self) -> SafeString:
        """The list items of its links.

        Not a template: a page has up to a hundred links, which would cost more than its questions.
        """
        base, language = "" if self.is_open else escape(self.url), get_language() or ""
        items = (f'<li><a href="{base}{_behind_address(link, language)}' for link in self.links)
        return mark_safe("".join(items))  # noqa: S308 - both pieces are escaped

    @property
    def flagged(self) -> int:
        """How many of its questions carry a flag."""
        return sum(link.flagged for link in self.links)

    @property
    def unanswered(self) -> int:
        """How many numbers are still without an answer."""
        return self.total - self.answered


@dataclass(frozen=True, slots=True)
class OpenPart:
    """The part on the screen; `marks` are its highlights as the script reads them."""

    number: int
    title: Text
    instructions: Text
    passage: Mapping[str, Any] | None
    marks: str
    groups: tuple[GroupView, ...]


def palette(paper: Paper, open_number: int = 0) -> tuple[PalettePart, ...]:
    """Every part of the paper with its questions; `open_number` is the one on the screen."""
    flags = frozenset(paper.flags)
    given = {uid: bool(answer.value) for uid, answer in paper.responses.items()}
    return tuple(_palette_part(paper, part, given, flags, open_number) for part in _parts(paper))


def open_part(paper: Paper, number: int) -> OpenPart | None:
    """The part with that number, with the values given so far; None if there is no such part."""
    doc = next((part for part in _parts(paper) if part["number"] == number), None)
    if doc is None:
        return None
    values: dict[str, Json] = {uid: answer.value for uid, answer in paper.responses.items()}
    flags, locale = frozenset(paper.flags), get_language() or "uz"
    address = f"?attempt={paper.attempt.uid}"
    own = [mark for mark in paper.highlights if mark.part == number]
    return OpenPart(
        number=number,
        title=doc.get("title") or "",
        instructions=doc.get("instructions") or "",
        passage=marks_view.marked_passage(doc.get("passage"), own),
        marks=marks_view.as_json(own),
        groups=tuple(
            group_context(
                group,
                values,
                flagged=flags,
                locale=locale,
                picture_url=lambda sha256: reverse("assessments:media", args=[sha256]) + address,
            )
            for group in doc["groups"]
        ),
    )


def _parts(paper: Paper) -> list[dict[str, Any]]:
    found: Any = (paper.document or {}).get("parts", [])
    return list(found)


def _palette_part(
    paper: Paper,
    part: dict[str, Any],
    given: Mapping[str, bool],
    flags: frozenset[str],
    open_number: int,
) -> PalettePart:
    links = tuple(
        _link(question, given.get(question["uid"], False), question["uid"] in flags)
        for group in part["groups"]
        for question in group["questions"]
    )
    number = part["number"]
    return PalettePart(
        number=number,
        title=part.get("title") or "",
        url=reverse("assessments:part", args=[paper.attempt.uid, number]),
        is_open=number == open_number,
        links=links,
        answered=sum(link.width for link in links if link.answered),
        total=sum(link.width for link in links),
    )


@lru_cache(maxsize=4096)
def _behind_address(link: PaletteLink, language: str) -> SafeString:
    """A list item from the question's anchor on. Kept, for many readers share a few states."""
    answered, flagged = gettext("answered"), gettext("flagged")
    return format_html(
        '#q-{}" data-question="{}" data-width="{}"{}>{}'
        '<span class="vh" data-words>{}</span></a></li>',
        str(link.number),
        link.uid,
        str(link.width),
        STATES[link.answered, link.flagged],
        link.label,
        f", {answered}" * link.answered + f", {flagged}" * link.flagged,
    )


def _link(question: dict[str, Any], answered: bool, flagged: bool) -> PaletteLink:
    first, last = question["number"], question["number_to"]
    return PaletteLink(
        uid=question["uid"],
        number=first,
        label=str(first) if first == last else f"{first}–{last}",
        width=last - first + 1,
        answered=answered,
        flagged=flagged,
    )
