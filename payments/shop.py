"""What a person sees when choosing a tariff."""

from __future__ import annotations

from payments import checkout, ledger
from payments.kinds import Status
from payments.periods import current_tariff
from payments.values import Shelf, Shop
from tariffs import services as tariffs


def shop(user_id: int | None) -> Shop:
    """Everything for sale with its comparison; `user_id` None is a visitor."""
    features = tariffs.features()
    shelves = tuple(
        Shelf(category, tariffs.comparison(category.tariffs, features))
        for category in tariffs.offers()
    )
    if user_id is None:
        return Shop(shelves, None, {}, None)
    waiting = checkout.orders(user_id, status=Status.NEW.value, limit=50).items
    return Shop(
        shelves,
        current_tariff(user_id),
        {order.tariff: order.public_id for order in waiting},
        ledger.balance(user_id).available,
    )
