"""People, and a post office that remembers the codes it was given."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils import timezone

from users.models import AuditEvent, User

PASSWORD = "tulip-window-harvest"
_numbers = itertools.count(1)


def a_person(email="", *, proved=True, **fields):
    """A saved person with PASSWORD, whose address is proved and who was welcomed."""
    email = email or f"person{next(_numbers)}@mail.example"
    fields.setdefault("welcomed_at", timezone.now() if proved else None)
    person = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=proved)
    return person


def a_learner(**fields):
    return a_person(**{"name": "Aziza Karimova", **fields})


def recorded(action):
    """The audit events of an action, oldest first."""
    return list(AuditEvent.objects.filter(action=action).order_by("id"))


def an_administrator(**fields):
    return a_person(is_staff=True, is_superuser=True, **fields)


@dataclass
class PostOffice:
    sent: list = field(default_factory=list)
    broken: bool = False

    def send(self, channel, target, code, purpose, locale, expires_at: datetime):
        if self.broken:
            raise OSError(f"could not send {code}")
        self.sent.append((channel, target, code, purpose, locale))
        return "sent"

    @property
    def code(self):
        return self.sent[-1][2]

    @property
    def wrong_code(self):
        return f"{(int(self.code) + 1) % 10**6:06d}"


office = PostOffice()


def send(*letter):
    return office.send(*letter)


welcomed: list[int] = []


def welcome(user_id):
    welcomed.append(user_id)


def failing_welcome(user_id):
    raise RuntimeError("the till is closed")
