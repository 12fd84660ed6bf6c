"""`manage.py demo`: load the demo content of every app. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string

from config.worker import drain


class Command(BaseCommand):
    """Loads the demo content through the apps' own services, and prints the demo logins."""

    help = "Load the demo content (safe to repeat) and print the demo logins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Call each app's `load_demo` in order; the second time nothing changes."""
        for line in load_demo():
            self.stdout.write(line)


def load_demo() -> list[str]:
    """Load every app's demo; the lines that tell the logins. Nobody is mailed about it."""
    at = timezone.now()
    settings.TASKS = "off"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    logins = dict.fromkeys(
        f"  {login.role:<14} {login.email:<32} {login.password}"
        for path in settings.DEMO
        for login in import_string(path)(at=at) or ()
    )
    drain()
    return list(logins)
