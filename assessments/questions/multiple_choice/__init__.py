"""Multiple choice: one of three or four options of the question itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.choice import OneChoice


class MultipleChoice(OneChoice):
    """Each question has its own options A, B, C, D."""

    slug = "multiple_choice"
    label = _("Multiple choice")
    kinds = frozenset({"reading", "listening", "grammar", "vocabulary"})
    needs_question_options = True
    instructions = "Choose the correct letter for each question."


TYPE = MultipleChoice()
