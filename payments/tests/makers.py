"""People with tokens, and orders, for the tests of payments."""

from __future__ import annotations

import itertools
from datetime import datetime

from payments import services
from payments.models import TokenTransaction

_people = itertools.count(1000)
_keys = itertools.count(1)


def a_person() -> int:
    """The id of a person without an account."""
    return next(_people)


def a_learner(tokens: int = 0, expires_at: datetime | None = None) -> int:
    """The id of a person with that many tokens."""
    user_id = a_person()
    if tokens:
        given(user_id, tokens, expires_at)
    return user_id


def given(user_id: int, tokens: int, expires_at: datetime | None = None) -> None:
    """One more lot for a person."""
    key = f"bonus:{next(_keys)}"
    services.grant(user_id, tokens, kind="bonus", key=key, expires_at=expires_at)


def rows(user_id: int) -> list[tuple[str, int, int]]:
    """Kind, tokens and balance after of every movement of a person, oldest first."""
    found = TokenTransaction.objects.filter(account__user_id=user_id).order_by("seq")
    return list(found.values_list("kind", "tokens", "balance_after"))
