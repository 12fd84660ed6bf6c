"""The shapes of the tariffs API, made from the services' values."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer

from config.api import CursorQuery
from tariffs.services import (
    CategoryCard,
    Comparison,
    FeatureCard,
    Offer,
    Quote,
    SaleCard,
)

MOST_TIYIN = 10**13
MOST = 2_000_000_000


class OfferSerializer(DataclassSerializer[Offer]):
    """A tariff as it is sold now; prices in tiyin.

    A `limit` of null on a feature of that kind is without one; a sale's `percent_bp` is in
    hundredths of a percent.
    """

    class Meta:
        dataclass = Offer


class CategorySerializer(DataclassSerializer[CategoryCard]):
    """A category of tariffs."""

    class Meta:
        dataclass = CategoryCard


class FeatureSerializer(DataclassSerializer[FeatureCard]):
    """Something that tariffs differ in."""

    class Meta:
        dataclass = FeatureCard


class SaleSerializer(DataclassSerializer[SaleCard]):
    """A discount for a time."""

    class Meta:
        dataclass = SaleCard


class QuoteSerializer(DataclassSerializer[Quote]):
    """The price of a tariff at this moment, in tiyin; `valid_until` is when its sale ends."""

    class Meta:
        dataclass = Quote


class ComparisonSerializer(DataclassSerializer[Comparison]):
    """Features by tariffs; a cell's `value` is yes, no, limit, unlimited or text."""

    class Meta:
        dataclass = Comparison


class CategoryQuery(serializers.Serializer[Any]):
    """Which shelf."""

    category = serializers.SlugField(required=False, max_length=80)


class SalesQuery(CursorQuery):
    """Which sales: those that run, or for staff all, page by page."""

    all = serializers.BooleanField(required=False, default=False)


class TextField(serializers.Serializer[Any]):
    """A text in up to three languages."""

    uz = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    ru = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    en = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class CategoryBody(serializers.Serializer[Any]):
    """A category to be written."""

    slug = serializers.SlugField(max_length=80)
    name = TextField()
    description = TextField(required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=MOST)
    is_active = serializers.BooleanField(required=False)


class TariffBody(serializers.Serializer[Any]):
    """A tariff to be written; `category` by slug, prices in tiyin."""

    category = serializers.SlugField(max_length=80)
    slug = serializers.SlugField(max_length=80)
    name = TextField()
    description = TextField(required=False)
    price_tiyin = serializers.IntegerField(min_value=0, max_value=MOST_TIYIN - 1)
    old_price_tiyin = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MOST_TIYIN
    )
    tokens = serializers.IntegerField(min_value=0, max_value=1_000_000)
    duration_days = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=3660
    )
    rank = serializers.IntegerField(required=False, min_value=-MOST, max_value=MOST)
    is_default = serializers.BooleanField(required=False)
    is_recommended = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=MOST)


class FeatureBody(serializers.Serializer[Any]):
    """A feature to be written."""

    code = serializers.RegexField(r"\A[a-z][a-z0-9_]*\Z", max_length=40)
    name = TextField()
    kind = serializers.ChoiceField(choices=["switch", "limit", "text"], required=False)
    unit = TextField(required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=MOST)
    is_highlight = serializers.BooleanField(required=False)


class TariffFeatureBody(serializers.Serializer[Any]):
    """What a tariff has of a feature; `limit_value` null is without a limit."""

    enabled = serializers.BooleanField(required=False)
    limit_value = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=MOST
    )
    period = serializers.ChoiceField(choices=["day", "week", "month", "term"], required=False)
    text = TextField(required=False)


class SaleBody(serializers.Serializer[Any]):
    """A sale to be written; `category` or `tariff` by slug, as `scope` says."""

    name = TextField()
    kind = serializers.ChoiceField(choices=["percent", "fixed"])
    percent_bp = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=10_000
    )
    amount_tiyin = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=MOST_TIYIN
    )
    scope = serializers.ChoiceField(choices=["all", "category", "tariff"], required=False)
    category = serializers.SlugField(required=False, allow_null=True, max_length=80)
    tariff = serializers.SlugField(required=False, allow_null=True, max_length=80)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    is_active = serializers.BooleanField(required=False)
