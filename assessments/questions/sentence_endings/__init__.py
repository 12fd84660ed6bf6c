"""Matching sentence endings: the ending that completes each sentence, from a longer list."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.match import Match


class SentenceEndings(Match):
    """Each prompt is the beginning of a sentence."""

    slug = "sentence_endings"
    label = _("Sentence endings")
    bank_title = "List of endings"
    instructions = "Complete each sentence with the correct ending, **%(first)s–%(last)s**."


TYPE = SentenceEndings()
