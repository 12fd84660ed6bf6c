"""Sentence completion: a gap in each sentence, filled with words of the passage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class SentenceCompletion(Gaps):
    """Each sentence is a prompt with its own gap."""

    slug = "sentence_completion"
    label = _("Sentence completion")
    instructions = "Complete the sentences. Write **%(limit)s** from the passage for each answer."


TYPE = SentenceCompletion()
