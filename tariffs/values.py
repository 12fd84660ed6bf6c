"""What tariffs says to others: frozen values, texts as {"uz", "ru", "en"}, money in tiyin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OfferFeature:
    """What a tariff has of a feature. `limit` None on a limit means without one."""

    code: str
    name: dict[str, str]
    kind: str
    enabled: bool
    limit: int | None
    unit: dict[str, str]
    period: str
    text: dict[str, str]
    is_highlight: bool


@dataclass(frozen=True, slots=True)
class OfferSale:
    """The discount that an offer's price has now."""

    id: int
    name: dict[str, str]
    kind: str
    percent_bp: int | None
    amount_tiyin: int | None
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A tariff as it is sold now.

    `price_tiyin` is what one pays, `list_price_tiyin` the regular price, `old_price_tiyin` the one
    to cross out: the regular price during a sale, else an earlier price, else None.
    """

    id: int
    slug: str
    category: str
    name: dict[str, str]
    description: dict[str, str]
    price_tiyin: int
    list_price_tiyin: int
    old_price_tiyin: int | None
    currency: str
    tokens: int
    duration_days: int | None
    rank: int
    version: int
    is_default: bool
    is_recommended: bool
    features: tuple[OfferFeature, ...]
    sale: OfferSale | None


@dataclass(frozen=True, slots=True)
class OfferCategory:
    """A shelf with what is sold on it, in the order to be shown."""

    slug: str
    name: dict[str, str]
    description: dict[str, str]
    position: int
    tariffs: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A price at one moment: what an order freezes. Valid until the sale ends (None: no sale)."""

    tariff_id: int
    slug: str
    name: dict[str, str]
    version: int
    rank: int
    list_price_tiyin: int
    discount_tiyin: int
    amount_tiyin: int
    currency: str
    tokens: int
    duration_days: int | None
    sale_id: int | None
    sale_name: dict[str, str]
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class ComparedTariff:
    """A column of the comparison."""

    slug: str
    category: str
    name: dict[str, str]
    price_tiyin: int
    old_price_tiyin: int | None
    tokens: int
    duration_days: int | None
    is_recommended: bool


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """`value` is yes, no, limit (see `limit`, `unit`, `period`), unlimited, or text."""

    tariff: str
    value: str
    limit: int | None
    unit: dict[str, str]
    period: str
    text: dict[str, str]


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One feature across all columns, in their order."""

    code: str
    name: dict[str, str]
    kind: str
    cells: tuple[ComparisonCell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Features by tariffs, derived from what each tariff has."""

    tariffs: tuple[ComparedTariff, ...]
    rows: tuple[ComparisonRow, ...]


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """A category by itself."""

    slug: str
    name: dict[str, str]
    description: dict[str, str]
    position: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class FeatureCard:
    """A feature by itself."""

    code: str
    name: dict[str, str]
    kind: str
    unit: dict[str, str]
    position: int
    is_highlight: bool


@dataclass(frozen=True, slots=True)
class SaleCard:
    """A sale by itself; `category` and `tariff` are slugs."""

    id: int
    name: dict[str, str]
    kind: str
    percent_bp: int | None
    amount_tiyin: int | None
    scope: str
    category: str | None
    tariff: str | None
    starts_at: datetime
    ends_at: datetime
    is_active: bool
