"""The demo's orders: two that the learner paid long ago, and one that waits for the cashier."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from payments.checkout import start_order, start_order_at
from payments.models import Payment
from payments.periods import welcome_at
from payments.settlement import mark_paid_at
from users import services as users

PEOPLE = "@imtihon.example"
LEARNER = "dilnoza@imtihon.example"
JOINED_DAYS_AGO = 120
PAID_DAYS_AGO = (118, 117)
"""Before the learner's first attempt: the ledger is written in the order of time. The second
order's days follow the first one's, so its tokens are still there."""


def load_demo(at: datetime | None = None) -> None:
    """Welcome the demo people, and give the learner orders and tokens. Safe to repeat."""
    now = at or timezone.now()
    for user_id in users.find_people(PEOPLE):
        welcome_at(user_id, now - timedelta(days=JOINED_DAYS_AGO))
    for user_id in users.find_people(LEARNER):
        if not Payment.objects.filter(user_id=user_id).exists():
            _buy(user_id, now)


def _buy(user_id: int, now: datetime) -> None:
    for number, days in enumerate(PAID_DAYS_AGO, 1):
        then = now - timedelta(days=days)
        started = start_order_at(user_id, "ielts-complete", "manual", "", then)
        mark_paid_at(
            started.order.public_id,
            f"DEMO-{number:04}",
            "Demo content",
            None,
            then + timedelta(hours=3),
        )
    start_order(user_id, "multilevel-standard")
