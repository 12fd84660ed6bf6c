"""Short answers: a question is answered with words of the passage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class ShortAnswer(Gaps):
    """The gap stands behind the question."""

    slug = "short_answer"
    label = _("Short answer")
    instructions = "Answer the questions. Write **%(limit)s** from the passage for each answer."


TYPE = ShortAnswer()
