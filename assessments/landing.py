"""What a visitor is shown: some tests, what there is of each kind, and what tokens cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from assessments.catalogue import ExamCard, catalogue
from assessments.kinds import KINDS
from assessments.models import Exam, Status
from config.neighbours import asked
from tariffs import services as tariffs
from tariffs.services import Offer

TESTS_SHOWN = 6
TARIFFS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class KindOnOffer:
    """A kind of test and how many of it are on offer; the names are in the active language."""

    kind: str
    label: str
    term: str
    tests: int


@dataclass(frozen=True, slots=True)
class Landing:
    """The page for visitors. `welcome_tokens` are what signing up brings; None if not known.

    `offers` are the tariffs of the first category; `price_from` is the lowest price of all, in
    tiyin, None while nothing is sold for money.
    """

    tests: tuple[ExamCard, ...]
    tests_on_offer: int
    kinds: tuple[KindOnOffer, ...]
    offers: tuple[Offer, ...]
    price_from: int | None
    welcome_tokens: int | None


def landing() -> Landing:
    """What a visitor is shown, in the same few statements however much there is."""
    counts = _counts()
    shelves = asked("tariffs", tariffs.offers) or ()
    sold = [offer for shelf in shelves for offer in shelf.tariffs]
    free = next((offer for offer in sold if offer.is_default), None)
    return Landing(
        tests=catalogue(limit=TESTS_SHOWN).items,
        tests_on_offer=sum(counts.values()),
        kinds=tuple(
            KindOnOffer(kind.slug, str(kind.label), str(kind.term), counts.get(kind.slug, 0))
            for kind in KINDS.values()
        ),
        offers=shelves[0].tariffs[:TARIFFS_SHOWN] if shelves else (),
        price_from=min((o.price_tiyin for o in sold if o.price_tiyin), default=None),
        welcome_tokens=free.tokens if free else None,
    )


def _counts() -> dict[str, int]:
    rows: Any = Exam.objects.filter(status=Status.PUBLISHED).order_by()
    return dict(rows.values_list("kind").annotate(Count("id")))
