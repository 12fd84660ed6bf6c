"""Filters of the result pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from assessments.pages import marks_view
from assessments.services import ReviewParagraph, Run, Stretch

register = template.Library()


@register.filter
def marks(number: Decimal | float | None) -> str:
    """A number of marks without needless zeros: 28, 1.5; "" for none."""
    return "" if number is None else f"{float(number):g}"


@register.filter
def pairs(paragraph: ReviewParagraph) -> list[tuple[Stretch, tuple[Run, ...]]]:
    """The stretches of a paragraph, each with its runs."""
    return list(zip(paragraph.stretches, paragraph.runs, strict=True))


@register.filter
def own_marks(runs: tuple[Run, ...]) -> SafeString:
    """A stretch with the learner's highlights and notes."""
    return marks_view.review_html(runs)


@register.filter
def of(key: str, names: Mapping[str, object]) -> str:
    """The name that a mapping gives a key; the key itself without one."""
    return str(names.get(key, key))
