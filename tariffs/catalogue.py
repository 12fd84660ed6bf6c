"""What is for sale, at what price, and how tariffs compare. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from config.errors import NotFound
from config.page import Page, cut, decode_position
from tariffs import pricing
from tariffs.errors import TariffNotForSale
from tariffs.models import Feature, Sale, Tariff, TariffCategory, TariffFeature
from tariffs.values import (
    CategoryCard,
    ComparedTariff,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    FeatureCard,
    Offer,
    OfferCategory,
    OfferFeature,
    OfferSale,
    Quote,
    SaleCard,
)

PRICED = Prefetch(
    "features", TariffFeature.objects.select_related("feature").order_by("feature__position", "id")
)


def offers(at: datetime | None = None) -> tuple[OfferCategory, ...]:
    """Everything for sale, by category, with the prices of that moment (default: now)."""
    running = _running(at or timezone.now())
    shelves: dict[TariffCategory, list[Offer]] = {}
    for tariff in _sold().order_by("category__position", "category_id", "position", "id"):
        shelves.setdefault(tariff.category, []).append(_offer(tariff, running))
    return tuple(
        OfferCategory(shelf.slug, shelf.name, shelf.description, shelf.position, tuple(sold))
        for shelf, sold in shelves.items()
    )


def offer(slug: str, at: datetime | None = None) -> Offer:
    """One tariff that is for sale. Raises NotFound."""
    return _offer(_found(_sold(), slug), _running(at or timezone.now()))


def offers_of(ids: Iterable[int], at: datetime | None = None) -> list[Offer]:
    """Tariffs by id, also those that are not for sale: for staff."""
    running = _running(at or timezone.now())
    rows = Tariff.objects.filter(pk__in=list(ids)).select_related("category")
    return [_offer(row, running) for row in rows.prefetch_related(PRICED)]


def default_tariff() -> Offer | None:
    """The free tariff that everyone has, if there is one; also while its category is hidden."""
    rows = Tariff.objects.filter(is_default=True).select_related("category")
    tariff = rows.prefetch_related(PRICED).first()
    return _offer(tariff, []) if tariff else None


def quote(slug: str, at: datetime | None = None) -> Quote:
    """What the tariff costs at that moment (default: now); the only place that sets a price.

    Raises NotFound for an unknown tariff and TariffNotForSale for one that is not sold.
    """
    tariff = _found(Tariff.objects.select_related("category"), slug)
    if not tariff.is_active or not tariff.category.is_active:
        raise TariffNotForSale(tariff=slug)
    running = _running(at or timezone.now())
    price = _price(tariff, running)
    sale = next((one for one in running if price.discount and one.pk == price.discount.id), None)
    return Quote(
        tariff.pk,
        tariff.slug,
        tariff.name,
        tariff.version,
        tariff.rank,
        price.list_price_tiyin,
        price.discount_tiyin,
        price.amount_tiyin,
        tariff.currency,
        tariff.tokens,
        tariff.duration_days,
        sale.pk if sale else None,
        sale.name if sale else {},
        sale.ends_at if sale else None,
    )


def compare(category: str | None = None, at: datetime | None = None) -> Comparison:
    """Features by tariffs of one category, or of all. Raises NotFound for an unknown category."""
    shelves = [shelf for shelf in offers(at) if category in (None, shelf.slug)]
    if category is not None and not shelves and not _category_exists(category):
        raise NotFound
    sold = [tariff for shelf in shelves for tariff in shelf.tariffs]
    return comparison(sold, features())


def comparison(sold: Iterable[Offer], known: Iterable[FeatureCard]) -> Comparison:
    """The table of these offers; features that none of them mentions are left out."""
    columns = list(sold)
    has = {(tariff.slug, one.code): one for tariff in columns for one in tariff.features}
    rows = [
        ComparisonRow(
            feature.code,
            feature.name,
            feature.kind,
            tuple(_cell(tariff.slug, has.get((tariff.slug, feature.code))) for tariff in columns),
        )
        for feature in known
        if any((tariff.slug, feature.code) in has for tariff in columns)
    ]
    return Comparison(tuple(_column(tariff) for tariff in columns), tuple(rows))


def categories() -> tuple[CategoryCard, ...]:
    """The categories that are shown."""
    return tuple(category_card(row) for row in TariffCategory.objects.filter(is_active=True))


def features() -> tuple[FeatureCard, ...]:
    """All features, in their order."""
    return tuple(feature_card(row) for row in Feature.objects.all())


def sales(at: datetime | None = None) -> tuple[SaleCard, ...]:
    """The sales that run at that moment (default: now)."""
    return tuple(sale_card(row) for row in _running(at or timezone.now()))


def all_sales(cursor: str | None = None, limit: int = 20) -> Page[SaleCard]:
    """Sales, newest first, also past, coming and ended ones: for staff. Raises BadCursor."""
    rows = Sale.objects.select_related("category", "tariff").order_by("-id")
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(pk__lt=before)
    return cut(list(rows[: limit + 1]), limit, sale_card, lambda row: row.pk)


def category_card(row: TariffCategory) -> CategoryCard:
    """The value of a row."""
    return CategoryCard(row.slug, row.name, row.description, row.position, row.is_active)


def feature_card(row: Feature) -> FeatureCard:
    """The value of a row."""
    return FeatureCard(row.code, row.name, row.kind, row.unit, row.position, row.is_highlight)


def sale_card(row: Sale) -> SaleCard:
    """The value of a row."""
    return SaleCard(
        row.pk,
        row.name,
        row.kind,
        row.percent_bp,
        row.amount_tiyin,
        row.scope,
        row.category.slug if row.category else None,
        row.tariff.slug if row.tariff else None,
        row.starts_at,
        row.ends_at,
        row.is_active,
    )


def _sold() -> QuerySet[Tariff]:
    return (
        Tariff.objects.filter(is_active=True, category__is_active=True)
        .select_related("category")
        .prefetch_related(PRICED)
    )


def _found(rows: QuerySet[Tariff], slug: str) -> Tariff:
    found = rows.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def _category_exists(slug: str) -> bool:
    return TariffCategory.objects.filter(slug=slug, is_active=True).exists()


def _running(at: datetime) -> list[Sale]:
    rows = Sale.objects.filter(Q(is_active=True, starts_at__lte=at, ends_at__gt=at))
    return list(rows.select_related("category", "tariff").order_by("id"))


def _price(tariff: Tariff, running: Iterable[Sale]) -> pricing.Price:
    discounts = (_discount(sale) for sale in running)
    mine = (one for one in discounts if pricing.applies(one, tariff.pk, tariff.category_id))
    return pricing.price(tariff.price_tiyin, mine)


def _discount(sale: Sale) -> pricing.Discount:
    return pricing.Discount(
        sale.pk,
        sale.percent_bp,
        sale.amount_tiyin,
        sale.starts_at,
        sale.ends_at,
        sale.category_id,
        sale.tariff_id,
    )


def _offer(tariff: Tariff, running: list[Sale]) -> Offer:
    price = _price(tariff, running)
    sale = next((one for one in running if price.discount and one.pk == price.discount.id), None)
    return Offer(
        id=tariff.pk,
        slug=tariff.slug,
        category=tariff.category.slug,
        name=tariff.name,
        description=tariff.description,
        price_tiyin=price.amount_tiyin,
        list_price_tiyin=price.list_price_tiyin,
        old_price_tiyin=price.list_price_tiyin if sale else tariff.old_price_tiyin,
        currency=tariff.currency,
        tokens=tariff.tokens,
        duration_days=tariff.duration_days,
        rank=tariff.rank,
        version=tariff.version,
        is_default=tariff.is_default,
        is_recommended=tariff.is_recommended,
        features=tuple(_feature(row) for row in tariff.features.all()),
        sale=_sale(sale) if sale else None,
    )


def _sale(sale: Sale) -> OfferSale:
    return OfferSale(
        sale.pk, sale.name, sale.kind, sale.percent_bp, sale.amount_tiyin, sale.ends_at
    )


def _feature(row: TariffFeature) -> OfferFeature:
    feature = row.feature
    return OfferFeature(
        feature.code,
        feature.name,
        feature.kind,
        row.enabled,
        row.limit_value,
        feature.unit,
        row.period,
        row.text,
        feature.is_highlight,
    )


def _column(tariff: Offer) -> ComparedTariff:
    return ComparedTariff(
        tariff.slug,
        tariff.category,
        tariff.name,
        tariff.price_tiyin,
        tariff.old_price_tiyin,
        tariff.tokens,
        tariff.duration_days,
        tariff.is_recommended,
    )


def _cell(tariff: str, has: OfferFeature | None) -> ComparisonCell:
    if has is None or not has.enabled:
        return ComparisonCell(tariff, "no", None, {}, "term", {})
    value = "yes"
    if has.kind == "limit":
        value = "unlimited" if has.limit is None else "limit"
    elif has.kind == "text":
        value = "text"
    return ComparisonCell(tariff, value, has.limit, has.unit, has.period, has.text)
