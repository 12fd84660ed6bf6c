"""The navigation bar: entries are URL names in settings; those of absent apps drop out."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One link of the bar; `name` is its URL name, which a page may give as `nav`."""

    name: str
    url: str
    label: str
    icon: str
    current: bool


def _entries(request: HttpRequest) -> list[MenuEntry]:
    entries = []
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    for name, label, icon, members_only in settings.MENU:
        if members_only and not signed_in:
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        entries.append(MenuEntry(name, url, str(label), icon, request.path.startswith(url)))
    return entries


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor: `menu`, made only if a page draws it."""
    return {"menu": SimpleLazyObject(lambda: _entries(request))}
