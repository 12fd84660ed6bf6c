"""A whole installation for tests over all apps, made through the apps' own services."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
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


def a_session(person: Any) -> str:
    """A signed-in session of a person: a cookie for pages, an X-Session-Token for the API."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def a_session_of(email: str) -> str:
    """A session of the person with this address."""
    return a_session(get_user_model().objects.get(email=email))
