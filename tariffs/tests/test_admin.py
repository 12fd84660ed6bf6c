"""What staff change in the admin."""

from __future__ import annotations

import pytest

from tariffs.models import Sale, Tariff, TariffCategory, TariffPriceChange
from tariffs.tests.makers import a_category, a_default_tariff, a_feature, a_person, a_sale, a_tariff

pytestmark = pytest.mark.django_db
ROOT = "/admin/tariffs/"


@pytest.fixture
def admin(client):
    client.force_login(a_person(is_staff=True, is_superuser=True, locale="en"))
    return client


def form(category, **more):
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    inlines = {
        f"{name}-{field}": value
        for name in ("features", "price_changes")
        for field, value in empty.items()
    }
    return {
        "category": category.pk,
        "slug": "plus",
        "name_uz": "Plyus",
        "name_ru": "Плюс",
        "name_en": "",
        "price_tiyin": "149000",
        "tokens": "30",
        "duration_days": "30",
        "rank": "0",
        "position": "1",
        "is_active": "on",
        **inlines,
        **more,
    }


def test_a_tariff_is_typed_in_three_languages_and_in_soum(admin):
    category = a_category()
    answer = admin.post(f"{ROOT}tariff/add/", form(category))
    assert answer.status_code == 302
    tariff = Tariff.objects.get()
    assert tariff.name == {"uz": "Plyus", "ru": "Плюс"}
    assert tariff.price_tiyin == 14_900_000
    page = admin.get(f"{ROOT}tariff/{tariff.pk}/change/").content.decode()
    assert 'value="149000"' in page
    assert 'value="Плюс"' in page


def test_another_price_is_a_new_version_with_a_line_of_history(admin):
    category = a_category()
    admin.post(f"{ROOT}tariff/add/", form(category))
    path = f"{ROOT}tariff/{Tariff.objects.get().pk}/change/"
    assert admin.post(path, form(category, price_tiyin="129000")).status_code == 302
    assert admin.post(path, form(category, price_tiyin="129000", rank="5")).status_code == 302
    assert Tariff.objects.get().version == 2
    history = list(
        TariffPriceChange.objects.order_by("version").values_list("version", "price_tiyin")
    )
    assert history == [(1, 14_900_000), (2, 12_900_000)]
    assert admin.get(path).status_code == 200


@pytest.mark.parametrize(
    "spoilt",
    [
        {"name_uz": "", "name_ru": ""},
        {"price_tiyin": "-5"},
        {"price_tiyin": "much"},
        {"old_price_tiyin": "1000"},
        {"is_default": "on"},
        {"slug": "no spaces"},
    ],
    ids=str,
)
def test_what_breaks_a_rule_is_said_on_the_form(admin, spoilt):
    answer = admin.post(f"{ROOT}tariff/add/", form(a_category(), **spoilt))
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not Tariff.objects.exists()


def test_tariffs_and_sales_are_ended_by_an_action_and_never_deleted(admin):
    tariff, default, sale = a_tariff("plus"), a_default_tariff(), a_sale()
    chosen = {"action": "end", "_selected_action": [tariff.pk, default.pk]}
    text = admin.post(f"{ROOT}tariff/", chosen, follow=True).content.decode()
    assert "A tariff that everyone has can not be ended" in text
    assert list(Tariff.objects.filter(is_active=True)) == [default]
    admin.post(f"{ROOT}sale/", {"action": "end", "_selected_action": [sale.pk]})
    assert not Sale.objects.get().is_active
    assert admin.post(f"{ROOT}tariff/{tariff.pk}/delete/", {"post": "yes"}).status_code == 403


def test_every_list_and_form_opens(admin):
    a_feature(a_tariff("plus"), "review")
    a_sale()
    for name in ("tariffcategory", "tariff", "feature", "sale"):
        assert admin.get(f"{ROOT}{name}/").status_code == 200
        assert admin.get(f"{ROOT}{name}/add/").status_code == 200
        number = admin.get(f"{ROOT}{name}/").context["cl"].result_list[0].pk
        assert admin.get(f"{ROOT}{name}/{number}/change/").status_code == 200
    assert admin.get(f"{ROOT}tariffpricechange/").status_code == 200
    assert TariffCategory.objects.count() == 1


def test_a_percentage_is_typed_and_shown_as_one(admin):
    sale = a_sale()
    address = f"{ROOT}sale/{sale.pk}/change/"
    given = {
        "name_en": "Autumn",
        "kind": "percent",
        "scope": "all",
        "starts_at_0": "2026-11-01",
        "starts_at_1": "00:00",
        "ends_at_0": "2026-12-01",
        "ends_at_1": "00:00",
        "is_active": "on",
    }
    for typed, stored in (("25", 2500), ("12,5", 1250), ("0.01", 1), ("100", 10_000)):
        assert admin.post(address, {**given, "percent_bp": typed}).status_code == 302
        sale.refresh_from_db()
        assert sale.percent_bp == stored
    for typed in ("0", "101", "x", "1\x00", "1.234"):
        assert admin.post(address, {**given, "percent_bp": typed}).status_code == 200
    sale.refresh_from_db()
    assert sale.percent_bp == 10_000
    assert "100 %" in admin.get(f"{ROOT}sale/").content.decode()
