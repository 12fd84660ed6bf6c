"""Saving answers: whatever arrives is stored once, and the reply says what became of each.

The highest seq of a question wins, a tie goes to the later receipt. What arrives after deadline
and grace, or after a close, is kept as late and does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import versions
from assessments.delivery import closing
from assessments.delivery.response_rows import Row, add_events, set_current
from assessments.errors import AttemptNotStarted, TooManyAnswers
from assessments.models import Attempt, Response, ResponseEvent, State
from assessments.questions import question_type
from assessments.questions.values import BadValue
from assessments.versions import PublishedVersion
from config.databases import atomic
from config.page import Json

MOST_ANSWERS = 100
HIGHEST_SEQ = 2**53
LONGEST_IDEM = 100

REFUSALS: dict[str, Promise] = {
    "wrong-form": _("An answer is an object with idem, question, seq and value."),
    "bad-idem": _("idem must be a UUID."),
    "bad-seq": _("seq must be a whole number from 0 to 2^53."),
    "bad-client-at": _("client_at must be a date and time with its zone."),
    "unknown-question": _("This test has no such question."),
    "idem-reused": _("This idem was already used for another answer."),
}


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """One answer that was not stored, and why, in the reader's language."""

    idem: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a batch: `acked` is stored, `late` is the part of it that does not count."""

    acked: tuple[str, ...]
    late: tuple[str, ...]
    refused: tuple[RefusedAnswer, ...]
    next_seq: int
    server_now: datetime
    deadline_at: datetime | None
    state: str


@dataclass(slots=True)
class _Batch:
    """A batch while it is worked on; `names` are the idems as the client wrote them."""

    rows: list[Row] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)
    refused: list[RefusedAnswer] = field(default_factory=list)

    def refuse(self, idem: str, code: str, detail: str = "") -> None:
        self.refused.append(RefusedAnswer(idem, code, detail or str(REFUSALS[code])))


class _Refused(Exception):
    """One answer can not be stored; its code is in REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def save(user_id: int, uid: UUID, answers: Sequence[Json]) -> Saved:
    """Store a batch of answers, each `{"idem", "question", "seq", "value", "client_at"}`.

    Safe to repeat: an idem is stored once. One bad answer does not lose the others. Raises
    AttemptNotFound, AttemptNotStarted and TooManyAnswers.
    """
    return save_at(user_id, uid, answers, at=timezone.now())


def save_at(user_id: int, uid: UUID, answers: Sequence[Json], *, at: datetime) -> Saved:
    """`save`, received at that time."""
    if len(answers) > MOST_ANSWERS:
        raise TooManyAnswers(most=MOST_ANSWERS)
    batch = _Batch()
    with atomic(Attempt):
        attempt = closing.locked(user_id, uid)
        if attempt.started_at is None:
            raise AttemptNotStarted
        _read(batch, versions.published(attempt.version_id), answers)
        if overdue := closing.is_overdue(attempt, at):
            closing.close(attempt, at)
        late = attempt.state != State.IN_PROGRESS
        stored, top = _store(attempt.pk, batch, at, late=late)
    if overdue:
        closing.judge(attempt.pk, at)
    return Saved(
        acked=tuple(batch.names[idem] for idem in stored),
        late=tuple(batch.names[idem] for idem, was_late in stored.items() if was_late),
        refused=tuple(batch.refused),
        next_seq=top + 1,
        server_now=at,
        deadline_at=attempt.deadline_at,
        state=attempt.state,
    )


def _store(
    attempt_id: int, batch: _Batch, at: datetime, *, late: bool
) -> tuple[dict[UUID, bool], int]:
    """Write what is new. Whether each stored idem is late, and the highest current seq."""
    if not batch.rows:
        return {}, _top(attempt_id)
    added = add_events(attempt_id, batch.rows, at, late=late)
    fresh = [row for row in batch.rows if row.idem in added.idems]
    stored = {row.idem: late for row in fresh}
    if len(fresh) < len(batch.rows):
        stored |= _repeated(attempt_id, batch, added.idems)
    if not late:
        set_current(attempt_id, fresh, at)
    top = _top(attempt_id) if added.top is None else added.top
    return stored, max([top, *(row.seq for row in fresh if not late)])


def _repeated(attempt_id: int, batch: _Batch, fresh: frozenset[UUID]) -> dict[UUID, bool]:
    """Whether each answer that was there before was late; refuses those with other content."""
    again = {row.idem: row for row in batch.rows if row.idem not in fresh}
    rows = ResponseEvent.objects.filter(attempt_id=attempt_id, idem__in=again)
    stored = {}
    for idem, question, seq, value, was_late in rows.values_list(
        "idem", "question", "seq", "value", "late"
    ):
        if (question, seq, value) == (again[idem].question, again[idem].seq, again[idem].value):
            stored[idem] = was_late
        else:
            batch.refuse(batch.names[idem], "idem-reused")
    return stored


def _top(attempt_id: int) -> int:
    return Response.objects.filter(attempt_id=attempt_id).aggregate(top=Max("seq"))["top"] or 0


def _read(batch: _Batch, version: PublishedVersion, answers: Sequence[Json]) -> None:
    """Sort a batch into rows and refusals."""
    seen: dict[UUID, Row] = {}
    for answer in answers:
        given = answer if isinstance(answer, dict) else {}
        idem = given.get("idem")
        name = idem[:LONGEST_IDEM] if isinstance(idem, str) else ""
        try:
            row = _row(version, given)
        except _Refused as refusal:
            batch.refuse(name, refusal.code)
            continue
        except BadValue as refusal:
            batch.refuse(name, refusal.code, refusal.text())
            continue
        if row.idem not in seen:
            seen[row.idem] = row
            batch.names[row.idem] = name
            batch.rows.append(row)
        elif seen[row.idem] != row:
            batch.refuse(name, "idem-reused")


def _row(version: PublishedVersion, given: dict[str, Json]) -> Row:
    """One answer as it is to be stored. Raises _Refused and BadValue."""
    if not {"idem", "question", "seq", "value"} <= given.keys():
        raise _Refused("wrong-form")
    idem = _uuid(given["idem"])
    seq = given["seq"]
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= HIGHEST_SEQ:
        raise _Refused("bad-seq")
    client_at = _moment(given.get("client_at"))
    if client_at is None and given.get("client_at") is not None:
        raise _Refused("bad-client-at")
    uid = given["question"]
    question = version.questions.get(uid) if isinstance(uid, str) else None
    if question is None:
        raise _Refused("unknown-question")
    group = version.group_of[question.uid]
    value = question_type(group.type).read(group, question, given["value"])
    return Row(idem, question.uid, seq, value, client_at)


def _uuid(value: Json) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise _Refused("bad-idem") from error


def _moment(value: Json) -> datetime | None:
    """An ISO time with its zone, in UTC; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = parse_datetime(value)
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None
