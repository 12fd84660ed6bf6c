"""The exam and the pages around it without a mouse."""

from __future__ import annotations

import pytest

from assessments.models import Exam
from assessments.tests.attempt_makers import right_answers
from tests.looking import focus_faults
from tests.walks import LONG, REGULAR, begun

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
OPTIONS = "[...document.activeElement.closest('[data-question]').querySelectorAll('input')]"
FLAGGED, MOST_KEYS = (3, 17, 30), 260


class Keys:
    """A keyboard that counts."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def follow(self) -> None:
        """Press what has the focus, and wait for the page behind it."""
        with self.page.expect_navigation():
            self.press("Enter")

    def focused(self, expression: str):
        """Something about the control that has the focus."""
        return self.page.evaluate(f"document.activeElement{expression}")

    def tab_to(self, selector: str) -> None:
        """Tab until the focus is there."""
        while not self.focused(f".matches({selector!r})"):
            self.press("Tab")
            assert self.pressed < MOST_KEYS, f"Tab does not reach {selector}"

    def answer(self, value) -> None:
        """Give this answer to the question that has the focus."""
        kind = self.focused(".type")
        if kind not in ("radio", "checkbox"):
            self.press(*("Space" if letter == " " else letter for letter in value))
            return
        values = self.page.evaluate(f"{OPTIONS}.map(one => one.value)")
        if kind == "radio":
            self.press("Space", *["ArrowDown"] * values.index(value))
            return
        for option in values[: max(values.index(one) for one in value) + 1]:
            self.press(*["Space"] if option in value else [])
            self.press("Tab")


@pytest.fixture
def keys(walker):
    walker.locale = "en"
    walker.signed_in(REGULAR)
    walker.go(f"{begun(walker)}part/1/")
    return Keys(walker.page)


def test_a_whole_test_of_forty_questions_takes_few_keys(keys):
    page = keys.page
    answers = right_answers(Exam.objects.get(slug=LONG).current_version)
    for number, value in answers.items():
        keys.press("Alt+.")
        if keys.focused(".name") == "go":
            keys.follow()
            keys.press("Alt+.")
        assert keys.focused(f".closest('#q-{number}') !== null"), number
        keys.answer(value)
        if number in FLAGGED:
            keys.press("Alt+m")
    keys.press("Alt+p", "ArrowLeft", "Enter")
    assert keys.focused(".closest('#q-39') !== null")
    keys.tab_to(".exam__turn [value=next]")
    keys.follow()
    assert "40 / 40" in page.locator("main").inner_text()
    keys.tab_to("form[data-handover] button[type=submit]")
    keys.follow()
    assert "40 of 40" in page.locator("main").inner_text()
    assert keys.pressed < MOST_KEYS


def test_few_stops_lie_before_the_first_question_and_one_is_the_palette(keys):
    page = keys.page
    page.locator("[data-hide-time]").focus()
    keys.tab_to("#q-1 input")
    assert keys.pressed <= 10
    page.locator(".exam__turn [value=next]").focus()
    keys.press("Shift+Tab")
    assert keys.focused(".closest('exam-palette') !== null")
    keys.press("Shift+Tab")
    assert not keys.focused(".closest('exam-palette') !== null")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_focus_is_seen_at_every_step_of_the_tab_key(walker, width):
    walker.width, walker.locale = width, "ru"
    walker.signed_in(REGULAR)
    paper, result = begun(walker), walker.latest(LONG)
    paths = [f"{paper}part/{number}/" for number in (1, 2, 3)] + [f"results/{result}/review/"]
    walked = dict.fromkeys(paths, 100)
    paths = [f"results/{result}/", f"{paper}finish/", "home/", "tests/", f"tests/reading/{LONG}/"]
    walked |= dict.fromkeys([*paths, "history/", "tariffs/", "settings/"], 40)
    faults = []
    for path, presses in walked.items():
        walker.go(path)
        faults += [f"{path}: {fault}" for fault in focus_faults(walker.page, presses)]
    assert faults == [], "\n".join(["", *faults])
