"""Learners with a past, for trying their first page."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from assessments import judging
from assessments.models import Attempt, ExamVersion, State
from assessments.tests.attempt_makers import a_submitted_attempt, right_answers
from assessments.tests.makers import a_published_exam, words
from payments import services as payments
from tariffs import services as tariffs
from users import services as users

_numbers = count(1)


def a_learner(name: str = "Aziza Karimova") -> Any:
    """A person who was welcomed."""
    email = f"home{next(_numbers)}@mail.example"
    return get_user_model().objects.create_user(email, name=name, welcomed_at=timezone.now())


def a_tariff(slug: str, price_tiyin: int, **fields: Any) -> None:
    """A tariff for sale."""
    if not tariffs.offers():
        tariffs.create_category({"slug": "ielts", "name": words("IELTS"), "position": 1})
    terms: dict[str, Any] = {
        "category": "ielts",
        "slug": slug,
        "name": words(slug),
        "price_tiyin": price_tiyin,
        "tokens": 30,
        "duration_days": 30,
        "position": next(_numbers),
    }
    tariffs.create_tariff({**terms, **fields}, actor_id=None)


def a_default_tariff(tokens: int = 3) -> None:
    """The free tariff that everyone has."""
    a_tariff("start", 0, tokens=tokens, duration_days=None, is_default=True)


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


def a_past(learner: Any, results: int = 4) -> Attempt:
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
