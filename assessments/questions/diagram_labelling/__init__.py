"""Diagram labelling: numbered places of a picture, named with words of the passage or by letter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps
from assessments.questions.contract import Group


class DiagramLabelling(Gaps):
    """With a list of options the labels are letters, else they are typed."""

    slug = "diagram_labelling"
    label = _("Diagram labelling")
    needs_image = True

    def standard_instructions(self, group: Group) -> str:
        """How to name the numbered places."""
        if group.options:
            return "Label the diagram. Choose the correct letter for each numbered place."
        limit = group.word_limit.text if group.word_limit else ""
        return f"Label the diagram. Write **{limit}** from the passage for each answer."


TYPE = DiagramLabelling()
