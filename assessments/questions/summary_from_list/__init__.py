"""Summary completion from a list: gaps in a running text, filled from a list of words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class SummaryFromList(Gaps):
    """The gaps are chosen by letter."""

    slug = "summary_from_list"
    label = _("Summary completion from a list")
    layout = "summary"
    bank_title = "List of words"
    needs_body = True
    needs_options = True
    needs_word_limit = False
    instructions = (
        "Complete the summary using the list of words, **%(first)s–%(last)s**, given here."
    )


TYPE = SummaryFromList()
