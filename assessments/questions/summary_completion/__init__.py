"""Summary completion: gaps in a running text, filled with words of the passage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class SummaryCompletion(Gaps):
    """The gaps are typed."""

    slug = "summary_completion"
    label = _("Summary completion")
    layout = "summary"
    needs_body = True
    instructions = "Complete the summary. Write **%(limit)s** from the passage for each answer."


TYPE = SummaryCompletion()
