from __future__ import annotations

import pytest
from django.test import Client

from assessments import demo, judging, versions
from assessments.models import Attempt, Exam, State
from assessments.tests.attempt_makers import (
    a_submitted_attempt,
    answers_with_mistakes,
    right_answers,
)
from assessments.tests.makers import a_published_exam
from users.tests.makers import a_learner

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/ru", "/en"])


@pytest.fixture
def learner():
    return a_learner(locale="en")


@pytest.fixture
def client(learner):
    client = Client()
    client.force_login(learner)
    return client


def an_attempt(learner, answers=None, **changes):
    version = a_published_exam(**changes).current_version
    given = {1: "TRUE", 3: "FALSE", 6: "in the year 1901 or so"} if answers is None else answers
    attempt = a_submitted_attempt(version, given, user_id=learner.pk)
    judging.judge(attempt.pk)
    return attempt


@LANGUAGES
def test_the_result_speaks_every_language(client, learner, prefix):
    attempt = an_attempt(learner)
    client.cookies["django_language"] = prefix.strip("/") or "uz"
    for path in (f"results/{attempt.uid}/", f"results/{attempt.uid}/review/", "history/"):
        page = client.get(f"{prefix}/{path}")
        assert page.status_code == 200, path
        assert "%(" not in page.content.decode()


def test_the_result_names_score_range_next_band_and_its_source(client, learner):
    attempt = an_attempt(learner, {1: "TRUE", 2: "FALSE", 4: "A", 5: "B"})
    text = client.get(f"/en/results/{attempt.uid}/").content.decode()
    assert "4.0" in text
    assert "2 more answers" in text
    assert "likely between 3.5 and 4.5" in text
    assert "Made for tests." in text
    assert "5 questions" not in text


def test_the_review_shows_own_answer_right_answer_reason_and_evidence(client, learner):
    attempt = an_attempt(learner)
    text = client.get(f"/en/results/{attempt.uid}/review/").content.decode()
    assert 'id="r-3"' in text
    assert 'href="#e-3"' in text
    assert 'id="e-1"' in text
    assert "The passage says nothing about this" in text
    assert "Because of reason 3." in text
    assert "in the year 1901 or so" in text


def test_the_review_is_narrowed_by_links(client, learner):
    attempt = an_attempt(learner, {1: "FALSE"})
    text = client.get(f"/en/results/{attempt.uid}/review/?show=flagged").content.decode()
    assert "There is no such question in this attempt." in text
    assert client.get(f"/en/results/{attempt.uid}/review/?show=odd").status_code == 200


def test_the_review_shows_one_part_at_a_time(client, learner):
    demo.load_demo()
    version = Exam.objects.get(slug="academic-reading-1").current_version
    attempt = a_submitted_attempt(version, answers_with_mistakes(version), user_id=learner.pk)
    judging.judge(attempt.pk)
    path = f"/en/results/{attempt.uid}/review/"
    pages = [client.get(path + query) for query in ("", "?part=2")]
    first, second = (page.content.decode() for page in pages)
    counts = [tab["count"] for tab in pages[0].context["part_tabs"]]
    assert (pages[0].context["tabs"][0]["count"], counts) == ("40", ["13", "13", "14"])
    assert "When do most of the young plants die? </p>" in " ".join(first.split())
    assert ('id="r-1"' in first, 'id="r-14"' in first) == (True, False)
    assert ('id="r-1"' in second, 'id="r-14"' in second) == (False, True)
    assert f'href="{path}?part=3"' in second
    assert client.get(f"{path}?part=77").content.decode().count('id="r-1"') == 1
    steps = client.get(f"/en/results/{attempt.uid}/").context["steps"]
    for step in steps:
        assert (
            step.number is None
            or f'id="r-{step.number}"' in client.get(step.url.partition("#")[0]).content.decode()
        )


def test_nothing_of_a_key_is_on_a_page_before_release(client, learner):
    attempt = an_attempt(learner, release={"policy": "manual"})
    for path in ("", "review/"):
        page = client.get(f"/en/results/{attempt.uid}/{path}")
        assert page.status_code != 200
        assert "Because of reason" not in page.content.decode()
    (item,) = client.get("/en/history/").context["page"].items
    assert (item.state, item.raw, item.band) == (State.MARKED, None, None)


def test_another_persons_pages_are_not_found(client):
    attempt = an_attempt(a_learner())
    for path in ("", "review/"):
        assert client.get(f"/en/results/{attempt.uid}/{path}").status_code == 404


def test_a_visitor_is_asked_to_sign_in(learner):
    attempt = an_attempt(learner)
    for path in (f"results/{attempt.uid}/", f"results/{attempt.uid}/review/", "history/"):
        assert Client().get(f"/en/{path}").status_code == 302


def test_the_history_lists_ended_attempts_and_draws_a_line_from_two(client, learner):
    assert "There is no result yet." in client.get("/en/history/").content.decode()
    an_attempt(learner)
    assert "not a trend" in client.get("/en/history/").content.decode()
    an_attempt(learner)
    text = client.get("/en/history/?kind=reading").content.decode()
    assert "polyline" in text
    assert "Reading: band 0.0 at first, 0.0 now" in text
    assert "There is no result yet." in client.get("/en/history/?kind=writing").content.decode()


def test_the_history_goes_on_by_cursor(client, learner):
    version = a_published_exam().current_version
    for _ in range(22):
        a_submitted_attempt(version, {}, user_id=learner.pk)
    page = client.get("/en/history/")
    following = page.context["next"]
    assert len(client.get(following).context["page"].items) == 2
    assert client.get("/en/history/?cursor=%00").status_code in (200, 400)


def test_the_history_comes_as_a_file_that_no_spreadsheet_runs(client, learner):
    title = {"uz": "=1+1", "ru": "=1+1", "en": "=1+1"}
    an_attempt(learner, title=title)
    answer = client.get("/en/history/results.csv")
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Date,Test,Kind,Marks,Of,Band"
    assert lines[1].split(",")[1:] == ["'=1+1", "Reading", "1", "9", "0.0"]


@pytest.mark.parametrize(("path", "most"), [("", 12), ("review/", 15)])
def test_pages_of_forty_questions_take_few_statements(client, learner, statements, path, most):
    demo.load_demo()
    version = Exam.objects.get(slug="academic-reading-1").current_version
    attempt = a_submitted_attempt(version, answers_with_mistakes(version), user_id=learner.pk)
    judging.judge(attempt.pk)
    client.get(f"/en/results/{attempt.uid}/{path}")
    with statements(at_most=most):
        client.get(f"/en/results/{attempt.uid}/{path}")


def test_marking_forty_questions_takes_few_statements(learner, statements):
    demo.load_demo()
    version = Exam.objects.get(slug="academic-reading-1").current_version
    attempt = a_submitted_attempt(version, right_answers(version), user_id=learner.pk)
    versions.published(version.pk), versions.keys_of(version.pk)
    with statements(at_most=9):
        judging.judge(attempt.pk)
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert (attempt.state, attempt.raw, str(attempt.band)) == (State.RELEASED, 40, "9.0")
