"""Learners with a past, for trying their first page."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from assessments import judging
from assessments.models import Attempt, ExamVersion, State
from assessments.tests.attempt_makers import a_submitted_attempt, right_answers
from assessments.tests.makers import a_published_exam
from payments import services as payments
from tariffs.tests.makers import a_default_tariff
from users import services as users
from users.models import User


def a_result(version: ExamVersion, user_id: int, *, right: int, days_ago: int) -> Attempt:
    """A released attempt with the first `right` questions right and no other answer."""
    answers = dict(list(right_answers(version).items())[:right])
    then = timezone.now() - timedelta(days=days_ago)
    attempt = a_submitted_attempt(version, answers, user_id=user_id, started_at=then)
    judging.judge(attempt.pk)
    attempt.refresh_from_db()
    return attempt


def a_running_attempt(
    version: ExamVersion, user_id: int, *, answered: int = 0, started_at: datetime | None = None
) -> Attempt:
    """An attempt in progress with the first `answered` questions answered."""
    answers = dict(list(right_answers(version).items())[:answered])
    return a_submitted_attempt(
        version,
        answers,
        user_id=user_id,
        started_at=started_at or timezone.now() - timedelta(minutes=5),
        gap_s=30,
        state=State.IN_PROGRESS,
        submitted_at=None,
    )


def a_past(learner: User, results: int = 4) -> Attempt:
    """Tariff, tokens, goal, results, and a test that runs; the attempt at it."""
    a_default_tariff()
    payments.welcome(learner.pk)
    day = timezone.localdate() + timedelta(days=42)
    wishes = {"target_exam": "ielts_academic", "target_band": Decimal("7.0"), "exam_date": day}
    users.update_profile(learner.pk, wishes)
    version = a_published_exam().current_version
    for number in range(results):
        days_ago = 30 * (results - number)
        a_result(version, learner.pk, right=2 + number % 6, days_ago=days_ago)
    a_published_exam(tokens=1)
    return a_running_attempt(a_published_exam().current_version, learner.pk, answered=3)
