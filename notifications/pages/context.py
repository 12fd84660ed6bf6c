"""The number on the bell, for every page that draws the bar."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.neighbours import asked
from notifications import services

MOST_SHOWN = 99


@dataclass(frozen=True, slots=True)
class Badge:
    """How many messages are unread; none while they can not be counted."""

    unread: int = 0

    def __str__(self) -> str:
        return f"{MOST_SHOWN}+" if self.unread > MOST_SHOWN else str(self.unread)


def nav_unread(request: HttpRequest) -> dict[str, object]:
    """Context processor: `nav_unread`, asked for only when a page draws the bar."""

    def ask() -> Badge:
        if not request.user.is_authenticated:
            return Badge()
        reader = request.user.pk
        return Badge(asked("unread", lambda: services.badge(reader)) or 0)

    return {"nav_unread": SimpleLazyObject(ask)}
