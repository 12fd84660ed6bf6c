"""Declaring an attempt void: it counts no more, and what was paid for it is given back."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from assessments import judging
from assessments.delivery import repair, states
from assessments.models import Attempt, State
from config.databases import atomic
from users import services as users


def void(uid: UUID, *, actor_id: int, reason: str) -> None:
    """Take an attempt out of everything that counts, and give its tokens back to their lots.

    Its learner is told, with the reason. The answers and marks stay. Safe to repeat: it is
    refunded, written down and told once; a refund that was cut off is repeated here or by the
    sweeper. Raises ReasonMissing, AttemptNotFound, and MoveRefused for an attempt that was given
    up before it began.
    """
    reason = judging.reasoned(reason)
    with atomic(Attempt):
        row = judging.locked(uid)
        is_new = row.state != State.VOID
        if is_new:
            row.announced_at = None
            states.move(
                row,
                State.VOID,
                at=timezone.now(),
                actor_id=actor_id,
                data={"reason": reason},
                saving=["announced_at"],
            )
            judging.announce_later(row)
    repair.give_back(row)
    if is_new:
        users.record(
            "attempt.voided",
            actor_id=actor_id,
            subject_id=row.user_id,
            data={"uid": str(uid), "tokens": row.tokens},
            reason=reason,
        )
