"""What mends a start that was cut off: an attempt that never began gives its tokens back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from assessments.delivery import states
from assessments.models import Attempt, AttemptEvent, State
from config.databases import atomic
from payments import services as payments

logger = logging.getLogger(__name__)
SWEEP = 200
UNPAID_FOR = timedelta(minutes=15)
"""How long a created attempt waits for its learner before the sweeper gives it up."""
PAID_WITHIN = timedelta(hours=1)
"""After this no start that was cut off can still be paying for an attempt that has ended."""
SETTLED = "settled"
"""The event that says: nothing is owed for this attempt any more."""


def repair_created(now: datetime) -> int:
    """Give up attempts that were never begun, and give back what was paid for them; the number.

    An attempt that was refused for tokens, or whose start was cut off, waits some minutes for its
    learner. What was paid for attempts that were declared void is given back, too, if that was
    cut off, however long nobody swept. Safe to repeat.
    """
    waiting = Attempt.objects.filter(state=State.CREATED, created_at__lt=now - UNPAID_FOR)
    done = sum(give_up(row.pk, now) for row in waiting.order_by("id")[:SWEEP])
    for row in _unsettled()[:SWEEP]:
        _settle(row, now)
    return done


def _settle(row: Any, now: datetime) -> None:
    """Give back what is owed; one attempt for which that fails does not keep the others waiting."""
    try:
        give_back(row)
    except Exception:
        logger.exception("The tokens of attempt %s could not be given back yet", row.uid)
        return
    if row.ended_at < now - PAID_WITHIN:
        AttemptEvent.objects.create(attempt=row, type=SETTLED, at=now)


def _unsettled() -> QuerySet[Any]:
    """Attempts that ended without counting and may still be owed their tokens."""
    ended = Q(state=State.VOID) | Q(state=State.ABANDONED, started_at=None)
    settled = AttemptEvent.objects.filter(attempt=OuterRef("pk"), type=SETTLED)
    rows = Attempt.objects.filter(ended, ~Exists(settled.order_by()), tokens__gt=0)
    found: QuerySet[Any] = rows.annotate(ended_at=Max("events__at")).order_by("id")
    return found


def give_up(attempt_id: int, at: datetime) -> bool:
    """Abandon an attempt that is not begun; whether this call did."""
    with atomic(Attempt):
        row = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
        if row.state != State.CREATED:
            return False
        row.start_keys.all().delete()  # a repeated request may start anew
        states.move(row, State.ABANDONED, at=at)
        return True


def give_back(row: Attempt) -> None:
    """Refund what was paid for an attempt that did not begin; nothing if nothing was."""
    if not row.tokens:
        return
    try:
        payments.refund(row.user_id, key=payment_key(row.uid))
    except payments.NothingToRefund:
        return


def payment_key(uid: UUID) -> str:
    """The key under which an attempt's tokens are taken."""
    return f"attempt:{uid}"
