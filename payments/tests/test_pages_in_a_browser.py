"""Tariffs, checkout and tokens in a real browser: two widths, no fault that axe finds."""

from __future__ import annotations

import pytest
from django.utils import timezone

from payments import services
from payments.models import Payment
from payments.tests.makers import a_user, given
from tariffs import services as tariffs
from tests.browsing import Browser, looked_at

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def learner():
    tariffs.load_demo(timezone.now())
    person = a_user("dilnoza@imtihon.example", name="Dilnoza Yusupova", locale="uz")
    services.load_demo(timezone.now())
    for _ in range(20):
        given(person.pk, 1)
    return person


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(request, chromium, live_server, learner):
    browser = Browser(chromium, live_server.url)
    yield browser.window(request.param, learner.email)
    browser.close()


def test_a_learner_compares_orders_and_cancels(page):
    is_phone = page.viewport_size["width"] < 400
    page.goto("/tariffs/?needed=300")
    looked_at(page, "tariffs")
    compare = page.locator("details.compare").first
    compare.locator("summary").click()
    shown = compare.locator("thead th:visible")
    assert shown.count() == (2 if is_phone else 4)
    if is_phone:
        compare.locator("select").select_option("ielts-complete")
        assert "Toʻliq" in shown.nth(1).inner_text()
    looked_at(page, "comparison")
    page.locator("form[action*='ielts-standard'] button").click()
    page.wait_for_url("**/checkout/**")
    assert Payment.objects.filter(tariff_slug="ielts-standard", status="new").count() == 1
    looked_at(page, "checkout")
    page.locator("form[action$='/cancel/'] button").click()
    page.locator(".note").first.wait_for()
    looked_at(page, "cancelled")


def test_older_movements_are_added_in_place(page):
    page.goto("/tokens/")
    rows = page.locator("table tbody time")
    assert rows.count() == 20
    looked_at(page, "tokens")
    page.locator("tr.more a").click()
    rows.nth(20).wait_for()
    assert page.url.endswith("/tokens/")
