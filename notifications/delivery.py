"""Mail that is owed: claimed by a lease, sent outside any transaction, tried five times."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notifications.models import Delivery, DeliveryState, Message
from notifications.rendering import rendered
from users import services as users

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 600, 3600))
TRIES = len(PAUSES) + 1
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that this worker holds until its lease ends."""

    delivery_id: UUID
    message: Message
    user_id: int
    attempt: int


def owed(at: datetime, limit: int = 50) -> list[UUID]:
    """Deliveries that nobody holds and that are due: also those a killed worker had taken."""
    found = _free(at).order_by("next_at").values_list("pk", flat=True)
    return list(found[:limit])


def give_up(at: datetime) -> int:
    """Close deliveries whose worker was lost at the last try. How many."""
    return Delivery.objects.filter(
        state=DeliveryState.SENDING, attempts__gte=TRIES, lease_until__lte=at
    ).update(state=DeliveryState.FAILED, reason="worker-lost", lease_until=None)


def claim(delivery_id: UUID, at: datetime) -> Claim | None:
    """Take one delivery for 120 s; None if it is done, not due, or in another worker's hands."""
    taken = (
        _free(at)
        .filter(pk=delivery_id)
        .update(state=DeliveryState.SENDING, lease_until=at + LEASE, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    row = Delivery.objects.select_related("message").get(pk=delivery_id)
    return Claim(row.pk, row.message, row.user_id, row.attempts)


def send(claimed: Claim) -> str:
    """Send a claimed mail in its reader's language; the state it got to.

    A temporary failure is tried again after 30 s, 2 min, 10 min and 1 h (± 20 %). A repeat after
    a crash carries the same Message-ID.
    """
    contact = users.contacts([claimed.user_id]).get(claimed.user_id)
    if contact is None or not contact.email:
        return _close(claimed, DeliveryState.SUPPRESSED, "no-address")
    if not contact.email_verified:
        return _close(claimed, DeliveryState.SUPPRESSED, "address-not-confirmed")
    try:
        _mail(claimed, contact.email, contact.name, contact.locale).send()
    except Exception as error:
        logger.warning("Mail %s not sent: %s", claimed.delivery_id, type(error).__name__)
        return _postpone(claimed, type(error).__name__)
    return _close(claimed, DeliveryState.SENT, "")


def _free(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=at),
        state__in=OPEN,
        next_at__lte=at,
        attempts__lt=TRIES,
    )


def _mail(claimed: Claim, address: str, name: str, locale: str) -> EmailMultiAlternatives:
    words = rendered(claimed.message, locale)
    link = f"{settings.SITE_URL}{words.path}" if words.path else ""
    context = {"words": words, "link": link, "name": name, "site": settings.SITE_URL}
    context["locale"] = locale
    with translation.override(locale):
        text = render_to_string("notifications/mail/message.txt", context)
        page = render_to_string("notifications/mail/message.html", context)
    host = settings.SITE_URL.split("://")[-1].split(":")[0].split("/")[0]
    mail = EmailMultiAlternatives(
        subject=" ".join(words.title.split()),
        body=text,
        to=[address],
        headers={"Message-ID": f"<{claimed.delivery_id}@{host}>"},
    )
    mail.attach_alternative(page, "text/html")
    return mail


def _held(claimed: Claim) -> QuerySet[Delivery]:
    """The row, as long as no other worker took it over."""
    return Delivery.objects.filter(
        pk=claimed.delivery_id, state=DeliveryState.SENDING, attempts=claimed.attempt
    )


def _close(claimed: Claim, state: DeliveryState, reason: str) -> str:
    sent_at = timezone.now() if state == DeliveryState.SENT else None
    _held(claimed).update(state=state, reason=reason, lease_until=None, sent_at=sent_at)
    return state


def _postpone(claimed: Claim, reason: str) -> str:
    if claimed.attempt >= TRIES:
        return _close(claimed, DeliveryState.FAILED, reason)
    pause = PAUSES[claimed.attempt - 1] * random.uniform(0.8, 1.2)  # noqa: S311  spreads load
    _held(claimed).update(
        state=DeliveryState.QUEUED,
        reason=reason,
        lease_until=None,
        next_at=timezone.now() + pause,
    )
    return DeliveryState.QUEUED
