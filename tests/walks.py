"""Walks of a browser through the learners' pages: each stops wherever there is something to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from assessments import services as assessments
from assessments.models import Attempt
from config.worker import drain
from payments import services as payments
from tests.browsing import Browser, all_saved, code_in, letters
from tests.scene import Scene
from users import services as users
from users.tests.makers import PASSWORD

PREFIX = {"uz": "/", "ru": "/ru/", "en": "/en/"}
LONG = "academic-reading-1"
REGULAR, NEW = "dilnoza@imtihon.example", "otabek@imtihon.example"
Stops = Iterator[str]


@dataclass
class Walker:
    """A browser window in one language and width, among the people of a scene."""

    browser: Browser
    scene: Scene
    mail: Path
    locale: str
    width: int
    typed: dict[str, str] = field(default_factory=dict)

    def signed_in(self, email: str = "") -> None:
        """Go on in a new window, as somebody else."""
        self.page = self.browser.window(self.width, email, reduced_motion="reduce")
        cookie = {"name": "django_language", "value": self.locale, "url": self.browser.url}
        self.page.context.add_cookies([cookie])

    def go(self, path: str, status: int = 200) -> None:
        """Open a page, and see the status that is expected."""
        self.browser.expected = status
        answer = self.page.goto(PREFIX[self.locale] + path)
        assert answer.status == status, f"{path}: {answer.status}"

    def press(self, selector: str) -> None:
        """Press a button that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def send(self, **typed: str) -> None:
        """Fill the form of the page and send it; what was typed is remembered."""
        self.typed = typed
        for name, value in typed.items():
            self.page.fill(f"main form [name={name}]", value)
        self.press("main form[method=post] button[type=submit]")

    def latest(self, slug: str) -> UUID:
        """The latest result of the regular learner in a test."""
        released = Attempt.objects.filter(exam__slug=slug, state="released")
        return released.latest("submitted_at").uid

    @property
    def is_phone(self) -> bool:
        """Whether the phone's form of a page is seen."""
        return self.width < 500

    @property
    def code(self) -> str:
        """The code in the latest mail."""
        return code_in(letters(self.mail)[-1])


def entrance(walk: Walker) -> Stops:
    """Signing up, logging in and a new password, with every refusal on the way."""
    walk.signed_in()
    walk.go("signup/")
    yield "sign-up"
    walk.send(email="kamola@imtihon", password1="1")
    yield "sign-up, refused"
    walk.send(email="kamola@imtihon.example", password1=PASSWORD)
    yield "code"
    walk.send(code="000000")
    yield "code, refused"
    walk.press("form[action$='/signup/again/'] button")
    walk.go("login/")
    yield "log in"
    walk.send(login=REGULAR, password="x")
    yield "log in, refused"
    yield from _a_new_password(walk)


def _a_new_password(walk: Walker) -> Stops:
    walk.go("password/reset/")
    yield "reset"
    walk.send(email="dilnoza")
    yield "reset, refused"
    walk.send(email=REGULAR)
    yield "code to reset"
    walk.send(code="")
    yield "code to reset, refused"
    walk.send(code=walk.code)
    yield "new password"
    walk.send(password1="1")
    yield "new password, refused"
    walk.send(password1="yangi-parol-daftar-7")
    yield "new password set"
    walk.go("inactive/")
    yield "account closed"


def shop_window(walk: Walker) -> Stops:
    """What a visitor reads, and what is shown instead of a page."""
    walk.signed_in()
    for path in ("", "tests/", "tests/writing/", f"tests/reading/{LONG}/", "tariffs/"):
        walk.go(path)
        yield path or "landing"
    walk.go("no-such-page/", 404)
    yield "404"
    for status in (400, 402, 403, 429, 500):
        walk.go(f"told/{status}/", status)
        yield str(status)
    walk.page.goto("/styleguide/?refused=1")
    yield "styleguide"


def newcomer(walk: Walker) -> Stops:
    """Somebody who has done nothing yet: what is empty says what to do."""
    walk.signed_in(NEW)
    for path in ("home/", "history/", "inbox/", "tokens/", "tests/?level=C2&kind=listening"):
        walk.go(path)
        yield path
    walk.go("tests/reading/scene-created/")
    yield "too few tokens"
    walk.go("tariffs/?needed=900")
    yield "tariffs, tokens needed"


def account(walk: Walker) -> Stops:
    """The settings, and the ways around them."""
    walk.signed_in(REGULAR)
    for path in ("settings/", "email/", "password/change/", "logout/"):
        walk.go(path)
        yield path
    walk.go("settings/")
    walk.send(name="Dilnoza", target_band="77")
    yield "settings, refused"
    walk.go("settings/")
    walk.page.select_option("[name=locale]", walk.locale)
    walk.send(target_band="7")
    yield "settings, saved"
    walk.page.locator(".menu > summary").click()
    yield "menu"
    walk.go("email/")
    walk.send(email="dilnoza")
    yield "e-mail, refused"
    walk.go("password/change/")
    walk.send(oldpassword="x", password1="1")
    yield "password, refused"
    walk.go("email/")
    walk.send(email="dilnoza.yusupova@imtihon.example")
    yield "password asked for"
    walk.send(password=walk.scene.logins["learner"][1])
    yield "code for a new address"


def daily(walk: Walker) -> Stops:
    """The pages of somebody who has taken tests for months."""
    walk.signed_in(REGULAR)
    drain()
    for path in ("home/", "tests/", "history/", "inbox/", "tokens/", "tariffs/"):
        walk.go(path)
        yield path
    walk.go("inbox/")
    walk.press("main a[href*='/inbox/'][href*='-']")
    yield "message"
    walk.go("history/")
    walk.page.locator(".chart-table > summary").first.click()
    yield "history, as a table"


def money(walk: Walker) -> Stops:
    """An order from the tariff to the tokens."""
    walk.signed_in(walk.scene.learner)
    order = walk.scene.values["payments"][-1]["public_id"]
    walk.go(f"checkout/{order}/")
    yield "order"
    staff = users.find_people(walk.scene.login("cashier"))[0]
    payments.mark_paid(order, reference="1", reason="transfer", actor_id=staff)
    drain()
    walk.go(f"checkout/{order}/")
    yield "order, paid"
    walk.go("tokens/")
    yield "tokens"
    walk.go("tariffs/")
    yield "tariffs, own one marked"
    walk.press("main form[action$='/order/'] button")
    yield "order, another"
    walk.press("main form[action$='/cancel/'] button")
    yield "order, cancelled"


def begun(walk: Walker) -> str:
    """The path of a fresh attempt of the regular learner at the long test."""
    learner = users.find_people(REGULAR)[0]
    payments.grant(learner, 50, kind="bonus", key="bonus:walk")
    return f"attempts/{assessments.start(learner, 'reading', LONG, 'exam').uid}/"


def exam(walk: Walker) -> Stops:
    """A test from its page to the receipt, with everything that opens on the way."""
    walk.signed_in(REGULAR)
    walk.go(f"tests/reading/{LONG}/")
    yield "page of a test"
    paper = begun(walk)
    for number in (1, 2, 3):
        walk.go(f"{paper}part/{number}/")
        _answer_some(walk)
        yield f"part {number}"
    if walk.is_phone:
        walk.page.locator(".exam__tab[data-pane=stimulus]").click()
        yield "text"
    yield from _what_opens(walk)
    for seconds in (500, 50):
        _ends_in(paper, seconds)
        walk.page.reload()
        yield f"{seconds} seconds left"
    _ends_in(paper, 900)
    walk.go(f"{paper}finish/")
    yield "finish"
    walk.go("home/")
    yield "home, running"
    walk.go(f"tests/reading/{LONG}/")
    yield "page of a test, running"
    walk.go(f"{paper}finish/")
    walk.press("form[data-handover] button[type=submit]")
    yield "submitted"


def _answer_some(walk: Walker) -> None:
    """Every other question, and two flags."""
    page = walk.page
    for question in page.locator("#exam-form fieldset.question").all()[::2]:
        question.locator("input").first.check()
    for control in page.locator("#exam-form select").all()[::2]:
        control.select_option(index=2)
    for control in page.locator("#exam-form .gap__input").all()[::2]:
        if control.evaluate("one => one.tagName") == "INPUT":
            control.fill("answer")
    for flag in page.locator("#exam-form .flag").all()[1:3]:
        flag.click()
    all_saved(page)


def _what_opens(walk: Walker) -> Stops:
    page = walk.page
    page.keyboard.press("Alt+h")
    yield "highlighting"
    page.keyboard.press("Alt+h")
    for opener, dialog in ((".exam__palette-button", "palette-sheet"), ("", "exam-help")):
        button = page.locator(opener or "[data-opens=exam-help]")
        if button.is_visible():
            button.click()
            yield dialog
            page.locator(f"#{dialog} [data-closes]").click()
    for dialog in ("passage-note", "time-up"):
        page.evaluate("id => document.getElementById(id).showModal()", dialog)
        yield dialog
        page.evaluate("id => document.getElementById(id).close()", dialog)


def _ends_in(paper: str, seconds: int) -> None:
    deadline = timezone.now() + timedelta(seconds=seconds)
    Attempt.objects.filter(uid=paper.split("/")[1]).update(deadline_at=deadline)


def results(walk: Walker) -> Stops:
    """Reports, the review, and attempts that have no result yet."""
    walk.signed_in(REGULAR)
    past = walk.latest(LONG)
    walk.go(f"attempts/{past}/")
    yield "submitted long ago"
    for slug in (LONG, "reading-short-1"):
        walk.go(f"results/{walk.latest(slug)}/")
        for summary in walk.page.locator("main details > summary:visible").all():
            summary.click()
        yield f"result of {slug}"
    walk.go(f"results/{past}/review/")
    yield "review"
    walk.page.locator(".evidence__link").first.press("Enter")
    yield "review, at the evidence"
    walk.signed_in(walk.scene.learner)
    for state, page in (("manual", ""), ("grace", "finish/"), ("running", "part/1/")):
        walk.go(f"attempts/{walk.scene.attempts[state]}/{page}")
        yield state
    walk.go(f"results/{walk.scene.attempts['manual']}/", 409)
    yield "result, not released"
    walk.signed_in(walk.scene.login("author"))
    walk.go("tests/reading/scene-draft/preview/")
    yield "preview of a draft"


WALKS: tuple[Callable[[Walker], Stops], ...] = (
    entrance,
    shop_window,
    newcomer,
    account,
    daily,
    money,
    exam,
    results,
)
