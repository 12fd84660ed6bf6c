"""The page for visitors and the learner's first page in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from assessments.tests.home_makers import a_default_tariff, a_learner, a_past, a_tariff
from assessments.tests.makers import a_published_exam

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]
LOOKS = [(width, theme) for width in (1280, 390, 320) for theme in ("light", "dark")]


@pytest.fixture(autouse=True)
def _plain_http(settings):
    settings.SECURE_SSL_REDIRECT = False


def _session(learner):
    client = Client()
    client.force_login(learner)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}


@pytest.fixture
def open_page(chromium, live_server):
    contexts = []

    def visit(path, width=1280, theme="light", learner=None, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url, **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if learner is not None:
            context.add_cookies([{**_session(learner), "url": live_server.url}])
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()


def fits_and_is_accessible(page):
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.complaints == []


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_first_page_is_accessible_and_fits(open_page, width, theme):
    learner = a_learner(name="Aziza Karimova")
    a_past(learner, results=7)
    fits_and_is_accessible(open_page("/en/home/", width, theme, learner))


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_newcomers_page_is_accessible_and_fits(open_page, width, theme):
    a_published_exam()
    fits_and_is_accessible(open_page("/en/home/", width, theme, a_learner(name="")))


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_page_for_visitors_is_accessible_and_fits(open_page, width, theme):
    a_default_tariff()
    a_tariff("standard", 14_900_000, is_recommended=True)
    a_published_exam()
    fits_and_is_accessible(open_page("/en/", width, theme))


def test_the_clock_counts_down_by_the_servers_time(open_page):
    learner = a_learner()
    a_past(learner, results=0)
    page = open_page("/en/home/", learner=learner)
    clock = page.locator("home-clock")
    clock.filter(has_text="14:5").wait_for()
    earlier = clock.text_content()
    expect(clock).not_to_have_text(earlier)


def test_without_javascript_the_end_is_said_in_words(open_page):
    learner = a_learner()
    attempt = a_past(learner, results=0)
    page = open_page("/en/home/", learner=learner, java_script_enabled=False)
    end = timezone.localtime(attempt.deadline_at).strftime("%H:%M")
    assert page.get_by_text(f"Ends at {end}").is_visible()
    page.get_by_role("link", name="Continue").click()
    assert f"/attempts/{attempt.uid}/part/1/" in page.url
