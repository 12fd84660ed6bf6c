"""Makers of what notifications' tests need."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from notifications import services

numbers = count(1)


def a_person(locale="en", verified=True, **fields):
    email = fields.pop("email", f"person{next(numbers)}@imtihon.example")
    person = get_user_model().objects.create_user(
        email,
        locale=locale,
        name=fields.pop("name", "Aziza"),
        welcomed_at=timezone.now(),
        **fields,
    )
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    return person


def a_sender(**fields):
    person = a_person(is_staff=True, **fields)
    codenames = ["add_message", "view_message", "view_readstatus", "view_delivery"]
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="notifications", codename__in=codenames)
    )
    return person


def words(text="News"):
    return {"uz": f"{text} uz", "ru": f"{text} ru", "en": f"{text} en"}


def a_broadcast(text="News", topic="all", **fields):
    key = fields.pop("key", str(uuid4()))
    return services.broadcast(topic, words(text), words("Body of " + text), key=key, **fields)


def a_result(*people, key=None, title="Reading 3", band="6.5"):
    return services.notify(
        [person.pk for person in people],
        "result.ready",
        {"title": title, "band": band},
        key=key or f"result:{uuid4()}:1",
        route="notifications:inbox",
    )
