"""Filters and tags that every template has without loading them (a builtin library)."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from config import formats
from config.page import localised as localised_text

register = template.Library()

KIND_ICONS = {
    "listening": "headphones",
    "reading": "book-open",
    "writing": "pen-line",
    "speaking": "mic",
    "grammar": "spell-check",
    "vocabulary": "book-a",
    "pronunciation": "audio-lines",
}
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
BLANK_LINES = re.compile(r"\n\s*\n")


def _locale() -> str:
    return get_language() or "uz"


@register.filter
def money(tiyin: int | None) -> str:
    """An amount of tiyin as soʻm in the reader's language; nothing for None."""
    return "" if tiyin is None else formats.money(int(tiyin), _locale())


@register.filter
def grouped(number: int | None) -> str:
    """A whole number with its thousands apart; nothing for None."""
    return "" if number is None else formats.grouped(int(number), _locale())


@register.filter
def band(value: Decimal | str | float | None) -> str:
    """A band with one decimal and the reader's decimal sign; a dash for None."""
    return "–" if value is None or value == "" else formats.band(value, _locale())


@register.filter
def day(value: date | None) -> str:
    """A day in full in the reader's language; nothing for None."""
    return formats.day(value, _locale()) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """A day in figures; nothing for None."""
    return formats.short_day(value) if value else ""


@register.filter
def day_time(value: datetime | None) -> str:
    """A day without its year and the time of day in Tashkent; nothing for None."""
    return formats.day_time(value, _locale()) if value else ""


@register.filter
def clock(value: datetime | time | None, precision: str = "") -> str:
    """The time of day in Tashkent, with `"s"` also its seconds; nothing for None."""
    return "" if value is None else formats.clock(value, seconds=precision == "s")


@register.filter
def span(seconds: float | None) -> str:
    """A length of time as minutes and seconds; nothing for None."""
    return "" if seconds is None else formats.span(seconds)


@register.filter
def localised(value: str | dict[str, str] | None) -> str:
    """A learner text in the reader's language, else in the first language that has it."""
    return localised_text(value, _locale()) if value else ""


@register.filter
def emphasis(text: str | None) -> SafeString:
    """Plain text as HTML: everything escaped, `**words**` strong."""
    escaped = conditional_escape(text or "")
    return mark_safe(STRONG.sub(r"<strong>\1</strong>", escaped))  # noqa: S308 - escaped above


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Plain text as HTML paragraphs, one a block between blank lines, with `emphasis` inside."""
    blocks = (block.strip() for block in BLANK_LINES.split(text or ""))
    return format_html_join("\n", "<p>{}</p>", ((emphasis(b),) for b in blocks if b))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the page's sprite, by its name or by a kind of test.

    Without a `label` it is hidden from screen readers: the words stand beside it.
    """
    return _icon(str(name), str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    reference = f"#i-{KIND_ICONS.get(name, name)}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>',
            label,
            reference,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', reference)
