"""TRUE, FALSE or NOT GIVEN: does a statement agree with the facts of the passage?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.choice import OneChoice
from assessments.marking.reasons import Reason
from assessments.questions.true_false_not_given.rules import why_wrong


class TrueFalseNotGiven(OneChoice):
    """Three words; confusing FALSE with NOT GIVEN gets a reason of its own."""

    slug = "true_false_not_given"
    label = _("True / False / Not given")
    fixed = ("TRUE", "FALSE", "NOT GIVEN")
    instructions = (
        "Do the following statements agree with the information given in the passage? "
        "Choose **TRUE** if the statement agrees with the information, **FALSE** if the statement "
        "contradicts the information, **NOT GIVEN** if there is no information on this."
    )

    def wrong(self, chosen: str, right: str) -> Reason:
        """Which two of the three words were confused."""
        return why_wrong(chosen, right, agree="TRUE")


TYPE = TrueFalseNotGiven()
