"""What payments says about orders and tariffs of people; money in tiyin, texts as {uz, ru, en}."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from payments.kinds import Status
from tariffs.services import Comparison, OfferCategory


@dataclass(frozen=True, slots=True)
class Order:
    """One order of one tariff, at the price frozen when it was made."""

    public_id: UUID
    user_id: int
    status: Status
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


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of tariffs for sale, and how they compare."""

    category: OfferCategory
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Shop:
    """What is for sale, and for a signed-in person also what they have and have ordered.

    `open_orders` are by the tariff's slug; `balance` is None for a visitor.
    """

    shelves: tuple[Shelf, ...]
    current: CurrentTariff | None
    open_orders: dict[str, UUID]
    balance: int | None
