"""Browsers for the journeys: windows that complain, mail that is read, codes that are found."""

from __future__ import annotations

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.makers import a_session_of

SHOTS = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None


class Browser:
    """Windows of one browser on one server. Every script error and CSP report is kept."""

    def __init__(self, chromium, base_url: str) -> None:
        self._chromium, self.url = chromium, base_url
        self._contexts = []
        self.expected = 200
        self.complaints: list[str] = []

    def window(self, width: int = 1280, email: str = "", **options):
        """A page of a context of its own, with the session of a person if an address is given."""
        phone = {"is_mobile": True, "has_touch": True} if width < 500 else {}
        size = {"width": width, "height": 844 if phone else 900}
        context = self._chromium.new_context(
            viewport=size, base_url=self.url, locale="en", **{**phone, **options}
        )
        self._contexts.append(context)
        if email:
            cookie = {"name": "sessionid", "value": a_session_of(email), "url": self.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._heard(page, line))
        return page

    def _heard(self, page, line) -> None:
        if self.expected != 200 and f"status of {self.expected}" in line.text:
            return
        if line.type == "error" or "Content Security Policy" in line.text:
            self.complaints.append(f"{page.url}: {line.text}")

    def close(self) -> None:
        """Close all windows; whatever was complained of fails the test."""
        for context in self._contexts:
            context.close()
        assert not self.complaints, self.complaints


def looked_at(page, name: str = "") -> None:
    """Axe finds nothing, nothing scrolls sideways; with SHOTS set a picture is kept."""
    width = page.viewport_size["width"]
    if SHOTS and name:
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    violations = Axe().run(page).response["violations"]
    found = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in violations]
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def letters(folder: Path) -> list[str]:
    """The mails that were written, oldest first."""
    files = sorted(Path(folder).glob("*"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [path.read_text() for path in files]


def code_in(letter: str) -> str:
    """The six digits of a mail."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", letter.partition("\n\n")[2])
    assert found, letter
    return found.group(0)


def answer(page, number: int, value: str) -> None:
    """Answer one question of the part that is open, whatever its control is."""
    question = page.locator(f"#exam-form #q-{number}")
    if question.locator("input[type=radio]").count():
        question.locator(f"input[value='{value}']").check()
    elif question.locator("select").count():
        question.locator("select").select_option(value)
    else:
        question.locator("input.gap__input").fill(value)


def answered(page, number: int) -> str:
    """What the page shows as the answer to a question."""
    question = page.locator(f"#exam-form #q-{number}")
    if question.locator("input[type=radio]").count():
        chosen = question.locator("input:checked")
        return chosen.get_attribute("value") if chosen.count() else ""
    return question.locator("select, input.gap__input").input_value()


def all_saved(page) -> None:
    """Wait until the page says that everything is saved."""
    line = (
        "exam-outbox[data-state=saved] .save-line__text:text-matches('[0-9]{2}:[0-9]{2}:[0-9]{2}')"
    )
    page.wait_for_selector(line, state="attached")


def tab_to(page, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is on what the selector means."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def until(page, expression: str) -> None:
    """Wait until an expression is true; Playwright's own wait needs eval, which the CSP bars."""
    for _turn in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")
