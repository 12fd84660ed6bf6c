"""Signing up in a real browser, wide and narrow, with axe on every page on the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from users.models import User
from users.tests.makers import PASSWORD

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def page(request, chromium, live_server, settings):
    settings.SITE_URL = live_server.url
    settings.SECURE_SSL_REDIRECT = False
    context = chromium.new_context(
        viewport={"width": request.param, "height": 800}, base_url=live_server.url, locale="en"
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda line: line.type == "error" and page.complaints.append(line.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def looked_at(page):
    """The page is accessible, fits its width, and the browser complains of nothing."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    assert page.complaints == []


def test_a_visitor_signs_up_in_a_browser(page, post):
    page.goto("/en/signup/")
    looked_at(page)
    page.get_by_label("E-mail").fill("aziza@mail.example")
    password = page.get_by_label("Password", exact=True)
    password.fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    assert password.get_attribute("type") == "text"
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/confirm-email/")
    looked_at(page)
    page.get_by_label("Code of six digits").fill(post.wrong_code)
    page.keyboard.press("Enter")
    page.get_by_text("Tries left: 4.").first.wait_for()
    assert page.title().startswith("Error:")
    looked_at(page)
    page.get_by_label("Code of six digits").fill(post.code)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/settings/")
    assert User.objects.get().emailaddress_set.get().verified
    looked_at(page)


def test_a_learner_fills_the_settings_by_keyboard(page, post):
    page.goto("/en/signup/")
    page.get_by_label("E-mail").fill("aziza@mail.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm-email/")
    page.get_by_label("Code of six digits").fill(post.code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Aziza")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    looked_at(page)
    for path in ("/en/password/change/", "/en/email/", "/en/logout/"):
        page.goto(path)
        looked_at(page)
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/")
    looked_at(page)
    page.goto("/en/password/reset/")
    looked_at(page)
    page.get_by_label("E-mail").fill("aziza@mail.example")
    page.get_by_role("button", name="Send the code").click()
    page.wait_for_url("**/password/reset/confirm/")
    looked_at(page)
