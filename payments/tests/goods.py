"""What the tests of payments sell, made through the services of tariffs."""

from __future__ import annotations

import itertools
from datetime import timedelta

from django.utils import timezone

from config.errors import NotFound
from tariffs import services as tariffs

_numbers = itertools.count(1)


def text(en):
    return {"uz": f"{en} (uz)", "ru": f"{en} (ru)", "en": en}


def a_category(slug="ielts"):
    """The slug of a category, made once."""
    if slug not in {one.slug for one in tariffs.categories()}:
        tariffs.create_category({"slug": slug, "name": text(slug.upper())})
    return slug


def a_tariff(slug="", price_tiyin=14_900_000, category="ielts", **fields):
    """A tariff of 30 tokens for 30 days, unless `fields` say otherwise."""
    number = next(_numbers)
    values = {
        "category": a_category(category),
        "slug": slug or f"tariff-{number}",
        "name": text(slug or f"Tariff {number}"),
        "price_tiyin": price_tiyin,
        "tokens": 30,
        "duration_days": 30,
        "position": number,
    }
    return tariffs.create_tariff({**values, **fields}, actor_id=None)


def for_sale(slug):
    """The tariff, made if it is not there."""
    try:
        return tariffs.offer(slug)
    except NotFound:
        return a_tariff(slug)


def a_default_tariff(tokens=3):
    """The free tariff that everyone has."""
    return a_tariff("start", 0, tokens=tokens, duration_days=None, is_default=True)


def a_sale(percent_bp):
    """A sale on everything that runs for a day more."""
    now = timezone.now()
    return tariffs.create_sale(
        {
            "name": text("Autumn sale"),
            "kind": "percent",
            "percent_bp": percent_bp,
            "starts_at": now - timedelta(days=1),
            "ends_at": now + timedelta(days=1),
        }
    )


def a_feature(tariff, code):
    """A feature that a tariff has, on its card."""
    if code not in {one.code for one in tariffs.features()}:
        tariffs.create_feature({"code": code, "name": text(code), "is_highlight": True})
    return tariffs.set_tariff_feature(tariff.slug, code, {})
