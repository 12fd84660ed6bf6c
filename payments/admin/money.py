"""Money as staff read it."""

from __future__ import annotations

from django.utils.translation import get_language

from config.formats import money


def amount_words(tiyin: int) -> str:
    """An amount in the language of the page."""
    return money(tiyin, get_language() or "uz")
