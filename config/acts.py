"""What the acts of the audit record are called, by the code under which each is written down."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    "user.blocked": _("account blocked"),
    "user.unblocked": _("account opened again"),
    "user.address-proved": _("address proved"),
    "user.address-changed": _("address changed"),
    "user.password-changed": _("password changed"),
    "user.password-reset": _("password reset by a code"),
    "test.created": _("test made"),
    "test.changed": _("draft of a test replaced"),
    "test.published": _("test published"),
    "test.archived": _("test taken off offer"),
    "attempt.released": _("result shown"),
    "attempt.rejudged": _("attempt marked again"),
    "attempt.voided": _("attempt declared void"),
    "payments.order.mark_paid": _("order marked paid"),
    "payments.tokens.addition": _("tokens added"),
    "payments.tokens.deduction": _("tokens taken"),
    "message.sent": _("message sent"),
}
