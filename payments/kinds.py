"""The words of payments: why tokens move, who carries money, where an order stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Why tokens moved; the kind is the other side of the booking."""

    PURCHASE = "purchase", _("Purchase")
    WELCOME = "welcome", _("Welcome tokens")
    BONUS = "bonus", _("Bonus")
    REFUND = "refund", _("Tokens given back")
    ADDITION = "addition", _("Added by staff")
    ATTEMPT = "attempt", _("Test")
    DEDUCTION = "deduction", _("Taken by staff")
    EXPIRY = "expiry", _("Expired")
    REVERSAL = "reversal", _("Purchase reversed")


ADDING = (Kind.PURCHASE, Kind.WELCOME, Kind.BONUS, Kind.REFUND, Kind.ADDITION)
TAKING = (Kind.ATTEMPT, Kind.DEDUCTION, Kind.EXPIRY, Kind.REVERSAL)


class Provider(TextChoices):
    """Who carries the money."""

    MANUAL = "manual", _("Bank transfer")


class Status(TextChoices):
    """Where an order stands."""

    NEW = "new", _("Waiting for payment")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    REFUNDED = "refunded", _("Refunded")
