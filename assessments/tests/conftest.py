"""A learner who takes a test of two parts, in a window if need be; files of a test's own."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments import services
from assessments.tests.attempt_makers import uids_by_number
from assessments.tests.delivery_makers import a_test_of_two_parts
from assessments.tests.exam_window import WIDE
from users.tests.makers import a_person


@pytest.fixture
def private_files(settings, tmp_path):
    """Private files in a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def learner():
    """Somebody who takes tests."""
    return a_person(locale="en")


@pytest.fixture
def exam():
    """A free test of two parts, on offer."""
    return a_test_of_two_parts()


@pytest.fixture
def uid(exam, learner):
    """The learner's running attempt at the test."""
    return services.start(learner.pk, exam.kind, exam.slug, "exam").uid


@pytest.fixture
def uids(exam):
    """The uid of each question by its number."""
    return uids_by_number(exam.current_version)


@pytest.fixture
def open_browser(chromium, live_server, learner):
    """A function that opens a signed-in window, and fails the test on any script error."""
    contexts, errors = [], []

    def signed_in(viewport=WIDE, **options):
        client = Client()
        client.force_login(learner)
        context = chromium.new_context(viewport=viewport, base_url=live_server.url, **options)
        name = "sessionid"
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if csp(line) else None)
        contexts.append(context)
        return page

    def csp(line):
        return "Content Security Policy" in line.text

    yield signed_in
    for context in contexts:
        context.close()
    assert errors == []
