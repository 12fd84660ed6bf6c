"""The one state machine of attempts: which moves there are, and the only function that moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from assessments.errors import MoveRefused
from assessments.models import Attempt, AttemptEvent, State
from config.databases import in_transaction
from config.page import Json

MOVES: dict[str, frozenset[str]] = {
    State.CREATED: frozenset({State.IN_PROGRESS, State.ABANDONED, State.VOID}),
    State.IN_PROGRESS: frozenset({State.SUBMITTED, State.ABANDONED, State.VOID}),
    State.SUBMITTED: frozenset({State.MARKING, State.MARKED, State.VOID}),
    State.MARKING: frozenset({State.MARKED, State.VOID}),
    State.MARKED: frozenset({State.RELEASED, State.VOID}),
    State.RELEASED: frozenset({State.MARKED, State.VOID}),
    State.ABANDONED: frozenset(),
    State.VOID: frozenset(),
}


def allowed(state: str, to: str) -> bool:
    """Whether an attempt may go from one state to the other. Pure."""
    return to in MOVES[state]


def move(
    attempt: Attempt,
    *path: str,
    at: datetime,
    actor_id: int | None = None,
    data: dict[str, Json] | None = None,
    saving: Sequence[str] = (),
) -> None:
    """Bring a locked attempt to another state, or through several, with an event for each.

    `saving` names the other fields that were changed on the row. `released_at` is set here when
    it is empty. Needs an open transaction. Raises MoveRefused.
    """
    if not in_transaction(Attempt):
        raise RuntimeError("an attempt moves inside a transaction")
    for before, to in pairwise((attempt.state, *path)):
        if not allowed(before, to):
            raise MoveRefused(state=before, to=str(to))
    events = [
        AttemptEvent(
            attempt=attempt,
            type=str(to),
            at=at,
            actor_id=actor_id,
            data={"from": str(before), **(data or {})},
        )
        for before, to in pairwise((attempt.state, *path))
    ]
    fields = {"state", *saving}
    if State.RELEASED in path and attempt.released_at is None:
        attempt.released_at = at
        fields.add("released_at")
    attempt.state = path[-1]
    attempt.save(update_fields=sorted(fields))
    AttemptEvent.objects.bulk_create(events)
