"""Vocabulary: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="vocabulary",
    order=6,
    label=_("Vocabulary"),
    term=_("vocabulary"),
    icon="languages",
    skill="V",
    duration_s=1200,
    ready=False,
)
