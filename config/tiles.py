"""The numbers on the first page of the admin: every app counts its own, settings list them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tile:
    """One number. `is_money`: it is in tiyin. `since`: from when the oldest of what is counted is.

    `url_name` (an admin page) and `query` lead to the rows.
    """

    label: str
    value: int
    hint: str = ""
    url_name: str = ""
    query: str = ""
    is_money: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile as it is drawn; `value` None: the app could not count just now."""

    label: str
    value: int | None
    hint: str = ""
    url: str = ""
    is_money: bool = False
    since: datetime | None = None


def start_of_day() -> datetime:
    """When today began, in the house's time zone."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def tiles_for(request: HttpRequest) -> list[Shown]:
    """The tiles that this member of staff may see; an app that fails is one empty tile."""
    found: list[Shown] = []
    for name, permission in settings.ADMIN_TILES:
        if request.user.has_perm(permission):
            found += _of(name)
    return found


def _of(name: str) -> list[Shown]:
    try:
        count = cast("Callable[[], tuple[Tile, ...]]", import_string(name))
        return [_shown(tile) for tile in count()]
    except Exception:
        logger.exception("%s failed", name)
        label = apps.get_app_config(name.partition(".")[0]).verbose_name
        return [Shown(str(label), None)]


def _shown(tile: Tile) -> Shown:
    try:
        url = reverse(tile.url_name) + (f"?{tile.query}" if tile.query else "")
    except NoReverseMatch:
        url = ""
    return Shown(tile.label, tile.value, tile.hint, url, tile.is_money, tile.since)
