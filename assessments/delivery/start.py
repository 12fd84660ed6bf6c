"""Starting an attempt: a saga of three steps that may be repeated from any point.

1. find or create the attempt (`created`); 2. payments takes its tokens, once a key, outside any
transaction; 3. the clock starts (`in_progress`). A crash between them is mended by starting
again, or by `repair_created`, which gives the tokens back.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import cast

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.delivery import attempts, clock, closing, repair, states
from assessments.delivery.attempts import AttemptState
from assessments.errors import AttemptClosed, ExamNotFound, ModeNotOffered, StartKeyReused
from assessments.models import Attempt, Exam, ExamVersion, Mode, StartKey, State, Status
from assessments.models.attempts import OPEN_STATES
from config.databases import atomic
from payments import services as payments

MODES = (Mode.EXAM,)
TRIES = 4


def start(user_id: int, kind: str, slug: str, mode: str, key: str = "") -> AttemptState:
    """Start a person's attempt at a test and take its tokens, exactly once.

    Safe to repeat: while an attempt at the test is open, or for a `key` that was sent before,
    the answer is that attempt with `is_new` false. Every key that got an attempt names it for
    ever, also one that was sent while the attempt was open. Raises ExamNotFound, ModeNotOffered,
    StartKeyReused, and payments' InsufficientTokens (the attempt then waits for a next start).
    """
    return start_at(user_id, kind, slug, mode, key, at=timezone.now())


def start_at(
    user_id: int, kind: str, slug: str, mode: str, key: str = "", *, at: datetime
) -> AttemptState:
    """`start`, at that time."""
    if mode not in MODES:
        raise ModeNotOffered(field="mode", reason=_("This test can not be taken in this mode."))
    for _try in range(TRIES):
        row = _named(user_id, kind, slug, mode, key)
        if row is not None and closing.is_overdue(row, at):
            closing.expire(row.pk, at)
        if row is None or row.state == State.CREATED:
            row = _found_or_created(user_id, _exam(kind, slug), row, mode, key, at)
        if row is None:
            continue
        if row.state != State.CREATED:
            return _value(row.pk, at)
        _pay(row, at)
        if (is_new := _begin(row.pk, at)) is not None:
            return _value(row.pk, at, is_new=is_new)
        repair.give_back(row)
    raise AttemptClosed


def _exam(kind: str, slug: str) -> Exam:
    """A test that is, or was, on offer."""
    rows = Exam.objects.select_related("current_version").defer(
        "current_version__document", "current_version__keys", "current_version__scale"
    )
    exam: Exam | None = rows.filter(kind=kind, slug=slug).first()
    if exam is None or exam.current_version is None:
        raise ExamNotFound
    return exam


def _named(user_id: int, kind: str, slug: str, mode: str, key: str) -> Attempt | None:
    """The attempt that the key names already; a key of another test or mode is refused."""
    if not key:
        return None
    rows = StartKey.objects.select_related("attempt__exam").defer("attempt__exam__scale")
    found: StartKey | None = rows.filter(user_id=user_id, key=key).first()
    if found is None:
        return None
    row = found.attempt
    if (row.kind, row.exam.slug, row.mode) != (kind, slug, mode):
        raise StartKeyReused
    return row


def _found_or_created(
    user_id: int, exam: Exam, named: Attempt | None, mode: str, key: str, at: datetime
) -> Attempt | None:
    """Step 1. None when the rows have changed meanwhile and it must be tried again.

    An attempt that runs is found also when its test is no longer on offer.
    """
    mine: QuerySet[Attempt] = Attempt.objects.filter(user_id=user_id)
    row = named or mine.filter(exam=exam, mode=mode, state__in=OPEN_STATES).first()
    if (row is None or row.state == State.CREATED) and exam.status != Status.PUBLISHED:
        raise ExamNotFound
    if row is None:
        return _created(user_id, exam, mode, key, at)
    if closing.is_overdue(row, at):
        closing.expire(row.pk, at)
        return None
    if row.state == State.CREATED and not _still_offered(row, exam):
        repair.give_up(row.pk, at)
        repair.give_back(row)
        return None
    if key and named is None and not _takes_key(row, key):
        return None
    return row


def _takes_key(row: Attempt, key: str) -> bool:
    """Let the key name an open attempt; False if it names one by now, or this one has closed."""
    try:
        with atomic(StartKey):
            locked = Attempt.objects.select_for_update(no_key=True).get(pk=row.pk)
            if locked.state not in OPEN_STATES:
                return False
            StartKey.objects.create(user_id=row.user_id, key=key, attempt=row)
    except IntegrityError:
        return False
    return True


def _still_offered(row: Attempt, exam: Exam) -> bool:
    return (row.version_id, row.tokens) == (exam.current_version_id, exam.tokens)


def _created(user_id: int, exam: Exam, mode: str, key: str, at: datetime) -> Attempt | None:
    version = cast(ExamVersion, exam.current_version)
    row = Attempt(
        kind=exam.kind,
        user_id=user_id,
        exam=exam,
        version=version,
        mode=mode,
        tokens=exam.tokens,
        seed=secrets.randbits(62),
        created_at=at,
        duration_s=version.duration_s,
    )
    try:
        with atomic(Attempt):
            row.save(force_insert=True)
            if key:
                StartKey.objects.create(user_id=user_id, key=key, attempt=row)
    except IntegrityError:
        return None  # another request made the open attempt, or used the key, just now
    return row


def _pay(row: Attempt, at: datetime) -> None:
    """Step 2."""
    if row.tokens:
        payments.spend(
            row.user_id,
            row.tokens,
            key=repair.payment_key(row.uid),
            reference=f"{row.kind}:{row.uid}",
            at=at,
        )


def _begin(attempt_id: int, at: datetime) -> bool | None:
    """Step 3. True if this call began it, False if it had begun, None if it was given up."""
    with atomic(Attempt):
        row = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
        if row.state != State.CREATED:
            return None if row.state in closing.ENDED else False
        row.started_at = row.last_seen_at = at
        row.deadline_at = clock.deadline(
            at, row.duration_s, row.extra_pct, row.window_end, row.paused_s
        )
        times = ["started_at", "last_seen_at", "deadline_at"]
        states.move(row, State.IN_PROGRESS, at=at, actor_id=row.user_id, saving=times)
        return True


def _value(attempt_id: int, now: datetime, *, is_new: bool = False) -> AttemptState:
    return attempts.state_by_id(attempt_id, now, is_new=is_new)
