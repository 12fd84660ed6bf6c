"""Audiences: whom a message to many reaches. Topics: all, role:learner, role:staff, locale:uz …"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from config.errors import NotFound
from users.errors import UnknownTopic
from users.models import Locale, State, User

MOST = 1000


@dataclass(frozen=True, slots=True)
class Audience:
    """The topics that reach a person, each with its begin; `version` changes with them."""

    topics: tuple[tuple[str, datetime], ...]
    version: int


def audience(user_id: int) -> Audience:
    """The topics of a person, one statement. Raises NotFound."""
    row = User.objects.filter(pk=user_id).values_list("locale", "is_staff", "created_at").first()
    if row is None:
        raise NotFound
    locale, is_staff, since = row
    names = ("all", "role:staff" if is_staff else "role:learner", f"locale:{locale}")
    version = zlib.crc32("|".join(names).encode())
    return Audience(tuple((name, since) for name in names), version)


def count_topic(topic: str) -> int:
    """How many active people a topic reaches now. Raises UnknownTopic."""
    return _members(topic).count()


def iter_topic(topic: str, after_id: int = 0, limit: int = MOST) -> list[int]:
    """The next ids of a topic's people above `after_id`, rising, at most 1 000.

    Raises UnknownTopic.
    """
    found = _members(topic).filter(pk__gt=after_id).order_by("pk")
    return list(found.values_list("pk", flat=True)[: min(limit, MOST)])


def _members(topic: str) -> QuerySet[User]:
    active = User.objects.filter(state=State.ACTIVE)
    kind, _, value = topic.partition(":")
    if topic == "all":
        return active
    if kind == "role" and value in ("learner", "staff"):
        return active.filter(is_staff=value == "staff")
    if kind == "locale" and value in Locale.values:
        return active.filter(locale=value)
    raise UnknownTopic(topic=topic)
