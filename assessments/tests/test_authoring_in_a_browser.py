"""An author makes a small Reading test by clicking and publishes it, under the strict CSP."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessments import services
from assessments.models import Attempt, Exam
from payments import services as payments
from users.tests.makers import a_person, an_administrator

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PASSAGE = "The library opened in 1901 by the canal.\n\nIts keeper lent books to farmers."


@pytest.fixture
def page(chromium, live_server):
    """A page of a signed-in administrator; every report of the CSP fails the test."""
    client = Client()
    client.force_login(an_administrator(locale="en"))
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "url": live_server.url,
            }
        ]
    )
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    reports = []
    opened.on(
        "console",
        lambda message: (
            reports.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    opened.on("pageerror", lambda error: reports.append(str(error)))
    yield opened
    context.close()
    assert not reports


def fill(page, **fields):
    for name, value in fields.items():
        page.locator(f"[name='{name}']").fill(value)


def save(page):
    page.locator("input[name='_save'], input[name='_continue']").first.click()


def test_an_author_writes_a_test_by_clicking_and_publishes_it(page, live_server):
    page.goto(live_server.url + reverse("admin:assessments_reading_add"))
    fill(page, title_uz="Kutubxona", title_ru="Библиотека", title_en="The library", slug="library")
    page.locator("[name='family']").select_option("custom")
    fill(page, scale_source_en="Made for this test.", scale_bands="3 = 9.0\n0 = 0.0")
    page.get_by_role("button", name="Add another Reading part").click()
    fill(page, **{"parts-0-number": "1", "parts-0-passage_title": "A library"})
    page.locator("input[name='_continue']").click()

    page.locator("#parts-0 a.inlinechangelink").click()
    fill(page, title_en="Passage 1", passage=PASSAGE)
    page.locator("[name='labelled']").check()
    for position, type in enumerate(("true_false_not_given", "note_completion")):
        page.get_by_role("button", name="Add another group of questions").click()
        page.locator(f"[name='groups-{position}-number']").fill(str(position + 1))
        page.locator(f"[name='groups-{position}-type']").select_option(type)
    page.locator("input[name='_continue']").click()

    page.locator("#groups-0 a.inlinechangelink").click()
    fill(page, **{"questions-0-prompt": "The library is by the sea."})
    page.locator("[name='questions-0-answer']").select_option("FALSE")
    fill(page, **{"questions-0-evidence": "1: by the canal"})
    save(page)

    page.locator("#groups-1 a.inlinechangelink").click()
    fill(page, title="Notes", body="- opened in [[2]]\n- lent to [[3]]", limit_words="1")
    page.locator("[name='limit_numbers']").check()
    page.locator("input[name='_continue']").click()
    assert page.locator("[name='questions-1-number']").input_value() == "3"
    fill(page, **{"questions-0-answer": "1901", "questions-1-answer": "far away farmers"})
    save(page)

    exam = Exam.objects.get(slug="library")
    page.goto(live_server.url + reverse("admin:assessments_reading_check", args=[exam.pk]))
    page.get_by_role("link", name="Question 3: an alternative of the key is over").click()
    fill(page, **{"questions-1-answer": "(the) farmers"})
    save(page)

    page.goto(live_server.url + reverse("assessments:preview", args=["reading", "library"]))
    assert page.locator(".group").count() == 2
    page.goto(live_server.url + reverse("admin:assessments_reading_check", args=[exam.pk]))
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("The test is on offer. Version: 1").wait_for()
    exam.refresh_from_db()
    assert (exam.status, exam.current_version.max_raw) == ("published", 3)

    first = exam.current_version
    learner = a_person(locale="en")
    payments.grant(learner.pk, 100, kind="bonus", key="bonus:author")
    attempt = services.start(learner.pk, "reading", "library", "exam").uid
    page.goto(live_server.url + reverse("admin:assessments_reading_change", args=[exam.pk]))
    page.locator("#parts-0 a.inlinechangelink").click()
    page.locator("#groups-0 a.inlinechangelink").click()
    fill(page, **{"questions-0-prompt": "The library stands by the sea."})
    save(page)
    page.goto(live_server.url + reverse("admin:assessments_reading_check", args=[exam.pk]))
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("The test is on offer. Version: 2").wait_for()
    exam.refresh_from_db()
    assert exam.current_version.number == 2
    row = Attempt.objects.get(uid=attempt)
    assert row.version_id == first.pk
    paper = services.paper(learner.pk, attempt)
    assert "The library is by the sea." in str(paper.document)
    assert "stands by the sea" not in str(paper.document)


def test_a_double_click_saves_a_new_test_once(page, live_server):
    page.goto(live_server.url + reverse("admin:assessments_reading_add"))
    fill(page, title_en="Clicked twice", slug="clicked-twice")
    page.locator("[name='family']").select_option("custom")
    page.locator("input[name='_continue']").dblclick()
    page.wait_for_url("**/change/")
    assert page.locator(".errornote").count() == 0
    assert Exam.objects.filter(slug="clicked-twice").count() == 1


def test_the_admin_follows_the_theme_of_the_site_and_changes_it(page, live_server):
    cookie = {"name": "theme", "value": "dark", "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + reverse("admin:index"))
    shown = "document.documentElement.dataset.theme"
    assert page.evaluate(shown) == "dark"
    page.locator(".theme-toggle").click()
    assert page.evaluate(shown) == "contrast"
    page.goto(live_server.url + "/en/tariffs/")
    assert page.evaluate(shown) == "contrast"
