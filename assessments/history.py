"""A learner's past results: the table, the line over time, and the estimate of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from assessments.kinds import KINDS
from assessments.marking.bands import half_band, likely
from assessments.models import Analyse, Attempt, State
from assessments.reports import NextStep
from config.page import Json, Page, Text, cut, decode_position

ESTIMATED_FROM = 3
"""Results of a kind that its estimate looks at."""
ENDED = (State.SUBMITTED, State.MARKING, State.MARKED, State.RELEASED)


@dataclass(frozen=True, slots=True)
class AnalysisLine:
    """A released analysis in a list."""

    uid: UUID
    kind: str
    revision: int
    raw: Decimal
    max_raw: Decimal
    band: Decimal | None
    cefr: str
    next_steps: tuple[NextStep, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PastResult:
    """An attempt that has ended; the score is None until it is released."""

    uid: UUID
    kind: str
    slug: str
    title: Text
    family: str
    mode: str
    state: str
    submitted_at: datetime | None
    raw: Decimal | None
    max_raw: Decimal | None
    band: Decimal | None


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """One result on the line over time, with its likely range."""

    uid: UUID
    kind: str
    title: Text
    at: datetime
    band: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where a learner stands in one kind: the mean of the last results, and how far they lie.

    `results` says of how many; `at` is the day of the newest.
    """

    kind: str
    band: Decimal
    low: Decimal
    high: Decimal
    results: int
    at: datetime


def analyses(
    user_id: int, kind: str, cursor: str | None = None, limit: int = 20
) -> Page[AnalysisLine]:
    """A person's released analyses of a kind, newest first; of each attempt the last revision."""
    rows = Analyse.objects.filter(
        user_id=user_id,
        kind=kind,
        attempt__state=State.RELEASED,
        revision=F("attempt__revision"),
    )
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.select_related("attempt").order_by("-id")[: limit + 1])
    return cut(found, limit, _line, lambda row: row.pk)


def history(
    user_id: int, kind: str = "", cursor: str | None = None, limit: int = 20
) -> Page[PastResult]:
    """A person's ended attempts, newest first, of one kind or of all."""
    rows = _ended(user_id, kind)
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(id__lt=before)
    return cut(list(rows.order_by("-id")[: limit + 1]), limit, _past, lambda row: row.pk)


def progress(user_id: int, kind: str = "", limit: int = 60) -> tuple[ProgressPoint, ...]:
    """A person's latest results with a band, oldest first, of one kind or of all."""
    rows = _ended(user_id, kind).filter(state=State.RELEASED, band__isnull=False)
    found = rows.order_by("-submitted_at", "-id")[:limit]
    return tuple(_point(row) for row in reversed(found))


def estimates(user_id: int) -> tuple[Estimate, ...]:
    """Where a person stands in each kind that has a result, in the order of the kinds."""
    newest_first = [F("submitted_at").desc(), F("id").desc()]
    ranked = _ended(user_id).filter(state=State.RELEASED, band__isnull=False)
    rank = Window(RowNumber(), partition_by=[F("kind")], order_by=newest_first)
    rows = ranked.annotate(rank=rank).filter(rank__lte=ESTIMATED_FROM).order_by("rank")
    by_kind: dict[str, list[ProgressPoint]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(_point(row))
    return tuple(_estimate(kind, by_kind[kind]) for kind in KINDS if kind in by_kind)


def _ended(user_id: int, kind: str = "") -> QuerySet[Attempt]:
    rows = Attempt.objects.filter(user_id=user_id, state__in=ENDED).select_related(
        "exam", "version"
    )
    light = rows.only(
        *("uid", "kind", "mode", "state", "submitted_at", "raw", "max_raw", "band"),
        *("exam__kind", "exam__slug", "version__kind", "version__title", "version__family"),
    )
    return light.filter(kind=kind) if kind else light


def _line(row: Analyse) -> AnalysisLine:
    steps = cast(list[dict[str, Json]], row.result["next_steps"])
    return AnalysisLine(
        uid=row.attempt.uid,
        kind=row.kind,
        revision=row.revision,
        raw=row.raw,
        max_raw=row.max_raw,
        band=row.band,
        cefr=row.cefr,
        next_steps=tuple(_step(step) for step in steps),
        created_at=row.created_at,
    )


def _step(step: dict[str, Json]) -> NextStep:
    return NextStep(str(step["code"]), cast(dict[str, Json], step["params"]))


def _past(row: Attempt) -> PastResult:
    shown = row.state == State.RELEASED
    return PastResult(
        uid=row.uid,
        kind=row.kind,
        slug=row.exam.slug,
        title=row.version.title,
        family=row.version.family,
        mode=row.mode,
        state=row.state,
        submitted_at=row.submitted_at,
        raw=row.raw if shown else None,
        max_raw=row.max_raw if shown else None,
        band=row.band if shown else None,
    )


def _point(row: Attempt) -> ProgressPoint:
    band = cast(Decimal, row.band)
    low, high = likely(band)
    return ProgressPoint(
        uid=row.uid,
        kind=row.kind,
        title=row.version.title,
        at=cast(datetime, row.submitted_at),
        band=band,
        low=low,
        high=high,
    )


def _estimate(kind: str, newest_first: Sequence[ProgressPoint]) -> Estimate:
    bands = [point.band for point in newest_first]
    band = half_band(sum(bands, Decimal(0)) / len(bands))
    low, high = likely(band)
    return Estimate(
        kind=kind,
        band=band,
        low=min(low, *bands),
        high=max(high, *bands),
        results=len(bands),
        at=newest_first[0].at,
    )
