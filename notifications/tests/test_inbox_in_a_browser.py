"""The inbox in a real browser: by keyboard, on a phone, without a fault that axe finds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from notifications import services
from notifications.tests.makers import a_broadcast, a_person, a_result

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def person():
    person = a_person(locale="en")
    a_broadcast("Maintenance on Sunday")
    a_result(person)
    opened = a_broadcast("Older news")
    services.opened(person.pk, opened)
    return person


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def page(request, chromium, live_server, person):
    client = Client()
    client.force_login(person)
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


def shoot(page, tmp_path_factory, name):
    folder = tmp_path_factory.getbasetemp()
    page.screenshot(path=folder / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def test_a_reader_opens_a_message_and_marks_the_rest(page, person, tmp_path_factory):
    page.goto("/en/inbox/")
    shoot(page, tmp_path_factory, "inbox")
    assert page.locator("li[data-unread]").count() == 2
    assert not Axe().run(page).response["violations"]
    page.get_by_role("link", name="Your result is ready").press("Enter")
    page.wait_for_url("**/en/inbox/*-*/")
    shoot(page, tmp_path_factory, "message")
    assert not Axe().run(page).response["violations"]
    assert "Band: 6.5" in page.locator("main").inner_text()
    page.get_by_role("link", name="Inbox").first.click()
    assert page.locator("li[data-unread]").count() == 1
    page.get_by_role("button", name="Mark all as read").click()
    page.get_by_text("All messages are marked as read.").wait_for()
    assert page.locator("li[data-unread]").count() == 0
    assert services.counts(person.pk).unread == 0
    assert page.faults == []


def test_the_bell_learns_of_a_new_message_without_a_reload(page, person):
    page.goto("/en/inbox/")
    bell = page.locator("a.icon-button[hx-get]").first
    assert "2 unread" in bell.inner_text()
    a_result(person)
    with page.expect_response("**/inbox/badge/"):
        page.evaluate("htmx.ajax('GET', '/en/inbox/badge/', {target: 'a.icon-button[hx-get]'})")
    page.get_by_text("Inbox, 3 unread messages").wait_for(state="attached")
    assert page.faults == []
