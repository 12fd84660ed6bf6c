"""Matching headings: the heading that fits each paragraph, from a longer list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.match import Match


class MatchingHeadings(Match):
    """Headings are numbered i, ii, iii … and each is used once at most."""

    slug = "matching_headings"
    label = _("Matching headings")
    kinds = frozenset({"reading"})
    bank_title = "List of headings"
    instructions = (
        "The passage has several paragraphs. Choose the correct heading for each paragraph from "
        "the list of headings below. There are more headings than you need."
    )


TYPE = MatchingHeadings()
