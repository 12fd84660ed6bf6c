"""`{% drawn question locked %}`: a question of the exam as its interaction draws it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from assessments.interactions.views import QuestionView

register = template.Library()

TYPED = "\ue000"
"""Stands for typed words in what is kept: no text, for the area is for private use."""


@register.simple_tag
def drawn(question: QuestionView, locked: bool = False) -> SafeString:
    """The question's template, rendered once for each state of it: the page's most costly part.

    A state is what is chosen, whether it is flagged, and the language. Nothing else goes into
    these templates, and what a learner typed is set in afterwards, so that it is not kept.
    """
    typed = str(question.value) if question.typed else ""
    kept = _drawn(replace(question, value=TYPED if typed else ""), locked, get_language() or "")
    return mark_safe(kept.replace(TYPED, escape(typed))) if typed else kept  # noqa: S308 - escaped


@lru_cache(maxsize=4096)
def _drawn(question: QuestionView, locked: bool, language: str) -> SafeString:
    context = {"question": question, "locked": locked, "LANGUAGE_CODE": language}
    return mark_safe(render_to_string(question.template, context).strip())  # noqa: S308
