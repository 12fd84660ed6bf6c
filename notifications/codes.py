"""Sending a code. The one path that stores nothing: no body, no row, no task, no log of it."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

logger = logging.getLogger(__name__)

SUBJECTS = {
    "signup": gettext_lazy("Your code for Imtihon"),
    "email_change": gettext_lazy("Confirm your new address"),
    "password_reset": gettext_lazy("Your code for a new password"),
}
REASONS = {
    "signup": gettext_lazy("Enter this code to finish signing up:"),
    "email_change": gettext_lazy("Enter this code to confirm your new address:"),
    "password_reset": gettext_lazy("Enter this code to choose a new password:"),
}


def send_code(
    channel: str, target: str, code: str, purpose: str, locale: str, expires_at: datetime
) -> str:
    """Send a code now, in the caller's process; "sent" or "failed", never an exception.

    `channel` is "email". Nothing of the code is kept or logged, so a failed one is not repeated:
    the person asks for another.
    """
    if channel != "email":
        return "failed"
    minutes = max(1, round((expires_at - timezone.now()).total_seconds() / 60))
    with translation.override(locale):
        context = {
            "code": code,
            "reason": REASONS.get(purpose, REASONS["signup"]),
            "minutes": minutes,
            "locale": locale,
        }
        mail = EmailMultiAlternatives(
            subject=str(SUBJECTS.get(purpose, SUBJECTS["signup"])),
            body=render_to_string("notifications/mail/code.txt", context),
            to=[target],
        )
        mail.attach_alternative(
            render_to_string("notifications/mail/code.html", context), "text/html"
        )
    try:
        mail.send()
    except Exception as error:
        logger.warning("A code could not be mailed: %s", type(error).__name__)
        return "failed"
    return "sent"
