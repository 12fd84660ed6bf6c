"""An attempt as its owner sees it: its state, its paper, the list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from assessments import versions
from assessments.delivery import clock, closing
from assessments.delivery.highlighting import PassageMark, highlights
from assessments.errors import AttemptClosed, AttemptNotFound, AttemptNotStarted
from assessments.models import Attempt, QuestionFlag, Response, State
from config.page import Json, Page, Text, cut, decode_position

OF_EXAM = 30
SHOWN = ("exam__slug", "version__title", "version__family", "version__number")
"""What is told of an attempt's test and version."""
NEVER_BEGUN = (State.CREATED, State.ABANDONED, State.VOID)


@dataclass(frozen=True, slots=True)
class AttemptState:
    """Where an attempt stands; times are the server's. `is_new` is true for the start itself.

    `phase` is "running", "grace" or "over" while the attempt is in progress, else "".
    """

    uid: UUID
    kind: str
    slug: str
    title: Text
    family: str
    mode: str
    state: str
    phase: str
    tokens: int
    duration_s: int
    grace_s: int
    extra_pct: int
    version: int
    created_at: datetime
    started_at: datetime | None
    deadline_at: datetime | None
    submitted_at: datetime | None
    closed_by_clock: bool
    released_at: datetime | None
    raw: Decimal | None
    max_raw: Decimal | None
    band: Decimal | None
    server_now: datetime
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """The answer that counts for a question, and its place in the order of saving."""

    value: Json
    seq: int


@dataclass(frozen=True, slots=True)
class Paper:
    """An attempt with what is on its paper. `document` is None while it may not be read.

    `highlights` stand in the order of their making; `saved_at` is when the last answer that
    counts was received.
    """

    attempt: AttemptState
    document: dict[str, Json] | None
    responses: dict[str, GivenAnswer]
    flags: tuple[str, ...]
    next_seq: int
    saved_at: datetime | None
    highlights: tuple[PassageMark, ...]


def attempt(user_id: int, uid: UUID) -> AttemptState:
    """A person's attempt; closes it first if its time is over. Raises AttemptNotFound."""
    now = timezone.now()
    return state_of(touched(user_id, uid, now), now)


def paper(user_id: int, uid: UUID) -> Paper:
    """A person's attempt with document, answers and flags. Raises AttemptNotFound.

    The document is given from the start on, except between deadline and closing.
    """
    now = timezone.now()
    row = touched(user_id, uid, now)
    state = state_of(row, now)
    hidden = row.state in NEVER_BEGUN or state.phase == clock.Phase.GRACE.value
    rows = Response.objects.filter(attempt=row)
    given = list(rows.values_list("question", "value", "seq", "received_at"))
    responses = {question: GivenAnswer(value, seq) for question, value, seq, _at in given}
    return Paper(
        attempt=state,
        document=None if hidden else versions.published(row.version_id).document,
        responses=responses,
        flags=tuple(QuestionFlag.objects.filter(attempt=row).values_list("question", flat=True)),
        next_seq=max((answer.seq for answer in responses.values()), default=0) + 1,
        saved_at=max((received_at for *_rest, received_at in given), default=None),
        highlights=highlights(row),
    )


def attempts(
    user_id: int,
    kind: str | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[AttemptState]:
    """A person's attempts, newest first; those whose time is over are closed first."""
    now = timezone.now()
    closing.close_overdue(Attempt.objects.filter(user_id=user_id), now)
    rows = _rows().filter(user_id=user_id)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: limit + 1])
    return cut(found, limit, lambda row: state_of(row, now), lambda row: row.pk)


def of_exam(user_id: int, exam_id: int, now: datetime) -> tuple[AttemptState, ...]:
    """A person's latest attempts at one test."""
    rows = _rows().filter(user_id=user_id, exam_id=exam_id).order_by("-id")[:OF_EXAM]
    return tuple(state_of(row, now) for row in rows)


def heartbeat(user_id: int, uid: UUID) -> AttemptState:
    """Note that the person is there, at most once in 20 s, and say where the attempt stands."""
    now = timezone.now()
    row = touched(user_id, uid, now)
    seen = row.last_seen_at
    if row.state == State.IN_PROGRESS and (seen is None or now - seen >= clock.LATEST_SEEN):
        Attempt.objects.filter(pk=row.pk, state=State.IN_PROGRESS).update(last_seen_at=now)
    return state_of(row, now)


def flag(user_id: int, uid: UUID, question: str, flagged: bool) -> AttemptState:
    """Mark a question to come back to, or take the mark away. Safe to repeat.

    Raises AttemptNotFound, UnknownQuestion, AttemptNotStarted and AttemptClosed.
    """
    now = timezone.now()
    row = touched(user_id, uid, now)
    if row.state == State.CREATED:
        raise AttemptNotStarted
    if row.state != State.IN_PROGRESS:
        raise AttemptClosed
    versions.known_question(row.version_id, question)
    if flagged:
        flags = [QuestionFlag(attempt=row, question=question)]
        QuestionFlag.objects.bulk_create(flags, ignore_conflicts=True)
    else:
        QuestionFlag.objects.filter(attempt=row, question=question).delete()
    return state_of(row, now)


def version_id(user_id: int, uid: UUID) -> int:
    """The version of a person's attempt. Raises AttemptNotFound."""
    rows = Attempt.objects.filter(user_id=user_id, uid=uid)
    found: int | None = rows.order_by().values_list("version_id", flat=True).first()
    if found is None:
        raise AttemptNotFound
    return found


def touched(user_id: int, uid: UUID, now: datetime) -> Attempt:
    """The row of a person's attempt, closed if its time is over. Raises AttemptNotFound."""
    row = _rows().filter(user_id=user_id, uid=uid).first()
    if row is None:
        raise AttemptNotFound
    if closing.is_overdue(row, now):
        closing.expire(row.pk, now)
        row = _rows().get(pk=row.pk)
    return row


def state_by_id(attempt_id: int, now: datetime, *, is_new: bool = False) -> AttemptState:
    """The value of an attempt by the id of its row."""
    return state_of(_rows().get(pk=attempt_id), now, is_new=is_new)


def _rows() -> QuerySet[Attempt]:
    own = (field.name for field in Attempt._meta.concrete_fields)
    return Attempt.objects.select_related("exam", "version").only(*own, *SHOWN)


def state_of(row: Attempt, now: datetime, *, is_new: bool = False) -> AttemptState:
    """The value of a row (with its exam and version)."""
    phase = ""
    if row.state == State.IN_PROGRESS and row.deadline_at is not None:
        phase = clock.phase(row.deadline_at, row.grace_s, now).value
    return AttemptState(
        uid=row.uid,
        kind=row.kind,
        slug=row.exam.slug,
        title=row.version.title,
        family=row.version.family,
        mode=row.mode,
        state=row.state,
        phase=phase,
        tokens=row.tokens,
        duration_s=row.duration_s,
        grace_s=row.grace_s,
        extra_pct=row.extra_pct,
        version=row.version.number,
        created_at=row.created_at,
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        submitted_at=row.submitted_at,
        closed_by_clock=row.closed_by_clock,
        released_at=row.released_at,
        raw=row.raw if row.state == State.RELEASED else None,
        max_raw=row.max_raw if row.state == State.RELEASED else None,
        band=row.band if row.state == State.RELEASED else None,
        server_now=now,
        is_new=is_new,
    )
