"""`{% admin_tiles as tiles %}` on the first page of the admin."""

from __future__ import annotations

from django import template
from django.template.context import Context

from config.tiles import Shown, tiles_for

register = template.Library()


@register.simple_tag(takes_context=True)
def admin_tiles(context: Context) -> list[Shown]:
    """The numbers that the reader may see."""
    return tiles_for(context["request"])
