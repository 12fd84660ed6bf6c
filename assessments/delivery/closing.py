"""How an attempt ends: handed in by its learner, or closed by the clock. Then it is judged."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from assessments import judging
from assessments.delivery import clock, states
from assessments.errors import AttemptClosed, AttemptNotFound, AttemptNotStarted
from assessments.models import Attempt, State
from config.databases import atomic

logger = logging.getLogger(__name__)
ENDED = (State.ABANDONED, State.VOID)
SWEEP = 200
"""Attempts a sweeper closes in one turn."""


def submit(user_id: int, uid: UUID) -> None:
    """Hand a person's attempt in, at once and for good; then it is judged. Safe to repeat.

    After deadline and grace it is closed as the clock closes it. Raises AttemptNotFound,
    AttemptNotStarted, and AttemptClosed for an attempt that never counted.
    """
    submit_at(user_id, uid, at=timezone.now())


def submit_at(user_id: int, uid: UUID, *, at: datetime) -> None:
    """`submit`, received at that time."""
    with atomic(Attempt):
        row = locked(user_id, uid)
        if row.state == State.CREATED:
            raise AttemptNotStarted
        if row.state in ENDED:
            raise AttemptClosed
        owed = row.state in (State.IN_PROGRESS, State.SUBMITTED)
        if row.state == State.IN_PROGRESS:
            close(row, at)
    if owed:
        judge(row.pk, at)


def expire(attempt_id: int, now: datetime) -> bool:
    """Close one attempt if deadline and grace are over, and judge it. Whether this call did."""
    with atomic(Attempt):
        row = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
        if not is_overdue(row, now):
            return False
        close(row, now)
    judge(attempt_id, now)
    return True


def close_overdue(rows: QuerySet[Attempt], now: datetime) -> int:
    """Close those of `rows` whose deadline and grace are over; their number."""
    late = rows.filter(state=State.IN_PROGRESS, deadline_at__lt=now).order_by("deadline_at")
    found: Iterable[Attempt] = late.only("state", "deadline_at", "grace_s")[:SWEEP]
    return sum(expire(row.pk, now) for row in found if is_overdue(row, now))


def is_overdue(row: Attempt, now: datetime) -> bool:
    """Whether an attempt is still in progress though deadline and grace are over."""
    if row.state != State.IN_PROGRESS or row.deadline_at is None:
        return False
    return clock.phase(row.deadline_at, row.grace_s, now) is clock.Phase.OVER


def close(row: Attempt, at: datetime) -> None:
    """Bring a locked attempt in progress to `submitted`; by the clock if grace is over."""
    row.closed_by_clock = is_overdue(row, at)
    row.submitted_at = row.deadline_at if row.closed_by_clock else at
    states.move(
        row,
        State.SUBMITTED,
        at=at,
        actor_id=None if row.closed_by_clock else row.user_id,
        data={"by": "clock" if row.closed_by_clock else "learner"},
        saving=["submitted_at", "closed_by_clock"],
    )


def judge(attempt_id: int, at: datetime) -> None:
    """Judge a closed attempt; if that fails it stays owed, and the sweeper repeats it."""
    try:
        judging.judge(attempt_id, at=at)
    except Exception:
        logger.exception("Attempt %d could not be judged yet", attempt_id)


def locked(user_id: int, uid: UUID) -> Attempt:
    """A person's attempt, locked in the open transaction. Raises AttemptNotFound."""
    rows = Attempt.objects.select_for_update(no_key=True).filter(user_id=user_id, uid=uid)
    row: Attempt | None = rows.order_by().first()
    if row is None:
        raise AttemptNotFound
    return row
