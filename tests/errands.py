"""What people do in the product's main job, each errand on one page or a few."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from assessments.models import Attempt
from config.worker import drain
from notifications import services as notifications
from payments import services as payments
from tests.browsing import all_saved, answer, answered, code_in, letters, looked_at

ADDRESS = "kamola@imtihon.example"
PASSWORD, NEW_PASSWORD = "olti-raqamli-kod-2026", "yangi-parol-daftar-7"
SHORT = "/en/tests/reading/reading-short-1/"
ANSWERS = {
    **{1: "NOT GIVEN", 2: "FALSE", 3: "TRUE", 4: "FALSE", 5: "E", 6: "C", 7: "A"},
    **{8: "pool", 9: "hills", 10: "wet pads", 11: "sand", 12: "breezes", 13: "cloth"},
}
RIGHT = 10


def sign_up(page, settings, email=ADDRESS):
    """From the first page to the dashboard; a wrong code gets an answer of its own."""
    page.goto("/en/")
    page.locator("a[href$='/signup/']:visible").first.click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/confirm-email/")
    letter = letters(settings.EMAIL_FILE_PATH)[-1]
    assert email in letter
    code = code_in(letter)
    page.get_by_label("Code of six digits").fill(f"{(int(code) + 1) % 10**6:06d}")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Tries left: 4.").first.wait_for()
    page.get_by_label("Code of six digits").fill(code)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/home/")
    drain()
    page.reload()


def learner():
    return get_user_model().objects.get(email=ADDRESS)


def tokens():
    return payments.balance(learner().pk).available


def make_it_ones_own(page):
    """Name, language, goal and password."""
    page.goto("/en/settings/")
    looked_at(page, "settings")
    page.get_by_label("Name").fill("Kamola Rahimova")
    page.locator("[name=locale]").select_option("ru")
    page.locator("[name=target_exam]").select_option("ielts_academic")
    page.locator("[name=target_band]").fill("7.0")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/ru/settings/")
    looked_at(page, "settings-ru")
    page.locator("[name=locale]").select_option("en")
    page.locator("main form button").first.click()
    page.wait_for_url("**/en/settings/")
    profile = learner()
    assert (profile.name, profile.locale, str(profile.target_band)) == (
        "Kamola Rahimova",
        "en",
        "7.0",
    )
    page.goto("/en/password/change/")
    looked_at(page, "password")
    page.get_by_label("Present password", exact=True).fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    page.wait_for_url("**/settings/")
    assert learner().check_password(NEW_PASSWORD)


def find_the_test(page):
    """Through the filters of the catalogue to the page of the test."""
    page.goto("/en/tests/")
    looked_at(page, "tests")
    page.locator("main [name=kind]").select_option("listening")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_text("0 tests found").wait_for()
    looked_at(page, "tests-none")
    page.locator("main [name=kind]").select_option("reading")
    page.locator("main [name=level]").select_option("B1")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**kind=reading**")
    page.locator(f"main a[href='{SHORT}']").first.click()
    page.wait_for_url(f"**{SHORT}")
    looked_at(page, "test")
    facts = page.locator("main").inner_text()
    assert "13" in facts
    assert "Tokens: 1" in facts


def start_twice(page):
    """The button pressed twice at once, and once more after going back: one attempt, one token."""
    before = tokens()
    button = page.locator("form[action$='/start/'] button")
    button.evaluate("one => { one.form.requestSubmit(); one.form.requestSubmit(); }")
    page.wait_for_url("**/part/1/")
    page.goto(SHORT)
    banner = page.get_by_role("link", name="Continue").first
    looked_at(page, "test-open")
    banner.click()
    page.wait_for_url("**/part/1/")
    assert tokens() == before - 1
    return Attempt.objects.get(user_id=learner().pk).uid


def answer_all(page):
    """All thirteen, one of them flagged; the palette shows it, a reload keeps it."""
    looked_at(page, "exam")
    for number, value in ANSWERS.items():
        answer(page, number, value)
    page.locator("#exam-form #q-12 .flag").click()
    page.wait_for_timeout(1_200)
    all_saved(page)
    looked_at(page, "exam-answered")
    page.reload()
    assert {number: answered(page, number) for number in ANSWERS} == ANSWERS
    if page.viewport_size["width"] < 500:
        page.locator(".exam__palette-button").click()
        page.wait_for_timeout(400)
        looked_at(page, "palette")
    place = "#palette-sheet" if page.viewport_size["width"] < 500 else ".exam__foot"
    expect(page.locator(f"{place} a[data-answered]")).to_have_count(13)
    expect(page.locator(f"{place} a[data-flagged]")).to_have_count(1)
    if page.viewport_size["width"] < 500:
        page.locator("#palette-sheet [data-closes]").click()


def go_on_elsewhere(browser, page, uid):
    """Another browser, after a log-in with the new password: same answers, same deadline."""
    second = browser.window(page.viewport_size["width"])
    second.goto(f"/en/attempts/{uid}/part/1/")
    second.wait_for_url("**/login/**")
    looked_at(second, "login")
    second.get_by_label("E-mail").fill(ADDRESS)
    second.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    second.get_by_role("main").get_by_role("button", name="Log in").click()
    second.wait_for_url("**/part/1/")
    assert {number: answered(second, number) for number in ANSWERS} == ANSWERS
    deadlines = {one.get_attribute("exam-clock", "data-deadline") for one in (page, second)}
    assert len({deadline[:19] for deadline in deadlines}) == 1
    answer(second, 2, "TRUE")
    second.wait_for_timeout(1_000)
    all_saved(second)
    second.goto("/en/home/")
    looked_at(second, "home-running")
    page.reload()
    assert answered(page, 2) == "TRUE"
    answer(page, 2, "FALSE")
    page.wait_for_timeout(1_000)
    all_saved(page)


def hand_in(page):
    """The check, the receipt, the result, and each question with its reason and evidence."""
    page.locator(".exam__turn [value=next]").click()
    page.wait_for_url("**/finish/")
    looked_at(page, "finish")
    assert "13 / 13" in page.locator("main").inner_text()
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/attempts/*/")
    drain()
    page.reload()
    looked_at(page, "submitted")
    page.get_by_role("link", name="See the result").click()
    page.wait_for_url("**/results/*/")
    looked_at(page, "result")
    assert f"{RIGHT} of 13" in page.locator("main").inner_text()
    page.get_by_role("link", name="Go through the questions").click()
    page.wait_for_url("**/review/")
    looked_at(page, "review")
    assert page.locator("mark.evidence").count() >= 10
    text = page.locator("main").inner_text()
    assert "breezes" in text
    assert "breeze" in text
    page.goto("/en/history/")
    looked_at(page, "history")


def read_the_news(page, settings):
    """The badge, the message, its mail; opening it marks it read."""
    unread = notifications.counts(learner().pk).unread
    assert unread >= 1
    page.goto("/en/home/")
    looked_at(page, "home")
    assert str(unread) in page.locator("a[href$='/inbox/']:visible").first.inner_text()
    page.goto("/en/inbox/")
    looked_at(page, "inbox")
    page.locator("main a[href*='/inbox/']", has_text="result").first.click()
    page.wait_for_url("**/inbox/*-*/**")
    looked_at(page, "message")
    assert notifications.counts(learner().pk).unread == unread - 1
    assert any(ADDRESS in letter and "/results/" in letter for letter in letters_now(settings))


def letters_now(settings):
    drain()
    return letters(settings.EMAIL_FILE_PATH)


def order_a_tariff(page):
    """Tariffs, comparison, order: the page says how to pay."""
    page.goto("/en/tariffs/")
    looked_at(page, "tariffs")
    page.locator("form[action*='ielts-standard'] button").click()
    page.wait_for_url("**/checkout/**")
    looked_at(page, "checkout")
    return page.url.rstrip("/").rpartition("/")[2]


def mark_paid(browser, logins, public_id):
    """A cashier marks it paid in the admin, in two windows; afterwards there is no form for it."""
    cashier = browser.window()
    cashier.goto("/admin/")
    email, password = logins["cashier"]
    cashier.locator("[name=username]").fill(email)
    cashier.locator("[name=password]").fill(password)
    cashier.locator("[type=submit]").click()
    cashier.goto(f"/admin/payments/payment/?q={public_id}")
    cashier.locator("#result_list tbody a").first.click()
    cashier.locator("a[href$='/mark-paid/']").click()
    second = cashier.context.new_page()
    second.goto(cashier.url)
    for window in (cashier, second):
        window.locator("[name=reference]").fill("PAY-2026-0042")
        window.locator("[name=reason]").fill("Transfer of 24 November")
        window.locator(".submit-row input[type=submit]").click()
        window.wait_for_load_state()
        assert window.locator(".errornote").count() == 0
    second.goto(f"{second.url.partition('/change/')[0]}/mark-paid/")
    assert second.locator("[name=reference]").count() == 0
    drain()


def read_the_tokens(page, welcome, bought):
    """The order is paid, and each change of the tokens stands there with the balance after it."""
    page.reload()
    looked_at(page, "checkout-paid")
    assert "Paid" in page.locator("main").inner_text()
    page.goto("/en/tokens/")
    looked_at(page, "tokens")
    rows = payments.statement(learner().pk).items
    shown = page.locator("main").inner_text()
    assert [row.tokens for row in rows] == [bought, -1, welcome]
    assert [row.balance_after for row in rows] == [welcome - 1 + bought, welcome - 1, welcome]
    assert all(str(row.balance_after) in shown for row in rows)
