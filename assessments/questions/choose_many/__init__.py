"""Choose TWO (or more) of a list: one question over as many numbers as it has marks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.choice import SeveralChoices
from assessments.marking.normalise import NUMBER_NAMES
from assessments.questions.contract import Group


class ChooseMany(SeveralChoices):
    """Each right letter earns one mark, in any order."""

    slug = "choose_many"
    label = _("Choose several")
    kinds = frozenset({"reading", "listening", "vocabulary"})
    needs_question_options = True

    def standard_instructions(self, group: Group) -> str:
        """How many letters to choose."""
        counts = {question.marks for question in group.questions}
        if len(counts) != 1:
            return "Choose as many letters for each question as it has numbers."
        most = counts.pop()
        return f"Choose **{NUMBER_NAMES.get(most, str(most))}** letters for each question."


TYPE = ChooseMany()
