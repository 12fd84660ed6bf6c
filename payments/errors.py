"""Every refusal of payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, IdempotencyKeyReused, InvalidInput, NotFound, ServiceError


class InsufficientTokens(ServiceError):
    """The account holds too little. details: needed, available (tokens)."""

    code, http_status = "insufficient-tokens", 402
    message = _("Not enough tokens. Needed: %(needed)d. Available: %(available)d.")


class KeyReused(Conflict):
    """The key already names another movement. details: key."""

    code = "key-reused"
    message = _("This key was already used for something else: %(key)s")


class NothingToRefund(NotFound):
    """No spending of this person has that key. details: key."""

    code = "nothing-to-refund"
    message = _("There is no spending with this key: %(key)s")


class OrderNotOpen(Conflict):
    """The order was already paid, cancelled or has expired. details: status."""

    code = "order-not-open"
    message = _("This order is not open any more. State: %(status)s")


class OrderReplaced(Conflict):
    """The order has expired, and a newer one of its tariff is open or paid. details: order."""

    code = "order-replaced"
    message = _("This order has expired, and a newer one took its place: %(order)s")


class OrderKeyReused(IdempotencyKeyReused):
    """The Idempotency-Key already belongs to an order of another tariff."""

    message = _("This Idempotency-Key was already used for another order.")


class ReferenceUsed(Conflict):
    """The bank reference already pays another order. details: reference."""

    code = "reference-used"
    message = _("Another order was already paid with this reference: %(reference)s")


class NothingToPay(Conflict):
    """The tariff costs nothing, so there is nothing to order."""

    code = "nothing-to-pay"
    message = _("This tariff is free: there is nothing to order.")


class ProviderUnknown(InvalidInput):
    """Orders can not be paid this way. details: field, reason."""

    code = "provider-unknown"


__all__ = [
    "InsufficientTokens",
    "InvalidInput",
    "KeyReused",
    "NotFound",
    "NothingToPay",
    "NothingToRefund",
    "OrderKeyReused",
    "OrderNotOpen",
    "OrderReplaced",
    "ProviderUnknown",
    "ReferenceUsed",
]
