"""What a tariff costs. Pure: whole tiyin only, no rows, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SOUM = 100
"""Tiyin in a soum."""

WHOLE = 10_000
"""Basis points in one hundred percent."""


@dataclass(frozen=True, slots=True)
class Discount:
    """A sale as a rule: `percent_bp` (1 to 10 000) or `amount_tiyin`, while starts ≤ now < ends."""

    id: int
    percent_bp: int | None
    amount_tiyin: int | None
    starts_at: datetime
    ends_at: datetime
    category_id: int | None = None
    tariff_id: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What is paid: `amount_tiyin` = `list_price_tiyin` − `discount_tiyin`, a whole soum."""

    list_price_tiyin: int
    discount_tiyin: int
    amount_tiyin: int
    discount: Discount | None


def is_running(discount: Discount, at: datetime) -> bool:
    """From the first moment, up to but without the last."""
    return discount.starts_at <= at < discount.ends_at


def applies(discount: Discount, tariff_id: int, category_id: int) -> bool:
    """Whether the discount is for everything, or for this category or this tariff."""
    if discount.tariff_id is not None:
        return discount.tariff_id == tariff_id
    return discount.category_id is None or discount.category_id == category_id


def reduced(list_price_tiyin: int, discount: Discount) -> int:
    """The amount after one discount, rounded up to a whole soum, from 0 to the list price."""
    if discount.percent_bp is not None:
        off = list_price_tiyin * discount.percent_bp // WHOLE
    else:
        off = min(discount.amount_tiyin or 0, list_price_tiyin)
    amount = list_price_tiyin - off
    return min(list_price_tiyin, -(-amount // SOUM) * SOUM)


def price(list_price_tiyin: int, discounts: Iterable[Discount]) -> Price:
    """The price with the best single discount; discounts are never added up."""
    best: Discount | None = None
    amount = list_price_tiyin
    for discount in sorted(discounts, key=lambda one: one.id):
        candidate = reduced(list_price_tiyin, discount)
        if candidate < amount:
            best, amount = discount, candidate
    return Price(list_price_tiyin, list_price_tiyin - amount, amount, best)
