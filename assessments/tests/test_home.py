from __future__ import annotations

import pytest
from django.test import Client

from assessments.tests.home_makers import a_default_tariff, a_learner, a_past, a_result, a_tariff
from assessments.tests.makers import a_published_exam, an_exam
from notifications import services as notifications
from payments import services as payments
from tariffs import services as tariffs
from users import services as users

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_http(settings):
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def learner():
    return a_learner(name="Aziza Karimova")


@pytest.fixture
def client(learner):
    found = Client()
    found.force_login(learner)
    return found


def test_a_visitor_sees_tests_tariffs_and_how_to_begin():
    a_default_tariff(tokens=3)
    a_tariff("standard", 14_900_000, is_recommended=True)
    on_offer = a_published_exam()
    draft = an_exam(slug="not-yet")
    body = Client().get("/en/").content.decode()
    assert "/en/signup/" in body
    assert "Start free" in body
    assert f"/en/tests/reading/{on_offer.slug}/" in body
    assert draft.slug not in body
    assert "prices from 149,000 soʻm" in body
    assert "A sample with made-up numbers" in body
    assert body.count("<h1") == 1


def test_an_empty_house_has_a_page_for_visitors_too():
    body = Client().get("/en/").content.decode()
    assert "The first tests are being written." in body
    assert "Tariffs</h2>" not in body


def test_the_page_for_visitors_is_there_without_tariffs(monkeypatch):
    def fail():
        raise RuntimeError("out of order")

    monkeypatch.setattr(tariffs, "offers", fail)
    assert Client().get("/en/").status_code == 200


def test_the_page_for_visitors_takes_few_statements(statements):
    for number in range(4):
        a_tariff(f"tariff-{number}", (number + 1) * 100_000)
        a_published_exam()
    with statements(at_most=8) as few:
        Client().get("/en/")
    for number in range(4, 13):
        a_tariff(f"tariff-{number}", (number + 1) * 100_000)
        a_published_exam()
    with statements(exactly=len(few)):
        Client().get("/en/")


def test_signed_in_people_go_to_their_own_page(client):
    assert client.get("/en/")["Location"] == "/en/home/"


def test_visitors_are_asked_to_log_in_first():
    assert Client().get("/en/home/")["Location"].startswith("/en/login/")


def test_a_newcomer_is_invited_to_a_test(client, learner):
    a_default_tariff(tokens=3)
    payments.welcome(learner.pk)
    exam = a_published_exam(tokens=2)
    body = client.get("/en/home/").content.decode()
    assert "Hello, Aziza</h1>" in body
    assert "Find out your level" in body
    assert f"/en/tests/reading/{exam.slug}/" in body
    assert "welcome gift" in body
    assert "Estimated band" not in body


def test_a_newcomer_without_any_test_gets_a_page(client):
    body = client.get("/en/home/").content.decode()
    assert "The first tests are being written." in body


def test_a_learner_sees_what_runs_where_they_stand_and_what_is_next(client, learner):
    attempt = a_past(learner)
    body = client.get("/en/home/").content.decode()
    assert "Goal: IELTS Academic 7.0 · 42 days to the exam" in " ".join(body.split())
    assert f"/en/attempts/{attempt.uid}/part/1/" in body
    assert "answered: 3 of 9" in body
    assert "Estimated band" in body
    assert "Next step: Reading." in body
    assert "Band, latest 4 tests" in body
    assert "%(" not in body


@pytest.mark.parametrize("prefix", ["", "/ru", "/en"])
def test_the_first_page_speaks_every_language(client, learner, prefix):
    a_past(learner)
    assert client.get(f"{prefix}/home/").status_code == 200


def test_one_result_is_not_called_a_trend(client, learner):
    a_past(learner, results=1)
    body = client.get("/en/home/").content.decode()
    assert "One result is not a trend." in body
    assert "c-line" not in body


def test_results_without_a_band_are_told_as_such(client, learner):
    attempt = a_result(a_published_exam().current_version, learner.pk, right=3, days_ago=1)
    type(attempt).objects.filter(pk=attempt.pk).update(band=None)
    assert "no band table" in client.get("/en/home/").content.decode()


def test_the_first_page_holds_no_key(client, learner):
    a_past(learner)
    body = client.get("/en/home/").content.decode()
    assert "whole winter" not in body
    assert "1901" not in body


@pytest.mark.parametrize(
    ("app", "failing", "words"),
    [
        (users, "profile", "Hello</h1>"),
        (payments, "balance", "Not known at the moment."),
        (payments, "current_tariff", "Tokens: 3"),
        (notifications, "counts", "Not known at the moment."),
    ],
)
def test_without_a_neighbour_the_first_page_is_there(
    client, learner, monkeypatch, app, failing, words
):
    def fail(user_id):
        raise RuntimeError("out of order")

    a_past(learner)
    monkeypatch.setattr(app, failing, fail)
    page = client.get("/en/home/")
    assert page.status_code == 200
    assert words in page.content.decode()


def test_the_first_page_takes_few_statements_whatever_there_is(client, learner, statements):
    a_past(learner, results=12)
    client.get("/en/home/")
    with statements(at_most=16):
        assert client.get("/en/home/").status_code == 200
