"""The tests on offer: cards for lists, and the page of one test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When
from django.utils import timezone

from assessments import judging, versions
from assessments.delivery import attempts, closing
from assessments.delivery.attempts import AttemptState
from assessments.errors import ExamNotFound
from assessments.kinds import choices
from assessments.models import Attempt, Exam, ExamVersion, Family, State, Status
from assessments.models.attempts import OPEN_STATES
from assessments.models.exams import LEVELS
from assessments.questions import choices as type_choices
from assessments.questions.parsing import parse_text
from config.page import Page, Text, cut, decode_position
from payments import services as payments

OWN_SHOWN = 10
SUGGESTED = 3
FINISHED = (State.SUBMITTED, State.MARKING, State.MARKED, State.RELEASED)


@dataclass(frozen=True, slots=True)
class ExamFilter:
    """What a list of tests is narrowed to; "" leaves a choice open. `level` lies in the test's."""

    kind: str = ""
    family: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class ExamCard:
    """A test in a list. `done` and `best` are the reader's own; `minutes` is rounded up."""

    slug: str
    title: Text
    kind: str
    family: str
    level_from: str
    level_to: str
    minutes: int
    questions: int
    tokens: int
    version: int
    done: int
    best: Decimal | None


@dataclass(frozen=True, slots=True)
class PartCard:
    """A part as the page of a test announces it."""

    number: int
    title: Text
    questions: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExamPage(ExamCard):
    """All that is said of a test before it is started.

    `available` are the reader's tokens; `open_attempt` and `attempts` the reader's own.
    """

    instructions: Text
    language: str
    max_raw: int
    release_policy: str
    release_at: datetime | None
    published_at: datetime
    parts: tuple[PartCard, ...]
    available: int | None
    open_attempt: UUID | None
    attempts: tuple[AttemptState, ...]


def catalogue(
    chosen: ExamFilter | None = None,
    cursor: str | None = None,
    limit: int = 24,
    user_id: int | None = None,
) -> Page[ExamCard]:
    """Published tests, newest first. Raises BadCursor."""
    rows = _narrowed(_on_offer(), chosen or ExamFilter())
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: limit + 1])
    own = _own(user_id, [row.pk for row in found])
    return cut(found, limit, lambda row: _card(row, own), lambda row: row.pk)


def count_exams(chosen: ExamFilter | None = None) -> int:
    """How many published tests a filter leaves."""
    rows = Exam.objects.filter(status=Status.PUBLISHED)
    return _narrowed(rows, chosen or ExamFilter()).count()


def suggested(
    user_id: int,
    *,
    tokens: int | None = None,
    kinds: Sequence[str] = (),
    without: int | None = None,
) -> tuple[ExamCard, ...]:
    """Three tests for a person: not done yet, payable from `tokens`, of the first of `kinds`.

    What fulfils less comes later; among equals the cheapest and shortest is first. `without` is
    the id of a test to leave out.
    """
    done = Attempt.objects.filter(user_id=user_id, exam_id=OuterRef("pk"), state__in=FINISHED)
    order: list[Any] = [Exists(done.order_by())]
    if tokens is not None:
        order.append(Case(When(tokens__gt=tokens, then=1), default=0))
    if kinds:
        places = (When(kind=kind, then=place) for place, kind in enumerate(kinds))
        order.append(Case(*places, default=len(kinds)))
    rows = _on_offer() if without is None else _on_offer().exclude(pk=without)
    ordered = rows.order_by(*order, "tokens", "duration_s", "-id")
    found = list(ordered[:SUGGESTED])
    own = _own(user_id, [row.pk for row in found])
    return tuple(_card(row, own) for row in found)


def exam_page(kind: str, slug: str, user_id: int | None = None) -> ExamPage:
    """One published test with the reader's own attempts at it. Raises ExamNotFound."""
    now = timezone.now()
    row = _on_offer().filter(kind=kind, slug=slug).first()
    if row is None:
        raise ExamNotFound
    mine: tuple[AttemptState, ...] = ()
    if user_id is not None:
        own_rows = Attempt.objects.filter(user_id=user_id, exam=row)
        closing.close_overdue(own_rows, now)
        mine = attempts.of_exam(user_id, row.pk, now)
    running = (state.uid for state in mine if state.state == State.IN_PROGRESS)
    current = _current(row)
    version = versions.published(current.pk)
    card = _card(row, _own(user_id, [row.pk]))
    return ExamPage(
        **{member.name: getattr(card, member.name) for member in fields(ExamCard)},
        instructions=parse_text(version.document.get("instructions")),
        language=str(version.document.get("language") or ""),
        max_raw=version.max_raw,
        release_policy=judging.release_policy(version),
        release_at=judging.release_date(version),
        published_at=current.published_at,
        parts=tuple(
            PartCard(
                number=part.number,
                title=part.title,
                questions=sum(q.number_to - q.number + 1 for q in part.questions),
                types=tuple(dict.fromkeys(group.type for group in part.groups)),
            )
            for part in version.parts
        ),
        available=None if user_id is None else payments.balance(user_id).available,
        open_attempt=next(running, None),
        attempts=tuple(state for state in mine if state.state in FINISHED)[:OWN_SHOWN],
    )


def kinds() -> list[tuple[str, str]]:
    """The slug and name of every kind of test; names are lazy."""
    return [(slug, cast(str, label)) for slug, label in choices()]


def families() -> list[tuple[str, str]]:
    """The slug and name of every family of exams; names are lazy."""
    return [(slug, cast(str, label)) for slug, label in Family.choices]


def question_types() -> list[tuple[str, str]]:
    """The slug and name of every question type; names are lazy."""
    return [(slug, cast(str, label)) for slug, label in type_choices()]


def levels() -> list[tuple[str, str]]:
    """The levels, lowest first."""
    return list(LEVELS)


def states() -> list[tuple[str, str]]:
    """The slug and name of every state of an attempt; names are lazy."""
    return [(slug, cast(str, label)) for slug, label in State.choices]


def _on_offer() -> QuerySet[Exam]:
    heavy = ("document", "keys", "scale")
    rows: QuerySet[Exam] = Exam.objects.filter(status=Status.PUBLISHED)
    return rows.select_related("current_version").defer(
        *(f"current_version__{name}" for name in heavy), "scale"
    )


def _narrowed(rows: QuerySet[Exam], chosen: ExamFilter) -> QuerySet[Exam]:
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.family:
        rows = rows.filter(current_version__family=chosen.family)
    if chosen.level:
        rows = rows.filter(
            current_version__level_from__lte=chosen.level,
            current_version__level_to__gte=chosen.level,
        )
    return rows


def _own(user_id: int | None, exam_ids: Iterable[int]) -> dict[int, tuple[int, Decimal | None]]:
    """How often the reader finished each test, and the best band, by one grouped query."""
    ids = list(exam_ids)
    if user_id is None or not ids:
        return {}
    rows: Any = (
        Attempt.objects.filter(user_id=user_id, exam_id__in=ids)
        .exclude(state__in=[*OPEN_STATES, State.ABANDONED, State.VOID])
        .order_by()
        .values_list("exam_id")
        .annotate(done=Count("id"), best=Max("band", filter=Q(state=State.RELEASED)))
    )
    return {exam_id: (done, best) for exam_id, done, best in rows}


def _current(row: Exam) -> ExamVersion:
    """The version that is on offer; a published test has one."""
    return cast(ExamVersion, row.current_version)


def _card(row: Exam, own: dict[int, tuple[int, Decimal | None]]) -> ExamCard:
    version = _current(row)
    done, best = own.get(row.pk, (0, None))
    return ExamCard(
        slug=row.slug,
        title=version.title,
        kind=row.kind,
        family=version.family,
        level_from=version.level_from,
        level_to=version.level_to,
        minutes=-(-version.duration_s // 60),
        questions=version.questions,
        tokens=row.tokens,
        version=version.number,
        done=done,
        best=best,
    )
