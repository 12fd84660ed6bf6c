"""The styleguide in a real browser: components are accessible, fit, and keep the CSP quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import until

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


@pytest.fixture
def open_page(chromium, live_server, settings):
    settings.ROOT_URLCONF = "config.tests.test_look"
    settings.SECURE_SSL_REDIRECT = False
    contexts = []

    def visit(path="/styleguide/", width=1280, theme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, base_url=live_server.url, **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_component_is_accessible_and_fits(open_page, width, theme):
    page = open_page("/styleguide/?refused=1", width, theme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.complaints == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("/styleguide/?refused=1")
    until(page, "document.activeElement.matches('.error-summary')")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id || location.hash") in ("id_email", "#id_email")


def test_the_theme_changes_without_a_reload_and_stays(open_page):
    page = open_page()
    page.locator("[data-theme-form] [value=dark]").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 21, 25)"


def test_the_theme_changes_without_javascript_too(open_page):
    page = open_page(java_script_enabled=False)
    page.locator("[data-theme-form] [value=dark]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_dialog_opens_closes_and_gives_the_focus_back(open_page):
    page = open_page()
    opener = page.get_by_role("button", name="Dialog")
    opener.click()
    dialog = page.locator("#example-dialog")
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert opener.evaluate("button => button === document.activeElement")


def test_nothing_moves_for_those_who_ask_for_it(open_page):
    page = open_page(reduced_motion="reduce")
    page.get_by_role("button", name="Sheet").click()
    running = "document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 0)"
    assert page.evaluate(f"{running}.length") == 0
