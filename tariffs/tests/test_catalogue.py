"""What is for sale, at what price; and what staff change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.databases import alias
from config.errors import InvalidInput, NotFound
from tariffs import services
from tariffs.models import Sale, Tariff, TariffPriceChange
from tariffs.tests.makers import (
    a_category,
    a_default_tariff,
    a_feature,
    a_sale,
    a_tariff,
    text,
)

pytestmark = pytest.mark.django_db


def test_offers_come_by_category_with_their_features_and_price():
    cefr = a_category("cefr", position=2)
    a_tariff("plus", old_price_tiyin=19_900_000)
    a_feature(a_tariff("cefr-plus", category=cefr), "review")
    shelves = services.offers()
    assert [(shelf.slug, [one.slug for one in shelf.tariffs]) for shelf in shelves] == [
        ("ielts", ["plus"]),
        ("cefr", ["cefr-plus"]),
    ]
    plus = shelves[0].tariffs[0]
    assert (plus.price_tiyin, plus.old_price_tiyin, plus.sale) == (14_900_000, 19_900_000, None)
    assert [one.code for one in shelves[1].tariffs[0].features] == ["review"]


def test_during_a_sale_the_list_price_is_the_one_to_cross_out():
    a_tariff("plus", old_price_tiyin=19_900_000)
    sale = a_sale(2500)
    plus = services.offer("plus")
    assert (plus.price_tiyin, plus.list_price_tiyin) == (11_175_000, 14_900_000)
    assert plus.old_price_tiyin == 14_900_000
    assert plus.sale is not None
    assert plus.sale.ends_at == sale.ends_at
    assert services.offer("plus", at=sale.ends_at).price_tiyin == 14_900_000


def test_a_sale_that_is_switched_off_or_for_something_else_changes_nothing():
    tariff = a_tariff("plus")
    a_sale(2500, is_active=False)
    a_sale(2500, scope="category", category=a_category("cefr"))
    a_sale(2500, scope="tariff", tariff=a_tariff("other"))
    assert services.quote("plus").amount_tiyin == tariff.price_tiyin


def test_a_quote_holds_all_that_an_order_freezes():
    tariff = a_tariff("plus", rank=20)
    sale = a_sale(2500)
    quote = services.quote("plus")
    assert (quote.tariff_id, quote.version, quote.rank) == (tariff.pk, 1, 20)
    assert (quote.list_price_tiyin, quote.discount_tiyin) == (14_900_000, 3_725_000)
    assert (quote.tokens, quote.duration_days) == (30, 30)
    assert (quote.sale_id, quote.valid_until) == (sale.pk, sale.ends_at)


def test_what_is_not_sold_is_not_found_and_has_no_quote():
    a_tariff("old", is_active=False)
    a_tariff("hidden", category=a_category("closed", is_active=False))
    for slug in ("old", "hidden"):
        with pytest.raises(NotFound):
            services.offer(slug)
        with pytest.raises(services.TariffNotForSale):
            services.quote(slug)
    with pytest.raises(NotFound):
        services.quote("unknown")
    assert services.offers() == ()


def test_the_comparison_is_derived_from_the_features():
    one, other = a_tariff("one"), a_tariff("other")
    a_feature(one, "review")
    a_feature(one, "tests", "limit", limit_value=None)
    a_feature(other, "tests", "limit", limit_value=5, period="month")
    a_feature(other, "support", "text", text=text("by mail"))
    table = services.compare("ielts")
    assert [column.slug for column in table.tariffs] == ["one", "other"]
    cells = {row.code: [cell.value for cell in row.cells] for row in table.rows}
    assert cells == {
        "review": ["yes", "no"],
        "tests": ["unlimited", "limit"],
        "support": ["no", "text"],
    }
    with pytest.raises(NotFound):
        services.compare("unknown")


def test_the_default_tariff_is_found_or_there_is_none():
    assert services.default_tariff() is None
    a_default_tariff(3)
    found = services.default_tariff()
    assert found is not None
    assert (found.slug, found.tokens, found.price_tiyin) == ("start", 3, 0)
    services.end_category("ielts")
    assert services.default_tariff() == found


@pytest.mark.parametrize(
    "spoilt",
    [
        {"price_tiyin": -1},
        {"price_tiyin": 10**13},
        {"old_price_tiyin": 14_900_000},
        {"duration_days": 0},
        {"is_default": True},
        {"is_default": True, "price_tiyin": 0, "duration_days": None, "is_active": False},
    ],
    ids=lambda change: " ".join(change),
)
def test_the_database_refuses_a_tariff_that_can_not_be(spoilt):
    tariff = a_tariff("plus")
    with pytest.raises(IntegrityError), transaction.atomic(using=alias(Tariff)):
        Tariff.objects.filter(pk=tariff.pk).update(**spoilt)


def test_there_is_one_default_tariff():
    a_default_tariff()
    with pytest.raises(IntegrityError), transaction.atomic(using=alias(Tariff)):
        a_tariff("second", 0, duration_days=None, is_default=True)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"percent_bp": 10_001},
        {"percent_bp": None},
        {"amount_tiyin": 5},
        {"scope": "tariff"},
        {"ends_at": timezone.now() - timedelta(days=9)},
    ],
    ids=lambda change: " ".join(change),
)
def test_the_database_refuses_a_sale_that_can_not_be(spoilt):
    sale = a_sale()
    with pytest.raises(IntegrityError), transaction.atomic(using=alias(Sale)):
        Sale.objects.filter(pk=sale.pk).update(**spoilt)


NEW = {
    "category": "ielts",
    "slug": "plus",
    "name": text("Plus"),
    "price_tiyin": 14_900_000,
    "tokens": 30,
    "duration_days": 30,
}


def test_another_price_makes_a_new_version_with_its_history():
    a_category()
    services.create_tariff(NEW, actor_id=7)
    changed = services.change_tariff(
        "plus", {"price_tiyin": 12_900_000, "old_price_tiyin": 14_900_000}, actor_id=8
    )
    assert changed.version == 2
    assert services.change_tariff("plus", {"position": 3}, actor_id=8).version == 2
    history = TariffPriceChange.objects.order_by("version").values_list(
        "version", "price_before_tiyin", "price_tiyin", "actor_id"
    )
    assert list(history) == [(1, None, 14_900_000, 7), (2, 14_900_000, 12_900_000, 8)]
    with pytest.raises(RuntimeError):
        TariffPriceChange.objects.get(version=1).save()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slug": "no spaces"}, "slug"),
        ({"category": "unknown"}, "category"),
        ({"name": {}}, "name"),
        ({"name": {"de": "Plus"}}, "name"),
        ({"name": "Plus"}, "name"),
        ({"price_tiyin": -5}, "price_tiyin"),
        ({"old_price_tiyin": 500}, "old_price_tiyin"),
        ({"price_tiyin": 150}, "price_tiyin"),
        ({"old_price_tiyin": 15_000_050}, "old_price_tiyin"),
        ({"tokens": 2_000_000}, "tokens"),
    ],
    ids=str,
)
def test_a_tariff_that_can_not_be_is_refused_with_its_field(change, field):
    a_category()
    with pytest.raises(InvalidInput) as refusal:
        services.create_tariff({**NEW, **change}, actor_id=7)
    assert refusal.value.details["field"] == field
    assert Tariff.objects.count() == 0


def test_an_ended_tariff_is_not_sold_and_the_default_one_can_not_be_ended():
    a_tariff("plus")
    a_default_tariff()
    services.end_tariff("plus")
    services.end_tariff("plus")
    with pytest.raises(services.TariffNotForSale):
        services.quote("plus")
    with pytest.raises(services.DefaultTariffStays):
        services.end_tariff("start")


def test_a_sale_is_made_changed_and_ended():
    a_tariff("plus")
    now = timezone.now()
    fields = {
        "name": text("Sale"),
        "kind": "fixed",
        "amount_tiyin": 1_000_000,
        "scope": "tariff",
        "tariff": "plus",
        "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(days=1),
    }
    sale = services.create_sale(fields)
    assert services.quote("plus").discount_tiyin == 1_000_000
    services.change_sale(sale.id, {"amount_tiyin": 2_000_000})
    assert services.quote("plus").discount_tiyin == 2_000_000
    ended = services.end_sale(sale.id)
    assert services.end_sale(sale.id) == ended
    assert services.quote("plus").discount_tiyin == 0
    for wrong, field in (
        ({"tariff": None}, "scope"),
        ({"amount_tiyin": None}, "kind"),
        ({"amount_tiyin": 1_000_050}, "amount_tiyin"),
        ({"ends_at": fields["starts_at"]}, "ends_at"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            services.create_sale({**fields, **wrong})
        assert refusal.value.details["field"] == field
    with pytest.raises(NotFound):
        services.change_sale(99_999, {})


def test_a_tariffs_feature_is_set_and_removed():
    tariff = a_tariff("plus")
    services.create_feature({"code": "review", "name": text("Review"), "kind": "switch"})
    assert services.set_tariff_feature("plus", "review", {}).features[0].enabled is True
    changed = services.set_tariff_feature("plus", "review", {"enabled": False})
    assert [one.enabled for one in changed.features] == [False]
    services.remove_tariff_feature("plus", "review")
    assert tariff.features.count() == 0


def test_the_whole_catalogue_takes_few_statements(statements):
    for number in range(4):
        a_feature(a_tariff(f"t{number}"), f"f{number}")
    a_sale()
    with statements(at_most=3):
        services.offers()
    with statements(at_most=4):
        services.compare()
    with statements(at_most=2):
        services.quote("t1")
