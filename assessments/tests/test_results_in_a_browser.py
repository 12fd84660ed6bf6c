"""The result pages in a real browser: wide and narrow, light and dark, without a fault."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from assessments import demo, judging
from assessments.models import Exam, QuestionFlag
from assessments.tests.attempt_makers import (
    START,
    a_submitted_attempt,
    answers_with_mistakes,
    right_answers,
    uids_by_number,
)
from users.tests.makers import a_learner

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def attempt():
    learner = a_learner(locale="en")
    demo.load_demo()
    version = Exam.objects.get(slug="academic-reading-1").current_version
    right = right_answers(version)
    for days, answered in ((40, 22), (20, 27), (6, 26)):
        some = dict(list(right.items())[:answered])
        begun = START - timedelta(days=days)
        past = a_submitted_attempt(version, some, user_id=learner.pk, started_at=begun)
        judging.judge(past.pk)
    found = a_submitted_attempt(version, answers_with_mistakes(version), user_id=learner.pk)
    QuestionFlag.objects.create(attempt=found, question=uids_by_number(version)[8])
    judging.judge(found.pk)
    return found


@pytest.fixture(
    params=[(1280, 800, "light"), (390, 844, "light"), (1280, 800, "dark"), (390, 844, "dark")],
    ids=["desk", "phone", "desk-dark", "phone-dark"],
)
def page(request, chromium, live_server, attempt):
    client = Client()
    client.force_login(settings_user(attempt))
    width, height, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        base_url=live_server.url,
        color_scheme=scheme,
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page = context.new_page()
    page.faults, page.scheme = [], scheme
    page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
    yield page
    context.close()


def settings_user(attempt):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=attempt.user_id)


def seen(page, folder, name):
    """A screenshot for whoever looks, and no fault that axe finds, and no sideways scrolling."""
    width = page.viewport_size["width"]
    page.screenshot(path=folder / f"{name}-{width}-{page.scheme}.png", full_page=True)
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, name
    found = Axe().run(page).response["violations"]
    assert not found, [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


def test_a_learner_reads_result_review_and_history(page, attempt, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp()
    page.goto(f"/en/results/{attempt.uid}/")
    seen(page, folder, "result")
    page.goto(f"/results/{attempt.uid}/")
    page.goto("/en/history/")
    seen(page, folder, "history")
    page.goto(f"/en/results/{attempt.uid}/")
    page.get_by_role("link", name="Go through the questions").click()
    seen(page, folder, "review")
    page.locator('#r-8 a[href="#e-8"]').click()
    assert page.locator("#e-8").evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight }"
    )
    page.get_by_role("link", name="Wrong").first.click()
    assert page.locator('.review-item[data-mark="right"]').count() == 0
    page.get_by_role("link", name="Flagged").first.click()
    assert page.locator(".review-item").count() == 1
    assert page.faults == []
