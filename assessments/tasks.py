"""What assessments does in the background. Every task is safe to run twice, or by two workers."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from assessments import announcing, judging
from assessments.delivery import closing, repair
from assessments.models import Attempt

SCHEDULE = {
    "assessments.tasks.close_expired": 30,
    "assessments.tasks.repair_created": 120,
    "assessments.tasks.judge_owed": 60,
    "assessments.tasks.announce_owed": 60,
}


@shared_task(ignore_result=True)
def announce(attempt_id: int) -> None:
    """Tell a learner that a result is ready, if that is still owed."""
    announcing.announce(attempt_id)


@shared_task(ignore_result=True)
def judge_owed() -> None:
    """Judge what a crash left unjudged, and show results whose day has come."""
    for attempt_id in judging.owed():
        closing.judge(attempt_id, timezone.now())


@shared_task(ignore_result=True)
def announce_owed() -> None:
    """Find the announcements that a lost task dropped."""
    for attempt_id in announcing.owed():
        announce.delay(attempt_id)


@shared_task(ignore_result=True)
def close_expired() -> None:
    """Close attempts whose time is over and that nobody touches."""
    closing.close_overdue(Attempt.objects.all(), timezone.now())


@shared_task(ignore_result=True)
def repair_created() -> None:
    """Give back what was paid for attempts that did not begin."""
    repair.repair_created(timezone.now())
