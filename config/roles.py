"""What each role of the staff may do: permissions by name, laid by `manage.py roles`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS = (
    "listening",
    "reading",
    "writing",
    "speaking",
    "grammar",
    "vocabulary",
    "pronunciation",
)
SUPPORT = (
    "users.view_user",
    "users.view_verificationcode",
    "users.view_auditevent",
    "payments.view_payment",
    "payments.view_tokentransaction",
    "payments.view_tokenaccount",
    "notifications.view_message",
    "notifications.view_delivery",
    "assessments.view_attempt",
)
AUTHOR = (
    *(
        f"assessments.{act}_{kind}{part}"
        for kind in KINDS
        for part in ("", "part")
        for act in ("add", "change", "delete", "view")
    ),
    *(f"assessments.publish_{kind}" for kind in KINDS),
    *(
        f"assessments.{act}_{model}"
        for model in ("questiongroup", "question")
        for act in ("add", "change", "delete", "view")
    ),
    "assessments.add_media",
    "assessments.view_media",
    "assessments.view_examversion",
)
MARKER = (
    *(f"assessments.view_{kind}" for kind in KINDS),
    *(f"assessments.view_{kind}analyse" for kind in KINDS),
    "assessments.view_attempt",
    "assessments.release_attempt",
    "assessments.rejudge_attempt",
)
CASHIER = (
    "users.view_user",
    "payments.view_payment",
    "payments.mark_paid_payment",
    "payments.view_tokenaccount",
    "payments.view_tokentransaction",
    "payments.view_tokenlot",
    "payments.view_providertransaction",
    "payments.view_tariffperiod",
    "tariffs.view_tariff",
)
SALES = (
    *(
        f"tariffs.{act}_{model}"
        for model in ("tariffcategory", "tariff", "feature", "tarifffeature", "sale")
        for act in ("add", "change", "delete", "view")
    ),
    "tariffs.view_tariffpricechange",
    "notifications.add_message",
    "notifications.view_message",
    "payments.adjust_tokenaccount",
)
OFFICE = ("assessments.void_attempt", "users.change_user")

ROLES: dict[str, tuple[str, ...]] = {
    "author": AUTHOR,
    "marker": MARKER,
    "cashier": CASHIER,
    "support": SUPPORT,
    "administrator": tuple(dict.fromkeys((*AUTHOR, *MARKER, *CASHIER, *SUPPORT, *SALES, *OFFICE))),
}
ROLE_NAMES: dict[str, Promise] = {
    "author": _("author"),
    "marker": _("marker"),
    "cashier": _("cashier"),
    "support": _("support"),
    "administrator": _("administrator"),
}
