"""Tells people that their order was paid. The row is the outbox: `announced_at` empty is owed."""

from __future__ import annotations

from django.utils import timezone

from notifications import services as notifications
from payments.kinds import Status
from payments.models import Payment


def owed(limit: int = 200) -> list[int]:
    """Orders that are paid and not announced, oldest first."""
    rows = Payment.objects.filter(status=Status.PAID, announced_at=None).order_by("id")
    return list(rows.values_list("pk", flat=True)[:limit])


def announce(order_id: int) -> None:
    """Send the message of a paid order if it is owed.

    Safe to run twice: the message has a key of its own. Its words are found when it is read, so
    it is handed the tariff's name in every language.
    """
    row = Payment.objects.filter(pk=order_id, status=Status.PAID, announced_at=None).first()
    if row is None:
        return
    notifications.notify(
        [row.user_id],
        "order.paid",
        {"tariff": row.tariff_name, "tokens": row.tokens},
        key=f"order:{row.public_id}:paid",
        route="payments:tokens",
    )
    Payment.objects.filter(pk=order_id, announced_at=None).update(announced_at=timezone.now())
