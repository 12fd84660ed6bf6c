"""How attempts end: by hand, by touch, by sweeper, always with the same result."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import judging, services, tasks
from assessments.errors import AttemptClosed, AttemptNotStarted
from assessments.models import Attempt, AttemptEvent
from assessments.tests.attempt_makers import right_answers, uids_by_number
from assessments.tests.delivery_makers import a_free_exam

pytestmark = pytest.mark.django_db

LEARNER = 7003


@pytest.fixture
def exam():
    return a_free_exam()


def an_attempt_with_answers(exam, learner=LEARNER):
    uid = services.start(learner, exam.kind, exam.slug, "exam").uid
    uids = uids_by_number(exam.current_version)
    answers = [
        {"idem": str(uuid4()), "question": uids[number], "seq": number, "value": value}
        for number, value in right_answers(exam.current_version).items()
    ]
    services.save(learner, uid, answers)
    return uid


def ended(uid, seconds_after_deadline: int) -> None:
    """Move the attempt's times into the past."""
    row = Attempt.objects.get(uid=uid)
    shift = timezone.now() - timedelta(seconds=seconds_after_deadline) - row.deadline_at
    Attempt.objects.filter(uid=uid).update(
        started_at=row.started_at + shift, deadline_at=row.deadline_at + shift
    )


def test_handing_in_closes_at_once_and_judges(exam):
    uid = an_attempt_with_answers(exam)
    services.submit(LEARNER, uid)
    state = services.attempt(LEARNER, uid)
    assert (state.state, state.closed_by_clock) == ("released", False)
    assert state.raw == state.max_raw == 9
    assert state.submitted_at is not None


def test_handing_in_twice_changes_nothing(exam):
    uid = an_attempt_with_answers(exam)
    services.submit(LEARNER, uid)
    first = services.attempt(LEARNER, uid)
    services.submit(LEARNER, uid)
    assert services.attempt(LEARNER, uid).submitted_at == first.submitted_at
    events = AttemptEvent.objects.filter(attempt__uid=uid).values_list("type", flat=True)
    assert list(events) == ["in_progress", "submitted", "marked", "released"]


def test_in_the_grace_there_is_no_form_and_handing_in_still_counts(exam):
    uid = an_attempt_with_answers(exam)
    ended(uid, 30)
    paper = services.paper(LEARNER, uid)
    assert (paper.attempt.state, paper.attempt.phase) == ("in_progress", "grace")
    assert paper.document is None
    services.submit(LEARNER, uid)
    assert not services.attempt(LEARNER, uid).closed_by_clock


def by_reading(uid):
    services.attempt(LEARNER, uid)


def by_listing(uid):
    services.attempts(LEARNER)


def by_saving(uid):
    services.save(LEARNER, uid, [])


def by_submitting(uid):
    services.submit(LEARNER, uid)


def by_heartbeat(uid):
    services.heartbeat(LEARNER, uid)


def by_sweeper(uid):
    tasks.close_expired()


def by_the_page_of_the_test(uid):
    row = Attempt.objects.select_related("exam").get(uid=uid)
    services.exam_page(row.kind, row.exam.slug, LEARNER)


@pytest.mark.parametrize(
    "touch",
    [
        by_reading,
        by_listing,
        by_saving,
        by_submitting,
        by_heartbeat,
        by_sweeper,
        by_the_page_of_the_test,
    ],
)
def test_the_clock_closes_at_any_touch_with_the_same_result(exam, touch):
    uid = an_attempt_with_answers(exam)
    ended(uid, 61)
    touch(uid)
    row = Attempt.objects.get(uid=uid)
    assert (row.state, row.closed_by_clock) == ("released", True)
    assert row.submitted_at == row.deadline_at
    assert (row.raw, row.band) == (9, 9)


def test_a_start_after_the_time_is_a_new_attempt(exam):
    uid = an_attempt_with_answers(exam)
    ended(uid, 61)
    again = services.start(LEARNER, exam.kind, exam.slug, "exam")
    assert again.is_new
    assert again.uid != uid
    assert Attempt.objects.get(uid=uid).state == "released"


def test_the_sweeper_leaves_attempts_in_their_grace(exam):
    uid = an_attempt_with_answers(exam)
    ended(uid, 59)
    tasks.close_expired()
    assert Attempt.objects.get(uid=uid).state == "in_progress"


def test_an_attempt_whose_judging_failed_is_judged_by_the_sweeper(exam, monkeypatch):
    uid = an_attempt_with_answers(exam)
    with monkeypatch.context() as patch:
        patch.setattr(judging, "judge", lambda *_args, **_more: 1 / 0)
        services.submit(LEARNER, uid)
    assert Attempt.objects.get(uid=uid).state == "submitted"
    tasks.judge_owed()
    assert Attempt.objects.get(uid=uid).state == "released"


def test_what_never_began_can_not_be_handed_in(exam):
    uid = services.start(LEARNER, exam.kind, exam.slug, "exam").uid
    Attempt.objects.filter(uid=uid).update(state="created", started_at=None, deadline_at=None)
    with pytest.raises(AttemptNotStarted):
        services.submit(LEARNER, uid)
    Attempt.objects.filter(uid=uid).update(state="abandoned")
    with pytest.raises(AttemptClosed):
        services.submit(LEARNER, uid)


def test_handing_in_takes_a_bounded_number_of_statements(exam, statements):
    uid = an_attempt_with_answers(exam)
    with statements(at_most=11):
        services.submit(LEARNER, uid)
