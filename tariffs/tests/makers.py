"""Tariffs and sales for tests."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from tariffs.models import Feature, Sale, Tariff, TariffCategory, TariffFeature

_numbers = itertools.count(1)


def text(en: str) -> dict[str, str]:
    """A text in three languages that differ."""
    return {"uz": f"{en} (uz)", "ru": f"{en} (ru)", "en": en}


def a_category(slug: str = "ielts", **fields: object) -> TariffCategory:
    """A category, made once."""
    values = {"name": text(slug.upper()), **fields}
    return TariffCategory.objects.get_or_create(slug=slug, defaults=values)[0]


def a_tariff(slug: str = "", price_tiyin: int = 14_900_000, **fields: object) -> Tariff:
    """A tariff of 30 tokens for 30 days, unless `fields` say otherwise."""
    number = next(_numbers)
    values: dict[str, object] = {
        "category": fields.pop("category", None) or a_category(),
        "slug": slug or f"tariff-{number}",
        "name": text(slug or f"Tariff {number}"),
        "price_tiyin": price_tiyin,
        "tokens": 30,
        "duration_days": 30,
        "position": number,
    }
    return Tariff.objects.create(**{**values, **fields})


def a_default_tariff(tokens: int = 3) -> Tariff:
    """The free tariff that everyone has."""
    return a_tariff("start", 0, tokens=tokens, duration_days=None, is_default=True)


def a_sale(percent_bp: int | None = 2500, **fields: object) -> Sale:
    """A sale on everything that runs for a day more."""
    now = timezone.now()
    values: dict[str, object] = {
        "name": text("Autumn sale"),
        "percent_bp": percent_bp,
        "starts_at": now - timedelta(days=1),
        "ends_at": now + timedelta(days=1),
    }
    if percent_bp is None:
        values["kind"] = "fixed"
    return Sale.objects.create(**{**values, **fields})


def a_feature(tariff: Tariff, code: str, kind: str = "switch", **fields: object) -> TariffFeature:
    """A feature that a tariff has."""
    feature = Feature.objects.get_or_create(
        code=code, defaults={"name": text(code), "kind": kind, "unit": text("tests")}
    )[0]
    return TariffFeature.objects.create(tariff=tariff, feature=feature, **fields)


def a_moment(year: int = 2026, month: int = 11, day: int = 24) -> datetime:
    """Noon of a day, UTC."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def a_person(**fields: object) -> Any:
    """A saved person."""
    fields.setdefault("welcomed_at", timezone.now())
    email = f"person{next(_numbers)}@mail.example"
    return get_user_model().objects.create_user(email, "tulip-window-harvest", **fields)
