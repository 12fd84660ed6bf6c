"""A learner's first page: what runs, where they stand, what to do next, what they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F
from django.utils import timezone

from assessments import history, versions
from assessments.catalogue import ExamCard, suggested
from assessments.delivery import clock, closing
from assessments.history import Estimate, ProgressPoint
from assessments.marking.bands import half_band
from assessments.models import Analyse, Attempt, Response, State
from assessments.reports import NextStep
from config.neighbours import asked
from config.page import Json, Text
from notifications import services as notifications
from payments import services as payments
from payments.services import Balance, CurrentTariff
from users import services as users
from users.services import Profile

SHOWN = 10
"""Attempts that run or wait for a result and are looked at for the page."""
NOTHING: tuple[Json, ...] = ("", [], None)


@dataclass(frozen=True, slots=True)
class Goal:
    """What the learner prepares for. `days_left` is None without a day, or when it is past."""

    exam: str
    band: Decimal | None
    day: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Running:
    """The attempt whose time runs out first. `answered` of `questions` are numbers on the paper."""

    uid: UUID
    kind: str
    title: Text
    family: str
    deadline_at: datetime
    server_now: datetime
    questions: int
    answered: int
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A handed-in attempt whose result is not shown yet."""

    uid: UUID
    kind: str
    title: Text
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Skill:
    """Where the learner stands in one kind.

    `change` is what the newest result did to the estimate, None with one result; `tests` are all.
    """

    kind: str
    band: Decimal
    low: Decimal
    high: Decimal
    change: Decimal | None
    tests: int


@dataclass(frozen=True, slots=True)
class Overall:
    """The mean of the kinds that have results, to the nearest half band."""

    band: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Advice:
    """The first next step of the newest analysis, and the attempt it speaks of."""

    uid: UUID
    kind: str
    title: Text
    step: NextStep


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A learner's first page. What another app could not answer is None."""

    profile: Profile | None
    goal: Goal | None
    balance: Balance | None
    tariff: CurrentTariff | None
    unread: int | None
    running: Running | None
    awaited: tuple[Awaited, ...]
    skills: tuple[Skill, ...]
    overall: Overall | None
    results: int
    advice: Advice | None
    progress: tuple[ProgressPoint, ...]
    tests: tuple[ExamCard, ...]


def dashboard(user_id: int) -> Dashboard:
    """Everything on a person's first page, in the same few statements however much there is.

    Attempts whose time is over are closed first. Each other app is asked once; one that fails
    leaves its part empty.
    """
    now = timezone.now()
    profile = asked("profile", lambda: users.profile(user_id))
    balance = asked("tokens", lambda: payments.balance(user_id))
    counts = asked("messages", lambda: notifications.counts(user_id))
    open_rows = _open_rows(user_id, now)
    running = _first_running(open_rows, now)
    counted = _results_by_kind(user_id)
    points = history.progress(user_id)
    skills = _skills(history.estimates(user_id), points, counted)
    return Dashboard(
        profile=profile,
        goal=asked("goal", lambda: _goal(profile, now)),
        balance=balance,
        tariff=asked("tariff", lambda: payments.current_tariff(user_id)),
        unread=None if counts is None else counts.unread,
        running=None if running is None else _running(running, now),
        awaited=tuple(_awaited(row) for row in open_rows if row.submitted_at is not None),
        skills=skills,
        overall=_overall(skills),
        results=sum(counted.values()),
        advice=_advice(user_id) if counted else None,
        progress=points,
        tests=suggested(
            user_id,
            tokens=None if balance is None else balance.available,
            kinds=[skill.kind for skill in sorted(skills, key=lambda skill: skill.band)],
            without=None if running is None else running.exam_id,
        ),
    )


def _goal(profile: Profile | None, now: datetime) -> Goal | None:
    target = None if profile is None else profile.target
    if target is None:
        return None
    names = dict(users.profile_choices().exams)
    days = None if target.date is None else (target.date - timezone.localdate(now)).days
    return Goal(
        exam=names.get(target.exam, ""),
        band=target.band,
        day=target.date,
        days_left=None if days is None or days < 0 else days,
    )


def _open_rows(user_id: int, now: datetime) -> list[Attempt]:
    """Attempts that run (the first deadline first) and, after them, those without a result."""
    rows = Attempt.objects.filter(
        user_id=user_id,
        state__in=[State.IN_PROGRESS, State.SUBMITTED, State.MARKING, State.MARKED],
    )
    running_first = F("submitted_at").desc(nulls_first=True)
    light = rows.select_related("version").only(
        *("uid", "user_id", "kind", "state", "deadline_at", "grace_s", "submitted_at", "exam_id"),
        *("version__kind", "version__title", "version__family"),
    )
    found = list(light.order_by(running_first, "deadline_at", "-id")[:SHOWN])
    over = [row for row in found if closing.is_overdue(row, now)]
    for row in over:
        closing.expire(row.pk, now)
    return [row for row in found if row not in over]


def _first_running(rows: Iterable[Attempt], now: datetime) -> Attempt | None:
    running = clock.Phase.RUNNING
    for row in rows:
        if row.state != State.IN_PROGRESS or row.deadline_at is None:
            continue
        if clock.phase(row.deadline_at, row.grace_s, now) is running:
            return row
    return None


def _running(row: Attempt, now: datetime) -> Running:
    questions = versions.published(row.version_id).questions
    spans = {uid: q.number_to - q.number + 1 for uid, q in questions.items()}
    given = list(
        Response.objects.filter(attempt=row).values_list("question", "value", "received_at")
    )
    return Running(
        uid=row.uid,
        kind=row.kind,
        title=row.version.title,
        family=row.version.family,
        deadline_at=cast(datetime, row.deadline_at),
        server_now=now,
        questions=sum(spans.values()),
        answered=sum(spans.get(uid, 0) for uid, value, _at in given if value not in NOTHING),
        saved_at=max((at for _uid, _value, at in given), default=None),
    )


def _awaited(row: Attempt) -> Awaited:
    return Awaited(row.uid, row.kind, row.version.title, cast(datetime, row.submitted_at))


def _results_by_kind(user_id: int) -> dict[str, int]:
    rows: Any = Attempt.objects.filter(user_id=user_id, state=State.RELEASED).order_by()
    return dict(rows.values_list("kind").annotate(Count("id")))


def _skills(
    estimates: Sequence[Estimate], points: Sequence[ProgressPoint], counted: dict[str, int]
) -> tuple[Skill, ...]:
    return tuple(
        Skill(
            kind=one.kind,
            band=one.band,
            low=one.low,
            high=one.high,
            change=_change([point.band for point in points if point.kind == one.kind]),
            tests=counted.get(one.kind, one.results),
        )
        for one in estimates
    )


def _change(oldest_first: Sequence[Decimal]) -> Decimal | None:
    """The estimate with the newest result less the estimate without it."""
    if len(oldest_first) < 2:
        return None
    looked_at = history.ESTIMATED_FROM
    return _mean(oldest_first[-looked_at:]) - _mean(oldest_first[-looked_at - 1 : -1])


def _overall(skills: Sequence[Skill]) -> Overall | None:
    if not skills:
        return None
    return Overall(
        band=_mean([skill.band for skill in skills]),
        low=_mean([skill.low for skill in skills]),
        high=_mean([skill.high for skill in skills]),
    )


def _mean(bands: Sequence[Decimal]) -> Decimal:
    return half_band(sum(bands, Decimal(0)) / len(bands))


def _advice(user_id: int) -> Advice | None:
    rows = Analyse.objects.filter(
        user_id=user_id, attempt__state=State.RELEASED, revision=F("attempt__revision")
    )
    light = rows.select_related("attempt__version").only(
        *("kind", "result", "attempt__uid", "attempt__kind"),
        *("attempt__version__kind", "attempt__version__title"),
    )
    row = light.order_by("-attempt__submitted_at", "-id").first()
    steps = [] if row is None else cast(list[dict[str, Json]], row.result["next_steps"])
    if row is None or not steps:
        return None
    params = cast(dict[str, Json], steps[0]["params"])
    step = NextStep(str(steps[0]["code"]), params)
    return Advice(row.attempt.uid, row.kind, row.attempt.version.title, step)
