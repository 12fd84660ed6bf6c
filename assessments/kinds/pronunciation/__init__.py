"""Pronunciation: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="pronunciation",
    order=7,
    label=_("Pronunciation"),
    term=_("pronunciation"),
    icon="audio-lines",
    skill="P",
    duration_s=720,
    ready=False,
    needs_microphone=True,
)
