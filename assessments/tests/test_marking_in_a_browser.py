"""Marking the passage in a browser: by mouse, keyboard and finger; kept until the review."""

from __future__ import annotations

import pytest

from assessments import services
from assessments.models import Attempt, Highlight
from assessments.tests.exam_window import PHONE, assert_accessible, part_url, picture
from tests.browsing import until

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]
SELECT = """([from, to]) => {
  const find = (words) => {
    for (const paragraph of document.querySelectorAll(".paragraph > p")) {
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode()); ) {
        const at = node.data.indexOf(words);
        if (at >= 0) return [node, at];
      }
    }
  };
  const [first, start] = find(from), [last, end] = find(to);
  document.getSelection().setBaseAndExtent(first, start, last, end + to.length);
  document.dispatchEvent(new PointerEvent("pointerup", { pointerType: "mouse", bubbles: true }));
}"""


def select(page, start, end):
    page.evaluate(SELECT, [start, end])
    page.wait_for_selector(".bubble:not([hidden])")


def bubble(page, name):
    page.locator(".bubble").get_by_role("button", name=name, exact=True).click()


def sent(page):
    page.wait_for_selector("exam-outbox[data-state=saved]")
    until(page, "!Object.keys(localStorage).some((key) => key.includes(':mark:'))")


def marked(uid):
    attempt = Attempt.objects.get(uid=uid)
    texts = services.paper(attempt.user_id, uid).document["parts"][0]["passage"]["paragraphs"]
    rows = Highlight.objects.filter(attempt=attempt, removed=False)
    rows = sorted(rows, key=lambda row: (row.paragraph, row.start))
    return [(texts[r.paragraph - 1]["text"][r.start : r.end], r.colour, r.note) for r in rows]


def shown(page):
    return page.locator(".passage mark").all_inner_texts()


def test_what_is_selected_is_marked_noted_and_kept_until_the_review(open_browser, uid):
    page = open_browser()
    page.goto(part_url(uid))
    assert page.locator(".bubble").is_hidden()
    select(page, "opened", "brick")
    picture(page, "marks-bubble-1280")
    assert_accessible(page)
    bubble(page, "Highlight")
    assert page.locator(".bubble").is_hidden()
    assert shown(page) == ["opened in 1901 in a ", "brick"]
    select(page, "farmers", "winter")
    bubble(page, "Note")
    page.locator("#passage-note-text").fill("long <loan>")
    picture(page, "marks-note-1280")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    sent(page)
    assert marked(uid) == [
        ("opened in 1901 in a **brick", 1, ""),
        ("farmers for a whole winter", 1, "long <loan>"),
    ]
    before = page.locator(".passage").inner_text()
    page.reload()
    page.wait_for_selector("passage-marks mark")
    assert page.locator(".passage").inner_text() == before
    assert len(shown(page)) == 3
    page.locator("mark", has_text="farmers").click()
    picture(page, "marks-open-1280")
    page.get_by_role("button", name="Green, dashed").last.click()
    page.locator(".note-mark__button").click()
    assert page.locator("#passage-note-text").input_value() == "long <loan>"
    page.keyboard.press("Escape")
    select(page, "1901", "1901")
    bubble(page, "Clear")
    sent(page)
    assert marked(uid) == [
        ("opened in ", 1, ""),
        (" in a **brick", 1, ""),
        ("farmers for a whole winter", 3, "long <loan>"),
    ]
    picture(page, "marks-1280")
    assert_accessible(page)
    services.submit(Attempt.objects.get(uid=uid).user_id, uid)
    page.goto(f"/en/results/{uid}/review/")
    assert "long <loan>" in page.locator(".own-note").first.inner_text()
    assert page.locator("mark.highlight").count() == 3
    picture(page, "marks-review-1280")
    assert_accessible(page)


def test_sentences_are_marked_by_keyboard_alone(open_browser, uid):
    page = open_browser()
    page.goto(part_url(uid))
    page.keyboard.press("Alt+h")
    assert page.evaluate("document.activeElement.className") == "sentence"
    assert "Highlight mode is on" in page.inner_text("#exam-polite")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    picture(page, "marks-mode-1280")
    assert_accessible(page)
    pressed = page.locator(".sentence[aria-pressed=true]").count()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert pressed == 2
    assert page.locator(".sentence").count() == 0
    sent(page)
    assert [text[:10] for text, _c, _n in marked(uid)] == ["Its second"]
    assert page.evaluate("document.activeElement.id") == "stimulus"
    page.locator("mark").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.act") == "mark"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.localName") == "mark"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("a note")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sent(page)
    assert [note for _t, _c, note in marked(uid)] == ["a note"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sent(page)
    assert marked(uid) == []


def test_sentences_are_marked_by_finger(open_browser, uid):
    page = open_browser(PHONE, has_touch=True, is_mobile=True)
    page.goto(part_url(uid))
    page.locator(".exam__tab[data-pane=stimulus]").tap()
    page.locator("[data-turn]").tap()
    page.locator(".marks-bar .pen[data-colour='2']").tap()
    page.locator(".sentence").first.tap()
    sent(page)
    assert [colour for _t, colour, _n in marked(uid)] == [2]
    picture(page, "marks-mode-390")
    assert_accessible(page)
    page.locator("[data-turn]").tap()
    page.locator("mark").first.tap()
    picture(page, "marks-open-390")
    assert_accessible(page)
    bubble(page, "Note")
    page.locator("#passage-note-text").fill("by the canal")
    picture(page, "marks-note-390")
    page.get_by_role("button", name="Save").tap()
    sent(page)
    assert [note for _t, _c, note in marked(uid)] == ["by the canal"]
    picture(page, "marks-390")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    services.submit(Attempt.objects.get(uid=uid).user_id, uid)
    page.goto(f"/en/results/{uid}/review/")
    assert "by the canal" in page.locator(".own-note").inner_text()
    picture(page, "marks-review-390")
    assert_accessible(page)


def test_marks_made_offline_survive_a_reload_and_are_sent(open_browser, uid):
    page = open_browser()
    page.goto(part_url(uid))
    page.context.set_offline(True)
    select(page, "library", "library")
    bubble(page, "Highlight")
    page.wait_for_selector("exam-outbox[data-state=offline]")
    assert marked(uid) == []
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector("mark:text-is('library')")
    sent(page)
    assert marked(uid) == [("library", 1, "")]
    other = page.context.new_page()
    other.goto(part_url(uid))
    select(page, "canal", "canal")
    bubble(page, "Highlight")
    other.wait_for_selector("mark:text-is('canal')")


def test_without_javascript_marks_and_notes_can_be_read(open_browser, uid, learner):
    change = {
        "uid": "6ff1d8a2-9c5a-4a5e-8a3e-0d9f53b1a001",
        **{"seq": 1, "part": 1, "paragraph": 1, "start": 4, "end": 11, "note": "where?"},
    }
    services.mark_passage(learner.pk, uid, [change])
    page = open_browser(java_script_enabled=False)
    page.goto(part_url(uid))
    assert shown(page) == ["library"]
    assert page.locator("[data-turn]").is_hidden()
    page.locator(".note-mark__button").click()
    assert page.locator(".note-mark__text").is_visible()
    picture(page, "marks-nojs-1280")


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_marks_are_told_apart_in_every_theme(open_browser, uid, learner, theme, live_server):
    changes = [
        {"uid": f"6ff1d8a2-9c5a-4a5e-8a3e-0d9f53b1a00{colour}", "seq": colour, "part": 1}
        | {"paragraph": 1, "start": colour * 7, "end": colour * 7 + 6, "colour": colour}
        for colour in (1, 2, 3)
    ]
    services.mark_passage(learner.pk, uid, changes)
    page = open_browser()
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    page.goto(part_url(uid))
    page.locator("mark").first.click()
    picture(page, f"marks-{theme}-1280")
    assert_accessible(page)
