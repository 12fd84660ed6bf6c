"""Grammar: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="grammar",
    order=5,
    label=_("Grammar"),
    term=_("grammar"),
    icon="spell-check",
    skill="G",
    duration_s=1500,
    ready=False,
)
