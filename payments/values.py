"""What payments says about orders and tariffs of people; money in tiyin, texts as {uz, ru, en}."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Order:
    """One order of one tariff, at the price frozen when it was made."""

    public_id: UUID
    user_id: int
    status: str
    tariff: str
    tariff_name: dict[str, str]
    provider: str
    list_price_tiyin: int
    discount_tiyin: int
    amount_tiyin: int
    currency: str
    tokens: int
    duration_days: int | None
    sale_name: dict[str, str]
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class StartedOrder:
    """An order, and whether this call made it (False: it stood already)."""

    order: Order
    is_new: bool


@dataclass(frozen=True, slots=True)
class CurrentTariff:
    """The tariff a person has now; `ends_at` None means without an end."""

    slug: str
    name: dict[str, str]
    starts_at: datetime
    ends_at: datetime | None
    is_default: bool
