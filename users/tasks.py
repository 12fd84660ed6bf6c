"""Work of the users app that runs by itself."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from users import codes, welcome

SCHEDULE = {"users.tasks.welcome_owed": 60, "users.tasks.blank_old_codes": 86_400}


@shared_task(ignore_result=True)
def welcome_owed() -> None:
    """Welcome those whom a crash or another app's trouble left out. Safe to run twice."""
    for user_id in welcome.owed():
        welcome.welcome(user_id)


@shared_task(ignore_result=True)
def blank_old_codes() -> None:
    """Forget the addresses of codes older than 90 days."""
    codes.blank_old(timezone.now())
