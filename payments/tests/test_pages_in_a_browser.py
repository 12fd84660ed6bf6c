"""Tariffs, checkout and tokens in a real browser: two widths, no fault that axe finds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from payments import services
from payments.models import Payment
from payments.tests.makers import a_user, given
from tariffs import services as tariffs

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def learner():
    tariffs.load_demo(timezone.now())
    person = a_user("dilnoza@imtihon.example", name="Dilnoza Yusupova", locale="uz")
    services.load_demo(timezone.now())
    for _ in range(20):
        given(person.pk, 1)
    return person


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["desk", "phone"])
def page(request, chromium, live_server, learner):
    client = Client()
    client.force_login(learner)
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=live_server.url
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page = context.new_page()
    page.faults = []
    page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
    yield page
    context.close()


def is_well(page, name, folder):
    """No fault that axe or the console names, no sideways scrolling; a picture is kept."""
    width = page.viewport_size["width"]
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.faults == []


def test_a_learner_compares_orders_and_sees_the_tokens(page, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    is_phone = page.viewport_size["width"] < 400
    page.goto("/tariffs/?needed=300")
    is_well(page, "tariffs", folder)
    compare = page.locator("details.compare").first
    compare.locator("summary").click()
    shown = compare.locator("thead th:visible")
    assert shown.count() == (2 if is_phone else 4)
    if is_phone:
        compare.locator("select").select_option("ielts-complete")
        assert "Toʻliq" in shown.nth(1).inner_text()
    is_well(page, "comparison", folder)
    page.locator("form[action*='ielts-standard'] button").click()
    page.wait_for_url("**/checkout/**")
    assert Payment.objects.filter(tariff_slug="ielts-standard", status="new").count() == 1
    is_well(page, "checkout", folder)
    page.locator("form[action$='/cancel/'] button").click()
    page.locator(".note").first.wait_for()
    is_well(page, "cancelled", folder)


def test_older_movements_are_added_in_place(page, tmp_path_factory):
    page.goto("/tokens/")
    rows = page.locator("table tbody time")
    assert rows.count() == 20
    is_well(page, "tokens", tmp_path_factory.getbasetemp())
    page.locator("tr.more a").click()
    rows.nth(20).wait_for()
    assert page.url.endswith("/tokens/")
