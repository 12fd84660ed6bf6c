"""Messages in numbers, for the first page of the admin."""

from __future__ import annotations

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from config.tiles import Tile
from notifications.models import Delivery, DeliveryState

OWED = (DeliveryState.QUEUED, DeliveryState.SENDING)


def tiles() -> tuple[Tile, ...]:
    """Mails that are still owed or were given up; one statement."""
    rows = Delivery.objects.filter(state__in=[*OWED, DeliveryState.FAILED]).order_by()
    owed = Q(state__in=OWED)
    found = rows.aggregate(
        owed=Count("pk", filter=owed),
        oldest=Min("created_at", filter=owed),
        failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
    )
    deliveries = "admin:notifications_delivery_changelist"
    return (
        Tile(
            _("Mails to be sent"),
            found["owed"],
            url_name=deliveries,
            query=f"state__in={','.join(OWED)}",
            since=found["oldest"],
        ),
        Tile(
            _("Mails that failed"),
            found["failed"],
            url_name=deliveries,
            query=f"state__exact={DeliveryState.FAILED}",
        ),
    )
