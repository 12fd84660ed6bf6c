"""Tags that give the chart components the places of their marks."""

from collections.abc import Sequence

from django import template
from django.utils.translation import get_language

from config import charts

register = template.Library()


@register.simple_tag
def bar_chart(items: Sequence[object]) -> tuple[charts.Bar, ...]:
    """Shares of right answers as bars."""
    return charts.bars(items or ())


@register.simple_tag
def band_scale(
    band: object,
    low: object = None,
    high: object = None,
    target: object = None,
    levels: Sequence[object] = (),
) -> charts.Scale:
    """A band with its range and target on a scale."""
    return charts.scale(band, low, high, target, levels or ())


@register.simple_tag
def time_strip(items: Sequence[object], plan: object = None) -> charts.Strip:
    """The time on each question."""
    return charts.strip(items or (), plan)


@register.simple_tag
def line_chart(points: Sequence[object], target: object = None) -> charts.Line:
    """Results over time."""
    return charts.line(points or (), target, get_language() or "uz")
