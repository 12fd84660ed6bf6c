"""The words of a test's card and of its parts, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments import services
from assessments.services import ExamCard, PartCard
from config import formats
from config.page import Text

SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as `c-test-card` takes it."""

    href: str
    title: Text
    kind: str
    eyebrow: str
    meta: str
    tokens: int
    best: str
    done: int


@dataclass(frozen=True, slots=True)
class PartView:
    """A row of the table of parts."""

    number: int
    title: Text
    questions: int
    types: str


def cards(found: Iterable[ExamCard]) -> list[CardView]:
    """Cards of a list."""
    kinds, families = dict(services.kinds()), dict(services.families())
    locale = get_language() or "uz"
    return [
        CardView(
            href=reverse("assessments:test", args=[card.kind, card.slug]),
            title=card.title,
            kind=card.kind,
            eyebrow=SEPARATOR.join([str(kinds[card.kind]), str(families[card.family])]),
            meta=SEPARATOR.join([length(card), questions(card), level(card)]),
            tokens=card.tokens,
            best=_best(card, locale),
            done=card.done,
        )
        for card in found
    ]


def parts(found: Iterable[PartCard]) -> list[PartView]:
    """Rows of the table of parts, with the names of their question types."""
    names = dict(services.question_types())
    return [
        PartView(
            number=part.number,
            title=part.title,
            questions=part.questions,
            types=", ".join(str(names.get(slug, slug)) for slug in part.types),
        )
        for part in found
    ]


def length(card: ExamCard) -> str:
    """ "60 min"."""
    return _("%(minutes)d min") % {"minutes": card.minutes}


def questions(card: ExamCard) -> str:
    """ "40 questions"."""
    words = ngettext("%(count)d question", "%(count)d questions", card.questions)
    return words % {"count": card.questions}


def level(card: ExamCard) -> str:
    """ "B1–B2", or one level."""
    if card.level_from == card.level_to:
        return card.level_from
    return f"{card.level_from}–{card.level_to}"


def _best(card: ExamCard, locale: str) -> str:
    if card.best is None:
        return ""
    return _("Your best: %(band)s") % {"band": formats.band(card.best, locale)}
