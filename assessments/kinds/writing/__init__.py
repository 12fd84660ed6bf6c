"""Writing: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="writing",
    order=3,
    label=_("Writing"),
    term=_("written work"),
    icon="pen-line",
    skill="W",
    duration_s=3600,
    ready=False,
    marked_by_people=True,
)
