"""What runs in the background: mail that is owed, and the sweep that finds what was dropped."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from notifications import delivery

SCHEDULE = {"notifications.tasks.sweep": 30}


@shared_task
def deliver(delivery_id: str) -> None:
    """Send one mail if it is still owed. Safe to run twice, or by two workers at once."""
    if claimed := delivery.claim(UUID(delivery_id), timezone.now()):
        delivery.send(claimed)


@shared_task
def sweep() -> None:
    """Find what a lost broker, a crash or a deploy dropped."""
    delivery.give_up(timezone.now())
    for delivery_id in delivery.owed(timezone.now()):
        deliver.delay(str(delivery_id))
