"""Orders in numbers, for the first page of the admin."""

from __future__ import annotations

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from config.tiles import Tile, start_of_day
from payments.kinds import Status
from payments.models import Payment

ORDERS = "admin:payments_payment_changelist"


def tiles() -> tuple[Tile, ...]:
    """Orders that wait for their money, and the money of today; one statement."""
    waiting = Q(status=Status.NEW, expires_at__gt=timezone.now())
    paid = Q(status=Status.PAID, paid_at__gte=start_of_day())
    found = Payment.objects.filter(waiting | paid).aggregate(
        waiting=Count("pk", filter=waiting),
        paid=Count("pk", filter=paid),
        money=Sum("amount_tiyin", filter=paid, default=0),
    )
    orders = _("Orders: %(n)d") % {"n": found["paid"]}
    return (
        Tile(
            _("Orders waiting for payment"),
            found["waiting"],
            url_name=ORDERS,
            query=f"status__exact={Status.NEW}",
        ),
        Tile(
            _("Paid today"),
            found["money"],
            orders,
            ORDERS,
            query=f"status__exact={Status.PAID}",
            is_money=True,
        ),
    )
