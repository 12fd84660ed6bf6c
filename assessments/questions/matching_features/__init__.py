"""Matching features: which person, place or period of a list a statement belongs to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.match import Match


class MatchingFeatures(Match):
    """A feature may fit several statements if the group says so."""

    slug = "matching_features"
    label = _("Matching features")
    bank_title = "List of options"
    instructions = "Match each statement with the correct option, **%(first)s–%(last)s**."


TYPE = MatchingFeatures()
