"""What mends a start that was cut off: an attempt that never began gives its tokens back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from assessments.delivery import states
from assessments.models import Attempt, State
from config.databases import atomic
from payments import services as payments

SWEEP = 200
UNPAID_FOR = timedelta(minutes=15)
"""How long a created attempt waits for its learner before the sweeper gives it up."""
REFUND_FOR = timedelta(hours=1)
"""How much longer an attempt that ended so is looked at again for tokens to give back."""


def repair_created(now: datetime) -> int:
    """Give up attempts that were never begun, and give back what was paid for them; the number.

    An attempt that was refused for tokens, or whose start was cut off, waits some minutes for its
    learner. What was paid for attempts that were just declared void is given back, too, if that
    was cut off. Safe to repeat.
    """
    waiting = Attempt.objects.filter(state=State.CREATED, created_at__lt=now - UNPAID_FOR)
    done = sum(give_up(row.pk, now) for row in waiting.order_by("id")[:SWEEP])
    abandoned = Attempt.objects.filter(state=State.ABANDONED, tokens__gt=0, started_at=None)
    for row in abandoned.filter(created_at__gt=now - UNPAID_FOR - REFUND_FOR):
        give_back(row)
    void = Attempt.objects.filter(state=State.VOID, tokens__gt=0, events__type=State.VOID)
    for row in void.filter(events__at__gt=now - REFUND_FOR):
        give_back(row)
    return done


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
