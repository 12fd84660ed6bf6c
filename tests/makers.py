"""A whole installation for tests over all apps, made through the apps' own services."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string


def an_installation(*, at: datetime) -> dict[str, tuple[str, str]]:
    """Roles, demo people, tariffs, tests and messages: {role: (email, password)}."""
    call_command("roles", verbosity=0)
    logins = {}
    for path in settings.DEMO:
        for login in import_string(path)(at=at) or ():
            logins[login.role] = (login.email, login.password)
    return logins
