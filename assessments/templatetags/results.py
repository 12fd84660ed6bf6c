"""Filters of the result pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.pages import marks_view
from assessments.services import ReviewedQuestion, ReviewParagraph

register = template.Library()


@register.filter
def marks(number: Decimal | int | None) -> str:
    """A number of marks without needless zeros: 28, 1.5; "" for none."""
    return "" if number is None else f"{Decimal(number).normalize():f}"


@register.filter
def with_evidence(paragraph: ReviewParagraph) -> SafeString:
    """A paragraph with the evidence in it, and the learner's highlights and notes."""
    return marks_view.review_html(paragraph)


@register.simple_tag
def asked(question: ReviewedQuestion) -> SafeString:
    """What was asked and what could be chosen, as the question's interaction draws it.

    Kept for each choice; what was typed, and everything else of one learner, is not in it.
    """
    return _asked(
        question.review_template,
        question.label,
        question.prompt,
        question.context,
        question.runs,
        question.options,
        question.listed,
    )


@lru_cache(maxsize=4096)
def _asked(review_template: str, *shown: object) -> SafeString:
    names = ("label", "prompt", "context", "runs", "options", "listed")
    return render_to_string(review_template, {"question": dict(zip(names, shown, strict=True))})


@register.filter
def of(key: str, names: Mapping[str, object]) -> str:
    """The name that a mapping gives a key; the key itself without one."""
    return str(names.get(key, key))
