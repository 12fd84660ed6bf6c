"""A message's words and link in each language. Pure but for the URL table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation

from config.formats import band, grouped
from config.page import LOCALES, Text, localised
from notifications.catalogue import PLAIN, TEMPLATES, Kind, Value
from notifications.models import Message


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one reader sees: plain texts, the button's words, and a path or ""."""

    title: str
    body: str
    action: str
    path: str


def rendered(message: Message, locale: str) -> Rendered:
    """The message in one language."""
    template = TEMPLATES[message.template]
    with translation.override(locale):
        path = _path(message.route, message.route_args)
        if message.template == PLAIN:
            texts = message.texts or {}
            title, body = (localised(texts.get(name), locale) for name in ("title", "body"))
        else:
            words = {
                name: _shown(template.values[name], value, locale)
                for name, value in message.context.items()
            }
            title, body = str(template.title) % words, str(template.body) % words
        return Rendered(title, body, str(template.action) if path else "", path)


def in_all(message: Message) -> dict[str, Text]:
    """title, body, action and path, each as {"uz", "ru", "en"}."""
    each = {locale: rendered(message, locale) for locale in LOCALES}
    return {
        name: {locale: getattr(words, name) for locale, words in each.items()}
        for name in ("title", "body", "action", "path")
    }


def _shown(kind: Kind, value: Value, locale: str) -> str:
    if kind == "band":
        return band(str(value), locale) if value else "–"
    if isinstance(value, int):
        return grouped(value, locale)
    return localised(value, locale)


def _path(route: str, args: Mapping[str, Any]) -> str:
    """Where the message leads, in the active language; "" when there is no such page."""
    if not route:
        return ""
    try:
        return reverse(route, kwargs=dict(args))
    except NoReverseMatch:
        return ""
