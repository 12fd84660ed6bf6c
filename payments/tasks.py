"""What payments does in the background. Every task is safe to run twice, or by two workers."""

from __future__ import annotations

from celery import shared_task

from payments import announcing, checkout, ledger

SCHEDULE = {
    "payments.tasks.sweep_announcements": 60,
    "payments.tasks.expire_orders": 300,
    "payments.tasks.expire_lots": 900,
}


@shared_task(ignore_result=True)
def announce(order_id: int) -> None:
    """Tell a person that the order was paid, if that is still owed."""
    announcing.announce(order_id)


@shared_task(ignore_result=True)
def sweep_announcements() -> None:
    """Find the announcements that a lost task dropped."""
    for order_id in announcing.owed():  # a task each: one that fails does not hold up the others
        announce.delay(order_id)


@shared_task(ignore_result=True)
def expire_orders() -> None:
    """Close the orders that were not paid in time."""
    checkout.expire_orders()


@shared_task(ignore_result=True)
def expire_lots() -> None:
    """Write off the tokens that have expired."""
    ledger.expire_lots()
