"""Speaking: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="speaking",
    order=4,
    label=_("Speaking"),
    term=_("speaking"),
    icon="mic",
    skill="S",
    duration_s=900,
    ready=False,
    needs_microphone=True,
    marked_by_people=True,
)
