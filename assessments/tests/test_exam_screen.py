"""The exam screen in a real browser: saving, resuming, offline, keyboard, time up, look."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from assessments import services
from assessments.models import Attempt, Response
from assessments.tests.exam_window import (
    PHONE,
    WIDE,
    assert_accessible,
    choose,
    part_url,
    picture,
    saved,
)

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


def value_of(uid, question):
    row = Response.objects.filter(attempt__uid=uid, question=question).first()
    return row and row.value


def test_answers_are_saved_by_themselves_and_said_so(open_browser, uid, uids):
    page = open_browser()
    page.goto(part_url(uid))
    choose(page, uids[1], "TRUE")
    page.locator(f"[name='q-{uids[4]}']").select_option("B")
    page.locator(f"[name='q-{uids[6]}']").fill("1901")
    choose(page, uids[8], "A")
    page.locator(f".flag[value='{uids[2]}']").click()
    page.wait_for_timeout(1500)
    saved(page)
    assert re.fullmatch(r"Saved \d\d:\d\d:\d\d", page.inner_text(".save-line__text"))
    found = [value_of(uid, uids[number]) for number in (1, 4, 6, 8)]
    assert found == ["TRUE", "B", "1901", ["A"]]
    assert page.inner_text("exam-palette >> [data-open] >> nth=0").startswith("Part 1")
    assert page.locator(".exam__foot a[data-answered]").count() == 4
    assert page.locator(".exam__foot a[data-flagged]").count() == 1
    picture(page, "exam-1280")
    assert_accessible(page)
    paper = services.paper(Attempt.objects.get(uid=uid).user_id, uid)
    assert paper.flags == (uids[2],)


def test_another_browser_goes_on_with_the_same_answers_and_deadline(open_browser, uid, uids):
    first, second = open_browser(), open_browser(PHONE, has_touch=True, is_mobile=True)
    first.goto(part_url(uid))
    choose(first, uids[1], "FALSE")
    saved(first)
    second.goto(part_url(uid))
    assert second.locator(f"[name='q-{uids[1]}'][value='FALSE']").is_checked()
    choose(second, uids[1], "TRUE")
    second.wait_for_timeout(1000)
    saved_line = "exam-outbox[data-state=saved]"
    second.wait_for_selector(saved_line)
    first.reload()
    assert first.locator(f"[name='q-{uids[1]}'][value='TRUE']").is_checked()
    deadlines = {page.get_attribute("exam-clock", "data-deadline") for page in (first, second)}
    assert len({datetime.fromisoformat(deadline) for deadline in deadlines}) == 1


def test_a_second_tab_shows_what_the_first_one_answers(open_browser, uid, uids):
    first = open_browser()
    first.goto(part_url(uid))
    second = first.context.new_page()
    second.goto(part_url(uid))
    choose(first, uids[1], "TRUE")
    second.wait_for_selector(f"[name='q-{uids[1]}'][value='TRUE']:checked")


def test_offline_answers_survive_a_reload_and_are_sent_once(open_browser, uid, uids):
    page = open_browser()
    page.goto(part_url(uid))
    page.context.set_offline(True)
    choose(page, uids[1], "TRUE")
    page.locator(f"[name='q-{uids[6]}']").fill("1901")
    page.locator(f"[name='q-{uids[7]}']").focus()
    page.wait_for_selector("exam-outbox[data-state=offline]")
    assert "2" in page.inner_text(".save-line__text")
    page.locator(".exam__turn [value=next]").click()
    page.wait_for_selector("[data-lost-line]:not([hidden])")
    assert "/part/1/" in page.url
    assert value_of(uid, uids[1]) is None
    page.context.set_offline(False)
    page.reload()
    saved(page)
    assert page.locator(f"[name='q-{uids[1]}'][value='TRUE']").is_checked()
    assert value_of(uid, uids[1]) == "TRUE"
    assert value_of(uid, uids[6]) == "1901"
    assert Attempt.objects.get(uid=uid).response_events.count() == 2


def test_typing_is_kept_when_the_page_is_left_at_once(open_browser, uid, uids):
    page = open_browser()
    page.goto(part_url(uid))
    page.locator(f"[name='q-{uids[6]}']").type("190")
    page.goto("/en/tests/")
    page.goto(part_url(uid))
    assert page.locator(f"[name='q-{uids[6]}']").input_value() == "190"
    saved(page)
    assert value_of(uid, uids[6]) == "190"


def test_the_whole_test_on_a_phone(open_browser, uid, uids):
    page = open_browser(PHONE, has_touch=True, is_mobile=True)
    page.goto(part_url(uid))
    assert not page.locator("#stimulus").is_visible()
    choose(page, uids[1], "TRUE")
    page.locator(".exam__tab[data-pane=stimulus]").click()
    assert page.locator("#stimulus").is_visible()
    picture(page, "exam-390-text")
    assert_accessible(page)
    page.locator(".exam__tab[data-pane=questions]").click()
    assert page.inner_text("[data-count-of='1']") == "1/9"
    picture(page, "exam-390")
    page.locator(".exam__palette-button").click()
    page.wait_for_timeout(400)
    picture(page, "exam-390-palette")
    assert_accessible(page)
    page.locator("#palette-sheet a[href='#q-6']").click()
    assert page.evaluate("document.activeElement.name") == f"q-{uids[6]}"
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    page.locator(".exam__turn [value=next]").click()
    page.wait_for_url(f"**{part_url(uid, 2)}")
    choose(page, uids[10], "TRUE")
    page.locator(".exam__turn [value=next]").click()
    page.wait_for_url("**/finish/")
    picture(page, "finish-390")
    assert_accessible(page)
    assert "2 / 12" in page.inner_text("main")
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url(f"**/en/attempts/{uid}/")
    picture(page, "submitted-390")
    assert_accessible(page)
    assert "2 of 12" in page.inner_text("main")


def test_a_part_is_answered_by_keyboard_alone(open_browser, uid, uids):
    page = open_browser()
    page.goto(part_url(uid))
    page.keyboard.press("Alt+.")
    page.keyboard.press("Space")
    page.keyboard.press("Alt+m")
    page.keyboard.press("Alt+.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+b")
    assert page.evaluate("document.activeElement.id") == "stimulus"
    page.keyboard.press("Alt+b")
    assert page.evaluate("document.activeElement.name") == f"q-{uids[2]}"
    page.keyboard.press("Alt+p")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.part") == "2"
    page.keyboard.press("Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("1901")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == f"q-{uids[7]}"
    page.keyboard.press("Alt+t")
    assert "Time left:" in page.inner_text("#exam-polite")
    page.keyboard.press("Alt+,")
    assert page.evaluate("document.activeElement.name") == f"q-{uids[6]}"
    page.wait_for_timeout(1200)
    saved(page)
    assert value_of(uid, uids[1]) == "TRUE"
    assert value_of(uid, uids[6]) == "1901"
    assert services.paper(Attempt.objects.get(uid=uid).user_id, uid).flags == (uids[1],)


def ends_in(uid, seconds):
    Attempt.objects.filter(uid=uid).update(deadline_at=timezone.now() + timedelta(seconds=seconds))


def test_the_page_hands_itself_in_when_the_time_is_up(open_browser, uid, uids):
    ends_in(uid, 10)
    page = open_browser()
    page.goto(part_url(uid))
    assert page.get_attribute("exam-clock", "data-level") == "last"
    page.locator(f"[name='q-{uids[6]}']").fill("1901")
    page.wait_for_url(f"**/en/attempts/{uid}/")
    assert "1 of 12" in page.inner_text("main")
    assert not Attempt.objects.get(uid=uid).closed_by_clock


def test_time_up_without_a_connection_is_handed_in_when_it_is_back(open_browser, uid, uids):
    ends_in(uid, 10)
    page = open_browser()
    page.goto(part_url(uid))
    page.context.set_offline(True)
    choose(page, uids[1], "TRUE")
    page.wait_for_selector("#time-up[open]")
    page.wait_for_selector("#time-up:has-text('Keep this page open')")
    page.keyboard.press("Escape")
    picture(page, "time-up-1280")
    assert page.locator("#time-up[open]").is_visible()
    page.context.set_offline(False)
    page.wait_for_url(f"**/en/attempts/{uid}/")
    assert value_of(uid, uids[1]) == "TRUE"


def test_warnings_are_spoken_once(open_browser, uid):
    ends_in(uid, 302)
    page = open_browser()
    page.goto(part_url(uid))
    page.wait_for_selector("#exam-polite:text('5 min')", state="attached")
    assert page.get_attribute("exam-clock", "data-level") == "late"
    page.goto(part_url(uid, 2))
    page.wait_for_timeout(1200)
    assert page.inner_text("#exam-polite") == ""
    assert page.get_attribute("exam-clock", "aria-live") is None


def test_a_wrong_device_clock_changes_nothing(open_browser, uid):
    page = open_browser()
    page.clock.set_system_time(timezone.now() + timedelta(hours=1))
    page.goto(part_url(uid))
    shown = page.inner_text(".timer__text")
    minutes, seconds = map(int, shown.split(":"))
    assert 1200 - 20 <= minutes * 60 + seconds <= 1200


def test_extra_time_reaches_the_open_page(open_browser, uid, uids):
    page = open_browser()
    page.goto(part_url(uid))
    ends_in(uid, 3000)
    choose(page, uids[1], "TRUE")
    page.wait_for_selector(".timer__text:text-matches('^49:')")
    assert "Extra time" in page.inner_text("#exam-polite")


def test_the_time_can_be_hidden_and_the_border_moved(open_browser, uid):
    page = open_browser()
    page.goto(part_url(uid))
    page.locator("[data-hide-time]").click()
    assert page.inner_text(".timer__text") == "Time"
    page.locator(".exam__resizer").focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute(".exam__resizer", "aria-valuenow") == "47"
    page.reload()
    assert page.inner_text(".timer__text") == "Time"
    assert page.get_attribute(".exam__resizer", "aria-valuenow") == "47"


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "390"])
def test_themes_are_accessible(open_browser, uid, theme, viewport, live_server):
    page = open_browser(viewport)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page.goto(part_url(uid))
    picture(page, f"exam-{theme}-{viewport['width']}")
    assert_accessible(page)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "390"])
def test_the_catalogue_and_the_page_of_a_test(open_browser, exam, viewport):
    page = open_browser(viewport)
    page.goto("/en/tests/")
    picture(page, f"tests-{viewport['width']}")
    assert_accessible(page)
    page.goto(f"/en/tests/reading/{exam.slug}/")
    picture(page, f"test-{viewport['width']}")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/part/1/")


def test_without_javascript_a_part_is_saved_and_left(open_browser, uid, uids):
    page = open_browser(java_script_enabled=False)
    page.goto(part_url(uid))
    choose(page, uids[1], "TRUE")
    page.locator(f"[name='q-{uids[6]}']").fill("1901")
    assert not page.get_by_role("button", name="Help").is_visible()
    picture(page, "exam-nojs-1280")
    page.locator(".exam__turn [value=next]").click()
    page.wait_for_url(f"**{part_url(uid, 2)}")
    assert value_of(uid, uids[6]) == "1901"
    page.locator(f".flag[value='{uids[10]}']").click()
    assert page.locator(f".flag[value='{uids[10]}']").get_attribute("aria-pressed") == "true"
    page.locator(".exam__tools [value=finish]").click()
    page.wait_for_url("**/finish/")
