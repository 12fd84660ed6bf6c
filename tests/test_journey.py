"""The product's main job in a real browser, from the first page to the tokens that were bought."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone

from assessments.models import Attempt
from config.worker import drain
from notifications import services as notifications
from payments import services as payments
from tariffs import services as tariffs
from tests.browsing import (
    Browser,
    all_saved,
    answer,
    answered,
    looked_at,
    tab_to,
)
from tests.errands import (
    ADDRESS,
    ANSWERS,
    RIGHT,
    SHORT,
    answer_all,
    find_the_test,
    go_on_elsewhere,
    hand_in,
    learner,
    make_it_ones_own,
    mark_paid,
    order_a_tariff,
    read_the_news,
    read_the_tokens,
    sign_up,
    start_twice,
    tokens,
)
from tests.makers import an_installation
from users.tests.makers import a_person

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def logins(transactional_db, live_server, settings):
    """A filled installation whose mail goes into files, as it does without a mail server."""
    settings.EMAIL_BACKEND = "config.mail.VisibleFileBackend"
    settings.SITE_URL = live_server.url
    return an_installation(at=timezone.now())


@pytest.fixture
def browser(logins, chromium, live_server):
    opened = Browser(chromium, live_server.url)
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_main_job(browser, logins, settings, width):
    page = browser.window(width)
    page.goto("/en/")
    looked_at(page, "landing")
    sign_up(page, settings)
    welcome = tariffs.default_tariff().tokens
    assert tokens() == welcome
    assert str(welcome) in page.locator("a[href$='/tokens/']:visible").first.inner_text()
    looked_at(page, "home-new")
    make_it_ones_own(page)
    find_the_test(page)
    uid = start_twice(page)
    answer_all(page)
    go_on_elsewhere(browser, page, uid)
    hand_in(page)
    read_the_news(page, settings)

    public_id = order_a_tariff(page)
    bought = payments.order(UUID(public_id), user_id=learner().pk).tokens
    mark_paid(browser, logins, public_id)
    assert tokens() == welcome - 1 + bought
    read_the_tokens(page, welcome, bought)
    assert payments.current_tariff(learner().pk).slug == "ielts-standard"
    page.goto("/en/inbox/")
    assert notifications.inbox(learner().pk).items[0].category
    assert not payments.verify_ledger()


def test_too_few_tokens_lead_to_the_tariffs_and_nothing_is_lost(browser, logins):
    poor = a_person("poor@imtihon.example", locale="en")
    payments.welcome(poor.pk)
    page = browser.window(390, poor.email)
    path = "/en/tests/reading/academic-reading-1/"
    page.goto(path)
    payments.spend(poor.pk, 1, key="elsewhere")
    before = payments.balance(poor.pk)
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/tariffs/**")
    looked_at(page, "tariffs-needed")
    assert payments.balance(poor.pk) == before
    page.goto(path)
    looked_at(page, "test-too-dear")
    page.locator("main a[href*='/tariffs/']").click()
    page.wait_for_url("**/tariffs/**")
    assert not Attempt.objects.filter(user_id=poor.pk).exclude(state="created").exists()


def test_without_javascript_one_signs_up_takes_the_test_and_sees_the_result(
    browser, logins, settings
):
    page = browser.window(java_script_enabled=False)
    sign_up(page, settings)
    page.goto(SHORT)
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/part/1/")
    for number, value in ANSWERS.items():
        answer(page, number, value)
    page.locator("#exam-form #q-3 .flag").click()
    assert page.locator("#exam-form #q-3 .flag").get_attribute("aria-pressed") == "true"
    assert {number: answered(page, number) for number in ANSWERS} == ANSWERS
    answer(page, 13, "cloths")
    page.locator(".exam__turn [value=next]").click()
    page.wait_for_url("**/finish/")
    assert "13 / 13" in page.locator("main").inner_text()
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/attempts/*/")
    drain()
    page.reload()
    page.get_by_role("link", name="See the result").click()
    assert f"{RIGHT - 1} of 13" in page.locator("main").inner_text()
    page.get_by_role("link", name="Go through the questions").click()
    assert page.locator("mark.evidence").count() >= 10


def test_by_keyboard_alone_all_is_answered_and_handed_in(browser, logins):
    person = a_person(ADDRESS, locale="en")
    payments.welcome(person.pk)
    page = browser.window(email=ADDRESS)
    page.goto(SHORT)
    tab_to(page, "form[action$='/start/'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/part/1/")
    for number, value in ANSWERS.items():
        page.keyboard.press("Alt+.")
        inside = f"document.activeElement.closest('#q-{number}') !== null"
        assert page.evaluate(inside), number
        if value in ("TRUE", "FALSE", "NOT GIVEN"):
            page.keyboard.press("Space")
            for _step in range(("TRUE", "FALSE", "NOT GIVEN").index(value)):
                page.keyboard.press("ArrowDown")
        elif len(value) == 1:
            page.keyboard.press(value)
        else:
            page.keyboard.type(value)
    page.wait_for_timeout(1_200)
    all_saved(page)
    assert {number: answered(page, number) for number in ANSWERS} == ANSWERS
    tab_to(page, ".exam__turn [value=next]", most=120)
    page.keyboard.press("Enter")
    page.wait_for_url("**/finish/")
    tab_to(page, "form[data-handover] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/attempts/*/")
    assert "13 of 13" in page.locator("main").inner_text()


def test_staff_write_to_one_person_and_to_everyone(browser, logins):
    person = a_person(ADDRESS, locale="en")
    other = a_person("other@imtihon.example", locale="en")
    email, _password = logins["administrator"]
    page = browser.window(email=email)
    for to, words in ((ADDRESS, "For you"), ("all", "For all")):
        page.goto("/admin/notifications/message/add/")
        page.locator("[name=to]").fill(to)
        for locale in ("uz", "ru", "en"):
            page.locator(f"[name=title_{locale}]").fill(f"{words} {locale}")
            page.locator(f"[name=body_{locale}]").fill(f"{words}, in {locale}.")
        page.locator("[name=preview]").click()
        page.get_by_text(f"{words}, in en.").first.wait_for()
        page.locator("[name=send]").click()
        page.wait_for_url("**/admin/notifications/message/")
    drain()
    texts = [
        [item.title["en"] for item in notifications.inbox(one.pk).items] for one in (person, other)
    ]
    assert {"For you en", "For all en"} <= set(texts[0])
    assert "For all en" in texts[1]
    assert "For you en" not in texts[1]
    reader = browser.window(390, ADDRESS)
    reader.goto("/en/inbox/")
    looked_at(reader, "inbox-staff")
    reader.get_by_text("For all en").first.click()
    reader.get_by_text("For all, in en.").wait_for()
    looked_at(reader, "message-staff")
