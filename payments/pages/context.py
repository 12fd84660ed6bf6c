"""The number of tokens in the bar, for every page that draws it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from payments import services


def nav_tokens(request: HttpRequest) -> dict[str, object]:
    """Context processor: `nav_tokens`, asked for only when a page draws the bar.

    How many tokens the reader can spend; None for a visitor.
    """

    def ask() -> int | None:
        if not request.user.is_authenticated:
            return None
        return services.balance(request.user.pk).available

    return {"nav_tokens": SimpleLazyObject(ask)}
