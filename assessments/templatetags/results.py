"""Filters of the result pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def marks(number: Decimal | float | None) -> str:
    """A number of marks without needless zeros: 28, 1.5; "" for none."""
    return "" if number is None else f"{float(number):g}"


@register.filter
def of(key: str, names: Mapping[str, object]) -> str:
    """The name that a mapping gives a key; the key itself without one."""
    return str(names.get(key, key))
