from __future__ import annotations

from datetime import UTC, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from assessments import judging, versions
from assessments.models import Attempt, QuestionFlag, ResponseEvent, State
from assessments.tests.attempt_makers import a_submitted_attempt, right_answers, uids_by_number
from assessments.tests.makers import a_published_exam
from users.tests.makers import a_learner

pytestmark = pytest.mark.django_db
API = "/api/v1/assessments"
MISTAKES = {3: "FALSE", 6: "in the year of 1901", 8: ["A", "B"]}


@pytest.fixture
def learner():
    return a_learner()


@pytest.fixture
def client(learner):
    found = APIClient()
    found.force_authenticate(learner)
    return found


def an_attempt(learner, answers=None, *, judged=True, **changes):
    version = a_published_exam(**changes).current_version
    given = {**right_answers(version), **MISTAKES} if answers is None else answers
    attempt = a_submitted_attempt(version, given, user_id=learner.pk)
    if judged:
        judging.judge(attempt.pk)
    return attempt


def test_the_analysis_has_the_shape_that_programs_rely_on(client, learner):
    attempt = an_attempt(learner)
    body = client.get(f"{API}/attempts/{attempt.uid}/analysis/").json()
    assert (body["kind"], body["revision"], body["raw"], body["max_raw"]) == ("reading", 1, 6, 9)
    standing = client.get(f"{API}/attempts/{attempt.uid}/").json()
    assert (standing["raw"], standing["max_raw"], standing["band"]) == (6, 9, "6.5")
    assert (body["band"], body["low"], body["high"]) == ("6.5", "6.0", "7.0")
    assert body["next_band"] == {"band": "9.0", "marks": 3}
    assert sum(part["right"] for part in body["parts"]) == 6
    assert {entry["type"] for entry in body["types"]} == {
        "true_false_not_given",
        "matching_features",
        "sentence_completion",
        "choose_many",
    }
    assert body["types"][0]["label"]
    assert body["levels"][0] == {"from": "0.0", "level": "A2"}
    assert body["next_steps"][0]["code"] == "word_limit"
    assert len({step["title"] for step in body["next_steps"]}) == 3
    assert "%(" not in body["next_steps"][0]["text"]
    assert body["submitted_at"].endswith("Z")
    assert body["earlier"] is None


def test_the_review_says_what_was_right_and_why(client, learner):
    attempt = an_attempt(learner)
    body = client.get(f"{API}/attempts/{attempt.uid}/review/").json()
    by_number = {question["number"]: question for question in body["questions"]}
    assert sum(question["max"] for question in body["questions"]) == body["max_raw"] == 9
    confused = by_number[3]
    assert (confused["answer"], confused["accepted"], confused["mark"]) == (
        "FALSE",
        ["NOT GIVEN"],
        0,
    )
    assert confused["reason"]["code"] == "not_given_as_false"
    assert confused["reason"]["text"]
    assert confused["explanation"]["en"] == "Because of reason 3."
    assert confused["evidence"] == [{"paragraph": 1, "quote": "The library opened in 1901"}]
    assert by_number[6]["normalised"] == "in the year of 1901"
    assert by_number[8]["answer"] == ["A", "B"]
    assert (by_number[8]["mark"], by_number[8]["verdict"]) == (1, "partial")


def test_a_review_can_be_narrowed(client, learner):
    attempt = an_attempt(learner)
    QuestionFlag.objects.create(attempt=attempt, question=uids_by_number(attempt.version)[1])
    for show, numbers in {"wrong": [3, 6, 8], "flagged": [1], "slow": []}.items():
        body = client.get(f"{API}/attempts/{attempt.uid}/review/", {"show": show}).json()
        assert [question["number"] for question in body["questions"]] == numbers
    assert client.get(f"{API}/attempts/{attempt.uid}/review/?show=x").status_code == 400


def test_the_readers_own_analyses_are_listed_newest_first(client, learner):
    first, second = an_attempt(learner), an_attempt(learner, {})
    an_attempt(a_learner())
    an_attempt(learner, release={"policy": "manual"})
    body = client.get(f"{API}/reading/analyses/").json()
    assert [line["uid"] for line in body["results"]] == [str(second.uid), str(first.uid)]
    assert body["results"][1]["band"] == "6.5"
    page = client.get(f"{API}/reading/analyses/?limit=1").json()
    rest = client.get(f"{API}/reading/analyses/", {"cursor": page["next"]}).json()
    assert [line["uid"] for line in rest["results"]] == [str(first.uid)]
    assert client.get(f"{API}/listening/analyses/").json()["results"] == []


@pytest.mark.parametrize("what", ["analysis", "review"])
def test_before_release_nothing_of_a_key_is_given(client, learner, what):
    attempt = an_attempt(learner, release={"policy": "manual"})
    answer = client.get(f"{API}/attempts/{attempt.uid}/{what}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "result-not-released")
    for entry in versions.keys_of(attempt.version_id).values():
        assert str(entry["explanation"]["en"]) not in answer.content.decode()
    Attempt.objects.filter(pk=attempt.pk).update(
        state=State.IN_PROGRESS, deadline_at=timezone.now() + timedelta(hours=1)
    )
    assert client.get(f"{API}/attempts/{attempt.uid}/{what}/").status_code == 409


def test_a_result_with_a_date_says_when_it_comes(client, learner):
    day = timezone.now() + timedelta(days=1)
    attempt = an_attempt(learner, release={"policy": "date", "at": day.isoformat()})
    body = client.get(f"{API}/attempts/{attempt.uid}/analysis/").json()
    assert body["code"] == "result-not-released"
    assert day.astimezone(UTC).strftime("%d.%m.%Y %H:%M UTC") in body["detail"]


@pytest.mark.parametrize("what", ["analysis", "review"])
def test_another_persons_result_is_not_found(client, what):
    attempt = an_attempt(a_learner())
    assert client.get(f"{API}/attempts/{attempt.uid}/{what}/").status_code == 404
    assert client.get(f"{API}/attempts/{uuid4()}/{what}/").status_code == 404
    assert APIClient().get(f"{API}/attempts/{attempt.uid}/{what}/").status_code == 401


def test_what_a_crash_left_unjudged_is_judged_when_it_is_asked_for(client, learner):
    attempt = an_attempt(learner, judged=False)
    assert client.get(f"{API}/attempts/{attempt.uid}/analysis/").json()["raw"] == 6


def test_late_answers_are_told_and_not_counted(client, learner):
    attempt = an_attempt(learner, {}, judged=False)
    ResponseEvent.objects.create(
        attempt=attempt,
        question=uids_by_number(attempt.version)[1],
        seq=9,
        idem=uuid4(),
        value="TRUE",
        received_at=attempt.submitted_at,
        late=True,
    )
    body = client.get(f"{API}/attempts/{attempt.uid}/analysis/").json()
    assert (body["late"], body["raw"]) == (1, 0)


def test_the_result_before_is_named(client, learner):
    first, second = an_attempt(learner, {}), an_attempt(learner)
    body = client.get(f"{API}/attempts/{second.uid}/analysis/").json()
    assert body["earlier"]["uid"] == str(first.uid)
    assert body["earlier"]["band"] == "0.0"


@pytest.mark.parametrize(("what", "most"), [("analysis", 6), ("review", 7)])
def test_reading_a_result_takes_few_statements(client, learner, statements, what, most):
    attempt = an_attempt(learner)
    client.get(f"{API}/attempts/{attempt.uid}/{what}/")
    with statements(at_most=most):
        client.get(f"{API}/attempts/{attempt.uid}/{what}/")


@pytest.mark.parametrize(
    "what", ["attempts/{uid}/analysis", "attempts/{uid}/review", "reading/analyses"]
)
def test_the_browsable_page_shows_the_same(client, learner, what):
    attempt = an_attempt(learner)
    path = f"{API}/{what.format(uid=attempt.uid)}/"
    assert client.get(path, headers={"accept": "text/html"}).status_code == 200
