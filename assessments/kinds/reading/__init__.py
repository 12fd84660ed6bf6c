"""Reading: what this kind is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.kinds.contract import Kind

KIND = Kind(
    slug="reading",
    order=1,
    label=_("Reading"),
    term=_("reading comprehension"),
    icon="book-open",
    skill="R",
    duration_s=3600,
    ready=True,
    needs_passage=True,
)
