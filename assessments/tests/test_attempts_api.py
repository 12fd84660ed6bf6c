"""The main job through the API: catalogue, start, paper, answers, flags, submit."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from rest_framework.test import APIClient

from assessments import versions
from assessments.models import Attempt, ExamVersion
from assessments.tests.attempt_makers import uids_by_number
from assessments.tests.delivery_makers import a_free_exam, give_tokens
from assessments.tests.makers import a_published_exam, an_exam
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/assessments/"


@pytest.fixture
def learner():
    return a_person()


def client_of(person):
    client = APIClient()
    client.force_login(person)
    return client


@pytest.fixture
def client(learner):
    return client_of(learner)


def start(client, exam, **more):
    return client.post(f"{ROOT}{exam.kind}/{exam.slug}/attempts/", {"mode": "exam"}, **more)


def answer(question, value, seq=1):
    return {"idem": str(uuid4()), "question": question, "seq": seq, "value": value}


def test_a_visitor_sees_the_tests_on_offer_and_no_drafts():
    exam, _draft = a_published_exam(), an_exam()
    body = APIClient().get(ROOT).json()
    (card,) = body["results"]
    assert card["slug"] == exam.slug
    assert {"title", "kind", "family", "level_from", "level_to", "minutes", "questions"} <= set(
        card
    )
    assert (card["minutes"], card["questions"], card["tokens"]) == (20, 9, 2)
    assert (body["next"], card["best"], card["done"]) == (None, None, 0)


def test_the_catalogue_is_narrowed_by_kind_family_and_level():
    exam = a_published_exam(level_from="B1", level_to="B2", family="custom")
    visitor = APIClient()

    def slugs(path):
        return [card["slug"] for card in visitor.get(f"{ROOT}{path}").json()["results"]]

    assert slugs("?kind=reading&family=custom&level=B2") == [exam.slug]
    assert slugs("reading/?level=B1") == [exam.slug]
    assert slugs("?level=C1") == slugs("?family=ielts_ac") == slugs("listening/") == []
    assert visitor.get(f"{ROOT}?kind=cooking").status_code == 400
    assert visitor.get(f"{ROOT}cooking/").status_code == 404


def test_the_catalogue_goes_on_by_cursor():
    slugs = [a_published_exam().slug for _ in range(3)]
    visitor, seen, cursor = APIClient(), [], None
    while True:
        body = visitor.get(ROOT, {"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [card["slug"] for card in body["results"]]
        if (cursor := body["next"]) is None:
            break
    assert seen == slugs[::-1]
    assert visitor.get(ROOT, {"cursor": "?"}).status_code == 400


def test_the_page_of_a_test_tells_what_it_asks(client):
    exam = a_free_exam()
    start(client, exam)
    body = client.get(f"{ROOT}reading/{exam.slug}/").json()
    assert (body["max_raw"], body["open_attempt"]) == (9, str(Attempt.objects.get().uid))
    (part,) = body["parts"]
    assert part["questions"] == 9
    assert "choose_many" in part["types"]
    assert APIClient().get(f"{ROOT}reading/{exam.slug}/").json()["available"] is None
    assert client.get(f"{ROOT}listening/{exam.slug}/").status_code == 404


def test_a_start_answers_201_then_200(client, learner):
    exam = a_published_exam()
    give_tokens(learner.pk, 5)
    first = start(client, exam, headers={"Idempotency-Key": "k1"})
    assert first.status_code == 201
    body = first.json()
    assert {"uid", "kind", "state", "started_at", "deadline_at", "server_now"} <= set(body)
    assert body["started_at"].endswith("Z")
    again = start(client, exam)
    assert (again.status_code, again.json()["uid"]) == (200, body["uid"])


def test_too_few_tokens_is_a_402_problem(client):
    response = start(client, a_published_exam())
    assert response.status_code == 402
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["code"], body["needed"], body["available"]) == ("insufficient-tokens", 2, 0)


def test_the_whole_job_by_a_program(client):
    exam = a_free_exam()
    uid = start(client, exam).json()["uid"]
    paper = client.get(f"{ROOT}attempts/{uid}/").json()
    questions = [
        question
        for part in paper["document"]["parts"]
        for group in part["groups"]
        for question in group["questions"]
    ]
    assert {"uid", "number", "number_to", "marks"} <= set(questions[0])
    assert (paper["responses"], paper["next_seq"], paper["flags"]) == ({}, 1, [])
    uids = uids_by_number(exam.current_version)
    batch = [answer(uids[1], "TRUE", 1), answer(uids[2], "MAYBE", 2), answer(uids[6], "1901", 3)]
    saved = client.post(f"{ROOT}attempts/{uid}/answers/", {"answers": batch})
    assert saved.status_code == 200
    body = saved.json()
    assert body["acked"] == [batch[0]["idem"], batch[2]["idem"]]
    assert body["refused"][0]["code"] == "unknown-option"
    assert (body["late"], body["next_seq"]) == ([], 4)
    assert body["server_now"].endswith("Z")
    flag = {"question": uids[4], "flagged": True}
    assert client.put(f"{ROOT}attempts/{uid}/flags/", flag).status_code == 200
    paper = client.get(f"{ROOT}attempts/{uid}/").json()
    assert paper["responses"][uids[6]] == {"value": "1901", "seq": 3}
    assert paper["flags"] == [uids[4]]
    assert client.post(f"{ROOT}attempts/{uid}/heartbeat/").status_code == 200
    done = client.post(f"{ROOT}attempts/{uid}/submit/").json()
    analysis = client.get(f"{ROOT}attempts/{uid}/analysis/").json()
    assert done["state"] == "released"
    names = ("raw", "max_raw", "band")
    assert [done[name] for name in names] == [analysis[name] for name in names]
    assert client.post(f"{ROOT}attempts/{uid}/submit/").status_code == 200
    late = client.post(f"{ROOT}attempts/{uid}/answers/", {"answers": [answer(uids[1], "FALSE", 9)]})
    assert late.json()["late"] == late.json()["acked"] != []
    listed = client.get(f"{ROOT}attempts/?kind=reading&state=released").json()["results"]
    assert [row["uid"] for row in listed] == [uid]
    assert listed[0]["band"] == "0.0"
    assert client.put(f"{ROOT}attempts/{uid}/flags/", flag).status_code == 409


def test_another_persons_attempt_is_not_found(client):
    uid = start(client, a_free_exam()).json()["uid"]
    other = client_of(a_person())
    base = f"{ROOT}attempts/{uid}/"
    assert other.get(base).status_code == 404
    assert other.post(f"{base}answers/", {"answers": []}).status_code == 404
    assert other.post(f"{base}submit/").status_code == 404
    assert other.post(f"{base}heartbeat/").status_code == 404
    assert other.put(f"{base}flags/", {"question": "x", "flagged": True}).status_code == 404
    assert other.get(f"{ROOT}attempts/").json()["results"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"answers": 5}', 400),
        ('{"answers": [{"value": "a\\u0000b"}]}', 400),
        ('{"answers": [{"value": "\\ud800"}]}', 400),
        (json.dumps({"answers": [{}] * 101}), 400),
        (json.dumps({"answers": [{"value": "x" * 1_000_000}]}), 413),
    ],
)
def test_bodies_that_can_not_be_taken_are_clear_refusals(client, body, status):
    uid = start(client, a_free_exam()).json()["uid"]
    response = client.post(f"{ROOT}attempts/{uid}/answers/", body, content_type="application/json")
    assert response.status_code == status
    assert response.json()["code"]


def test_without_signing_in_nothing_is_started():
    exam = a_free_exam()
    assert start(APIClient(), exam).status_code in (401, 403)
    assert APIClient().get(f"{ROOT}attempts/").status_code in (401, 403)


def test_no_response_before_release_holds_a_key(client):
    exam = a_free_exam()
    version = ExamVersion.objects.get(pk=exam.current_version_id)
    uid = start(client, exam).json()["uid"]
    uids = uids_by_number(version)
    save = client.post(f"{ROOT}attempts/{uid}/answers/", {"answers": [answer(uids[2], "TRUE", 1)]})
    shown = [
        client.get(f"{ROOT}attempts/{uid}/"),
        client.get(f"{ROOT}attempts/"),
        client.get(f"{ROOT}reading/{exam.slug}/"),
        client.get(ROOT),
        client.post(f"{ROOT}attempts/{uid}/heartbeat/"),
        save,
    ]
    keys = versions.keys_of(version.pk)
    for response in shown:
        text = response.content.decode()
        assert "Because of reason" not in text
        assert "winter / winter" not in text
        for name in ('"key": {', '"keys"', '"explanation"', '"evidence"', '"accepted"'):
            assert name not in text
    assert any("Because of reason" in json.dumps(key) for key in keys.values())


def test_every_get_has_a_browsable_page(client):
    exam = a_free_exam()
    uid = start(client, exam).json()["uid"]
    for path in ("", "attempts/", f"attempts/{uid}/", "reading/", f"reading/{exam.slug}/"):
        response = client.get(f"{ROOT}{path}", headers={"Accept": "text/html"})
        assert response.status_code == 200
        assert b"<html" in response.content


def session_token(person) -> str:
    client = APIClient()
    client.force_login(person)
    assert client.session[SESSION_KEY]
    return client.session.session_key


def test_a_save_takes_five_statements_with_a_session_token(learner, statements):
    exam = a_published_exam()
    give_tokens(learner.pk, 2)
    uid = start(client_of(learner), exam).json()["uid"]
    uids = [*uids_by_number(exam.current_version).values()]
    program = APIClient(headers={"X-Session-Token": session_token(learner)})
    versions.published(exam.current_version_id)
    values = ["TRUE", "TRUE", "TRUE", "A", "B", "one", "two", ["A"]]
    batch = [answer(question, value, 1) for question, value in zip(uids, values, strict=True)]
    with statements(at_most=5):
        response = program.post(f"{ROOT}attempts/{uid}/answers/", {"answers": batch})
    assert len(response.json()["acked"]) == 8


def test_lists_take_as_many_statements_for_many_rows_as_for_few(client, learner, statements):
    for exam in [a_free_exam() for _ in range(6)]:
        uid = start(client, exam).json()["uid"]
        client.post(f"{ROOT}attempts/{uid}/submit/")
    with statements(at_most=5):
        assert len(client.get(f"{ROOT}attempts/").json()["results"]) == 6
    with statements(at_most=4):
        assert len(client.get(ROOT).json()["results"]) == 6


def test_a_key_sent_while_an_attempt_is_open_is_kept(client, learner):
    exam, other = a_free_exam(), a_free_exam()
    uid = start(client, exam).json()["uid"]
    path = f"{ROOT}reading/{exam.slug}/attempts/"
    key = {"Idempotency-Key": "a-key"}
    for _twice in range(2):
        response = client.post(path, {"mode": "exam"}, headers=key)
        assert (response.status_code, response.json()["uid"]) == (200, uid)
        client.post(f"{ROOT}attempts/{uid}/submit/")
    refused = client.post(f"{ROOT}reading/{other.slug}/attempts/", headers=key)
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency-key-reused")
