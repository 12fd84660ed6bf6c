"""Listening: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="listening",
    order=2,
    label=_("Listening"),
    term=_("listening comprehension"),
    icon="headphones",
    skill="L",
    duration_s=1920,
    ready=False,
    needs_audio=True,
)
