from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections, router
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import services
from assessments.models import Attempt, State
from assessments.tests.attempt_makers import a_submitted_attempt
from assessments.tests.delivery_makers import give_tokens
from assessments.tests.home_makers import a_default_tariff, a_learner, a_result, a_running_attempt
from assessments.tests.makers import a_published_exam
from notifications import services as notifications
from payments import services as payments
from users import services as users

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return a_learner(name="Aziza Karimova").pk


@pytest.fixture
def version():
    return a_published_exam().current_version


def test_a_newcomer_has_tokens_a_tariff_and_a_test_to_begin_with(learner):
    a_default_tariff(tokens=3)
    payments.welcome(learner)
    dear = a_published_exam(tokens=9)
    cheap = a_published_exam(tokens=2)
    found = services.dashboard(learner)
    assert (found.balance.available, found.tariff.is_default, found.unread) == (3, True, 0)
    assert [card.slug for card in found.tests] == [cheap.slug, dear.slug]
    assert (found.results, found.skills, found.overall, found.advice) == (0, (), None, None)
    assert (found.running, found.goal, found.progress) == (None, None, ())


def test_the_estimate_says_band_range_change_and_number_of_tests(learner, version):
    for right, days_ago in [(1, 30), (3, 20), (3, 10), (8, 1)]:
        a_result(version, learner, right=right, days_ago=days_ago)
    found = services.dashboard(learner)
    (reading,) = found.skills
    bands = [point.band for point in found.progress]
    assert bands == [Decimal("0.0"), Decimal("4.0"), Decimal("4.0"), Decimal("9.0")]
    assert (reading.kind, reading.band, reading.tests) == ("reading", Decimal("5.5"), 4)
    assert reading.change == Decimal("5.5") - Decimal("2.5")
    assert found.overall.band == reading.band
    assert reading.low <= reading.band <= reading.high


def test_one_result_has_no_change(learner, version):
    a_result(version, learner, right=3, days_ago=1)
    assert services.dashboard(learner).skills[0].change is None


def test_the_advice_is_the_first_step_of_the_newest_result(learner, version):
    a_result(version, learner, right=8, days_ago=1)
    a_result(version, learner, right=2, days_ago=9)
    newest = services.dashboard(learner).advice
    assert newest.step.code == "keep_level"
    assert newest.uid == services.dashboard(learner).progress[-1].uid


def test_the_running_attempt_says_its_end_and_what_is_answered(learner, version):
    attempt = a_running_attempt(version, learner, answered=8)
    running = services.dashboard(learner).running
    assert (running.uid, running.deadline_at) == (attempt.uid, attempt.deadline_at)
    assert (running.answered, running.questions) == (9, 9)
    assert running.saved_at == attempt.started_at + timedelta(seconds=8 * 30)


def test_cleared_answers_are_not_counted(learner, version):
    attempt = a_running_attempt(version, learner, answered=2)
    attempt.responses.filter(seq=1).update(value="")
    assert services.dashboard(learner).running.answered == 1


def test_a_test_that_runs_is_not_suggested(learner, version):
    other = a_published_exam()
    a_running_attempt(version, learner)
    assert [card.slug for card in services.dashboard(learner).tests] == [other.slug]


def test_an_attempt_whose_time_is_over_is_closed_and_no_longer_runs(learner, version):
    long_ago = timezone.now() - timedelta(hours=3)
    attempt = a_running_attempt(version, learner, answered=1, started_at=long_ago)
    found = services.dashboard(learner)
    assert found.running is None
    assert found.results == 1
    assert Attempt.objects.get(pk=attempt.pk).state == State.RELEASED


def test_a_result_that_is_not_shown_yet_is_announced_as_pending(learner):
    version = a_published_exam(release={"policy": "manual"}).current_version
    attempt = a_result(version, learner, right=3, days_ago=1)
    (awaited,) = services.dashboard(learner).awaited
    assert (awaited.uid, attempt.state) == (attempt.uid, State.MARKED)


def test_tests_for_a_learner_are_new_then_affordable_then_of_the_weakest_kind(learner, version):
    a_result(version, learner, right=3, days_ago=1)
    give_tokens(learner, 3)
    dear, cheap = a_published_exam(tokens=5), a_published_exam(tokens=1)
    found = services.dashboard(learner).tests
    assert [card.slug for card in found] == [cheap.slug, dear.slug, version.exam.slug]
    assert (found[2].done, found[2].best) == (1, Decimal("4.0"))


def test_the_goal_counts_the_days_to_the_exam(learner):
    day = timezone.localdate() + timedelta(days=42)
    wishes = {"target_exam": "ielts_academic", "target_band": Decimal("7.0"), "exam_date": day}
    users.update_profile(learner, wishes)
    goal = services.dashboard(learner).goal
    assert (goal.exam, goal.band, goal.days_left) == ("IELTS Academic", Decimal("7.0"), 42)


def test_a_day_that_is_past_is_not_counted(learner):
    users.update_profile(learner, {"exam_date": timezone.localdate() - timedelta(days=1)})
    assert services.dashboard(learner).goal.days_left is None


def test_another_persons_attempts_are_not_seen(learner, version):
    stranger = a_learner().pk
    a_result(version, stranger, right=3, days_ago=1)
    a_running_attempt(version, stranger)
    found = services.dashboard(learner)
    assert (found.results, found.running, found.awaited) == (0, None, ())


@pytest.mark.parametrize(
    ("app", "name", "part"),
    [
        (users, "profile", "profile"),
        (payments, "balance", "balance"),
        (payments, "current_tariff", "tariff"),
        (notifications, "counts", "unread"),
    ],
)
def test_a_neighbour_that_fails_is_an_empty_part_and_a_line_in_the_log(
    learner, monkeypatch, caplog, app, name, part
):
    def fail(user_id):
        raise RuntimeError("out of order")

    a_default_tariff()
    payments.welcome(learner)
    monkeypatch.setattr(app, name, fail)
    found = services.dashboard(learner)
    assert getattr(found, part) is None
    assert "out of order" in caplog.text


def test_the_dashboard_reads_no_papers_and_no_keys(learner, version):
    a_result(version, learner, right=5, days_ago=3)
    a_running_attempt(version, learner)
    services.dashboard(learner)  # the version is read once a process
    with CaptureQueriesContext(connections[router.db_for_read(Attempt)]) as asked:
        assert services.dashboard(learner).advice is not None
    heavy = [one["sql"] for one in asked if '"keys"' in one["sql"] or '"document"' in one["sql"]]
    assert heavy == []


def test_the_statements_do_not_grow_with_what_there_is(learner, statements):
    a_default_tariff()
    payments.welcome(learner)
    versions = [a_published_exam().current_version for _ in range(5)]
    for number in range(12):
        a_result(versions[number % 3], learner, right=number % 8, days_ago=number + 1)
    a_running_attempt(versions[3], learner, answered=8)
    a_submitted_attempt(versions[4], {}, user_id=learner)
    with statements(at_most=14):
        found = services.dashboard(learner)
    assert (found.results, len(found.tests), found.running.answered) == (12, 3, 9)
