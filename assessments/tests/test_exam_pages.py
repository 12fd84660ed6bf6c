"""The learner pages without JavaScript: catalogue, start, parts, flags, finish, receipt."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments import services
from assessments.models import Attempt
from assessments.tests.attempt_makers import uids_by_number
from assessments.tests.delivery_makers import (
    a_free_exam,
    a_test_of_two_parts,
    give_tokens,
    tokens_left,
)
from assessments.tests.makers import a_published_exam
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client):
    person = a_person(locale="en")
    client.force_login(person)
    return person


def page(client, name, *args, **data):
    with translation.override("en"):
        url = reverse(f"assessments:{name}", args=args)
    return client.get(url, data)


def post(client, name, *args, **data):
    with translation.override("en"):
        url = reverse(f"assessments:{name}", args=args)
    return client.post(url, data)


def begin(client, exam):
    shown = page(client, "test", exam.kind, exam.slug).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', shown)[1]
    return post(client, "start", exam.kind, exam.slug, key=key), key


def test_the_catalogue_shows_what_is_on_offer_to_visitors(client):
    exam = a_published_exam()
    shown = page(client, "tests").content.decode()
    assert f"/en/tests/reading/{exam.slug}/" in shown
    assert "20 min · 9 questions · B1–B2" in shown
    assert "1 test found" in shown
    none = page(client, "tests", level="A1").content.decode()
    assert "No test fits this choice" in none
    assert page(client, "tests_of_kind", "listening").status_code == 200
    assert page(client, "tests", kind="nonsense", cursor="x").status_code == 200


def test_a_visitor_is_asked_to_log_in_before_a_start(client):
    exam = a_published_exam()
    shown = page(client, "test", exam.kind, exam.slug).content.decode()
    assert "Log in to start" in shown
    assert post(client, "start", exam.kind, exam.slug, key=str(uuid4())).status_code == 302
    assert Attempt.objects.count() == 0


def test_the_start_button_pressed_twice_starts_once(client, learner):
    exam = a_published_exam()
    give_tokens(learner.pk, 5)
    response, key = begin(client, exam)
    uid = Attempt.objects.get().uid
    assert response.url == f"/en/attempts/{uid}/part/1/"
    again = post(client, "start", exam.kind, exam.slug, key=key)
    assert again.url == response.url
    assert tokens_left(learner.pk) == 3


def test_too_few_tokens_lead_to_the_tariffs(client, learner):
    exam = a_published_exam()
    shown = page(client, "test", exam.kind, exam.slug).content.decode()
    assert "Tokens missing: 2" in shown
    response = post(client, "start", exam.kind, exam.slug, key=str(uuid4()))
    assert response.url == "/en/tariffs/?needed=2"
    tariffs = client.get(response.url).content.decode()
    assert tariffs.count("Needed: 2") == 1
    assert "Not enough tokens" not in tariffs


def test_a_learner_without_javascript_answers_everything_and_hands_in(client, learner):
    exam = a_test_of_two_parts()
    uids = uids_by_number(exam.current_version)
    begin(client, exam)
    uid = Attempt.objects.get().uid
    first = page(client, "part", uid, 1).content.decode()
    assert f'name="q-{uids[1]}"' in first
    answers = {
        f"q-{uids[1]}": "TRUE",
        f"q-{uids[4]}": "A",
        f"q-{uids[6]}": "1901",
        f"q-{uids[8]}": ["A", "C"],
    }
    response = post(client, "part", uid, 1, go="next", **answers)
    assert response.url == f"/en/attempts/{uid}/part/2/"
    response = post(client, "part", uid, 2, flag=uids[11], **{f"q-{uids[10]}": "TRUE"})
    assert response.url == f"/en/attempts/{uid}/part/2/#q-11"
    response = post(client, "part", uid, 2, go="next")
    assert response.url == f"/en/attempts/{uid}/finish/"
    check = page(client, "finish", uid).content.decode()
    assert "6 / 12" in check
    again = page(client, "part", uid, 1).content.decode()
    assert 'value="1901"' in again
    assert again.count(" checked") == 3
    response = post(client, "finish", uid)
    assert response.url == f"/en/attempts/{uid}/"
    receipt = page(client, "submitted", uid).content.decode()
    assert "6 of 12" in receipt
    assert str(uid)[:8].upper() in receipt
    assert f"/en/results/{uid}/" in receipt
    assert page(client, "part", uid, 1).url == f"/en/attempts/{uid}/"
    late = post(client, "part", uid, 1, go="next", **{f"q-{uids[2]}": "TRUE"})
    assert late.url == f"/en/attempts/{uid}/"


def test_a_flag_is_taken_away_by_pressing_again(client, learner):
    exam = a_free_exam()
    uids = uids_by_number(exam.current_version)
    begin(client, exam)
    uid = Attempt.objects.get().uid
    post(client, "part", uid, 1, flag=uids[1])
    assert services.paper(learner.pk, uid).flags == (uids[1],)
    post(client, "part", uid, 1, flag=uids[1])
    assert services.paper(learner.pk, uid).flags == ()


def test_in_the_grace_there_is_no_form_but_answers_are_taken(client, learner):
    exam = a_free_exam()
    uids = uids_by_number(exam.current_version)
    begin(client, exam)
    row = Attempt.objects.get()
    row.deadline_at = timezone.now() - timedelta(seconds=5)
    row.save(update_fields=["deadline_at"])
    assert page(client, "part", row.uid, 1).url == f"/en/attempts/{row.uid}/finish/"
    response = post(client, "part", row.uid, 1, go="next", **{f"q-{uids[1]}": "TRUE"})
    assert response.url == f"/en/attempts/{row.uid}/finish/"
    assert services.paper(learner.pk, row.uid).responses[uids[1]].value == "TRUE"
    assert "Time is up" in page(client, "finish", row.uid).content.decode()
    post(client, "finish", row.uid)
    assert "1 of 9" in page(client, "submitted", row.uid).content.decode()


def test_another_persons_pages_are_not_found(client, learner):
    exam = a_free_exam()
    begin(client, exam)
    uid = Attempt.objects.get().uid
    client.force_login(a_person(locale="en"))
    for name, args in [("part", [uid, 1]), ("finish", [uid]), ("submitted", [uid])]:
        assert page(client, name, *args).status_code == 404
    assert post(client, "part", uid, 1, go="next").status_code == 404
    assert post(client, "finish", uid).status_code == 404


def test_no_exam_page_holds_a_key_or_an_explanation(client, learner):
    exam = a_free_exam()
    begin(client, exam)
    uid = Attempt.objects.get().uid
    for response in [
        page(client, "part", uid, 1),
        page(client, "finish", uid),
        page(client, "test", exam.kind, exam.slug),
        page(client, "tests"),
    ]:
        text = response.content.decode()
        assert "Because of reason" not in text
        assert "winter / winter" not in text


def test_the_exam_page_takes_few_statements_however_many_answers(client, learner, statements):
    exam = a_free_exam()
    uids = uids_by_number(exam.current_version)
    begin(client, exam)
    uid = Attempt.objects.get().uid
    page(client, "part", uid, 1)
    with statements(at_most=7) as before:
        page(client, "part", uid, 1)
    post(client, "part", uid, 1, **{f"q-{uids[1]}": "TRUE", f"q-{uids[6]}": "1901"})
    with statements(exactly=len(before)):
        page(client, "part", uid, 1)


def test_an_unknown_part_is_not_found(client, learner):
    begin(client, a_free_exam())
    assert page(client, "part", Attempt.objects.get().uid, 9).status_code == 404


def test_a_form_that_was_sent_while_an_attempt_was_open_never_buys_a_second_one(client, learner):
    give_tokens(learner.pk, 6)
    exam = a_published_exam(tokens=3)
    shown = page(client, "test", exam.kind, exam.slug).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', shown)[1]
    begin(client, exam)
    uid = Attempt.objects.get().uid
    here = post(client, "start", exam.kind, exam.slug, key=key)
    assert here.url == f"/en/attempts/{uid}/part/1/"
    services.submit(learner.pk, uid)
    again = post(client, "start", exam.kind, exam.slug, key=key)
    assert again.url == f"/en/attempts/{uid}/"
    assert tokens_left(learner.pk) == 3
