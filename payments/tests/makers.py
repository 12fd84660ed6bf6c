"""People with tokens, and orders, for the tests of payments."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from payments import services
from payments.models import TokenTransaction
from payments.services import Order
from payments.tests.goods import for_sale

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


def a_user(email: str = "", **fields: object) -> Any:
    """A saved person whose address is proved."""
    email = email or f"person{next(_people)}@mail.example"
    fields.setdefault("welcomed_at", timezone.now())
    return get_user_model().objects.create_user(email, "tulip-window-harvest", **fields)


def given(user_id: int, tokens: int, expires_at: datetime | None = None) -> None:
    """One more lot for a person."""
    key = f"bonus:{next(_keys)}"
    services.grant(user_id, tokens, kind="bonus", key=key, expires_at=expires_at)


def rows(user_id: int) -> list[tuple[str, int, int]]:
    """Kind, tokens and balance after of every movement of a person, oldest first."""
    found = TokenTransaction.objects.filter(account__user_id=user_id).order_by("seq")
    return list(found.values_list("kind", "tokens", "balance_after"))


def an_order(user_id: int, tariff: str = "plus") -> Order:
    """An open order of a tariff, which is made if it is not there."""
    for_sale(tariff)
    return services.start_order(user_id, tariff).order


def paid(order: Order, reference: str = "") -> Order:
    """The order after a cashier marked it paid."""
    return services.mark_paid(
        order.public_id,
        reference=reference or f"BANK-{next(_keys)}",
        reason="Seen on the statement",
        actor_id=1,
    )
