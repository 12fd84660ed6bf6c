"""The tariffs API: anyone reads, staff write."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from tariffs.models import Sale, Tariff
from tariffs.tests.makers import (
    a_category,
    a_default_tariff,
    a_feature,
    a_person,
    a_sale,
    a_tariff,
    text,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/tariffs/"
BODY = {
    "category": "ielts",
    "slug": "plus",
    "name": {"uz": "Plyus", "ru": "Плюс", "en": "Plus"},
    "price_tiyin": 14_900_000,
    "tokens": 30,
    "duration_days": 30,
}


@pytest.fixture
def visitor():
    return APIClient()


def client_of(person):
    client = APIClient()
    client.force_login(person)
    return client


@pytest.fixture
def seller():
    person = a_person(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="tariffs"))
    return client_of(person)


def test_anyone_sees_what_is_for_sale_with_list_price_sale_price_and_features(visitor):
    a_feature(a_tariff("plus"), "review")
    a_sale(2500)
    (plus,) = visitor.get(f"{ROOT}tariffs/").json()["results"]
    assert (plus["slug"], plus["category"]) == ("plus", "ielts")
    assert (plus["list_price_tiyin"], plus["price_tiyin"]) == (14_900_000, 11_175_000)
    assert plus["sale"]["percent_bp"] == 2500
    assert plus["features"][0]["code"] == "review"
    assert visitor.get(f"{ROOT}tariffs/plus/").json() == plus
    assert visitor.get(f"{ROOT}tariffs/?category=cefr").json()["results"] == []


def test_categories_features_sales_and_the_comparison_are_public(visitor):
    a_feature(a_tariff("plus"), "review")
    a_sale(2500)
    for name in ("categories", "features", "sales"):
        body = visitor.get(f"{ROOT}{name}/").json()
        assert body["next"] is None
        assert len(body["results"]) == 1
    table = visitor.get(f"{ROOT}compare/?category=ielts").json()
    assert table["rows"][0]["cells"][0]["value"] == "yes"


def test_a_quote_says_the_price_of_this_moment(visitor):
    a_tariff("plus")
    a_sale(2500)
    quote = visitor.post(f"{ROOT}tariffs/plus/quote/").json()
    assert (quote["slug"], quote["amount_tiyin"], quote["discount_tiyin"]) == (
        "plus",
        11_175_000,
        3_725_000,
    )
    a_tariff("ended", is_active=False)
    refused = visitor.post(f"{ROOT}tariffs/ended/quote/")
    assert (refused.status_code, refused.json()["code"]) == (409, "tariff-not-for-sale")
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["tariffs/unknown/", "compare/?category=unknown", "tariffs/no%00thing/"]
)
def test_what_there_is_not_is_not_found(visitor, path):
    assert visitor.get(f"{ROOT}{path}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "tariffs/"),
        ("patch", "tariffs/plus/"),
        ("delete", "tariffs/plus/"),
        ("put", "tariffs/plus/features/review/"),
        ("post", "categories/"),
        ("post", "features/"),
        ("post", "sales/"),
        ("delete", "sales/1/"),
        ("get", "sales/?all=true"),
    ],
)
def test_only_staff_with_the_permission_write(visitor, method, path):
    a_tariff("plus")
    for client in (client_of(a_person()), client_of(a_person(is_staff=True))):
        assert getattr(client, method)(f"{ROOT}{path}", {}).status_code == 403
    assert getattr(visitor, method)(f"{ROOT}{path}", {}).status_code in (401, 403)


def test_staff_create_change_and_end_a_tariff(seller):
    a_category()
    made = seller.post(f"{ROOT}tariffs/", BODY)
    assert (made.status_code, made.json()["version"]) == (201, 1)
    changed = seller.patch(f"{ROOT}tariffs/plus/", {"price_tiyin": 12_900_000})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["tokens"] == 30
    assert seller.delete(f"{ROOT}tariffs/plus/").status_code == 204
    assert seller.get(f"{ROOT}tariffs/plus/").status_code == 404
    a_default_tariff()
    assert seller.delete(f"{ROOT}tariffs/start/").status_code == 409
    assert seller.patch(f"{ROOT}tariffs/start/", {"is_default": False}).status_code == 200
    assert seller.delete(f"{ROOT}tariffs/start/").status_code == 204


def test_staff_write_categories_features_and_sales(seller):
    name = text("New")
    assert seller.post(f"{ROOT}categories/", {"slug": "new", "name": name}).status_code == 201
    assert seller.patch(f"{ROOT}categories/new/", {"position": 5}).json()["position"] == 5
    assert seller.post(f"{ROOT}features/", {"code": "tests", "name": name}).status_code == 201
    assert seller.patch(f"{ROOT}features/tests/", {"kind": "limit"}).json()["kind"] == "limit"
    a_tariff("plus")
    held = seller.put(f"{ROOT}tariffs/plus/features/tests/", {"limit_value": 5}).json()
    assert held["features"][0]["limit"] == 5
    assert seller.delete(f"{ROOT}tariffs/plus/features/tests/").status_code == 204
    sale = {
        "name": name,
        "kind": "percent",
        "percent_bp": 1000,
        "starts_at": "2026-11-01T00:00:00Z",
        "ends_at": "2036-11-01T00:00:00Z",
    }
    made = seller.post(f"{ROOT}sales/", sale)
    assert made.status_code == 201
    number = made.json()["id"]
    assert made.json()["starts_at"].endswith("Z")
    assert seller.patch(f"{ROOT}sales/{number}/", {"percent_bp": 2000}).status_code == 200
    assert seller.delete(f"{ROOT}sales/{number}/").status_code == 204
    assert seller.get(f"{ROOT}sales/").json()["results"] == []
    assert len(seller.get(f"{ROOT}sales/?all=true").json()["results"]) == 1
    assert seller.delete(f"{ROOT}categories/new/").status_code == 204


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"slug": "no spaces"}, "slug"),
        ({"price_tiyin": -1}, "price_tiyin"),
        ({"price_tiyin": 10**13}, "price_tiyin"),
        ({"price_tiyin": "much"}, "price_tiyin"),
        ({"name": "Plus"}, "name"),
        ({"name": {"en": "x" * 1001}}, "name.en"),
        ({"tokens": None}, "tokens"),
        ({"duration_days": 0}, "duration_days"),
    ],
    ids=str,
)
def test_a_wrong_value_is_refused_with_its_field(seller, spoilt, field):
    a_category()
    refused = seller.post(f"{ROOT}tariffs/", {**BODY, **spoilt})
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == [field]
    assert not Tariff.objects.exists()


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"category": "unknown"}, "category"),
        ({"name": {}}, "name"),
        ({"old_price_tiyin": 500}, "old_price_tiyin"),
        ({"price_tiyin": 14_900_050}, "price_tiyin"),
        ({"old_price_tiyin": 19_900_001}, "old_price_tiyin"),
        ({"is_default": True}, "is_default"),
    ],
    ids=str,
)
def test_a_value_that_breaks_a_rule_is_refused_with_its_field(seller, spoilt, field):
    a_category()
    refused = seller.post(f"{ROOT}tariffs/", {**BODY, **spoilt})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert refused.json()["field"] == field
    assert not Tariff.objects.exists()


def test_staff_page_through_all_sales_newest_first(seller):
    made = [a_sale(2500, is_active=False).pk for _ in range(3)]
    first = seller.get(f"{ROOT}sales/?all=true&limit=2").json()
    rest = seller.get(f"{ROOT}sales/?all=true&limit=2&cursor={first['next']}").json()
    assert [sale["id"] for sale in first["results"] + rest["results"]] == made[::-1]
    assert rest["next"] is None
    assert seller.get(f"{ROOT}sales/?all=true&cursor=nonsense").json()["code"] == "bad-cursor"


def test_a_sale_can_not_end_before_it_starts(seller):
    sale = {
        "name": text("Sale"),
        "kind": "percent",
        "percent_bp": 1000,
        "starts_at": "2036-11-01T00:00:00Z",
        "ends_at": "2026-11-01T00:00:00Z",
    }
    assert seller.post(f"{ROOT}sales/", sale).status_code == 400
    assert seller.patch(f"{ROOT}sales/{10**18}/", {}).status_code == 404
    assert not Sale.objects.exists()


def test_each_list_takes_few_statements(visitor, statements):
    for number in range(4):
        a_feature(a_tariff(f"t{number}"), f"f{number}")
    a_sale()
    for path, most in [("tariffs/", 3), ("tariffs/t1/", 3), ("compare/", 4), ("sales/", 1)]:
        with statements(at_most=most):
            assert visitor.get(f"{ROOT}{path}").status_code == 200


def test_every_reading_address_has_a_browsable_page(visitor):
    a_tariff("plus")
    for path in ("tariffs/", "tariffs/plus/", "categories/", "features/", "sales/", "compare/"):
        page = visitor.get(f"{ROOT}{path}", HTTP_ACCEPT="text/html")
        assert page.status_code == 200
        assert b"<html" in page.content
