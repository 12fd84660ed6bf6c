"""The number of tokens in the bar, for every page that draws it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from config.neighbours import asked
from payments import services


def nav_tokens(request: HttpRequest) -> dict[str, object]:
    """Context processor: `nav_tokens`, asked for only when a page draws the bar.

    How many tokens the reader can spend; None for a visitor, and while they can not be counted.
    """

    def ask() -> int | None:
        if not request.user.is_authenticated:
            return None
        reader = request.user.pk
        balance = asked("tokens", lambda: services.balance(reader))
        return balance.available if balance else None

    return {"nav_tokens": SimpleLazyObject(ask)}
