"""YES, NO or NOT GIVEN: does a statement agree with the views of the writer?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.choice import OneChoice
from assessments.marking.reasons import Reason
from assessments.questions.true_false_not_given.rules import why_wrong


class YesNoNotGiven(OneChoice):
    """About views, so its words are not those of true, false, not given."""

    slug = "yes_no_not_given"
    label = _("Yes / No / Not given")
    kinds = frozenset({"reading"})
    fixed = ("YES", "NO", "NOT GIVEN")
    instructions = (
        "Do the following statements agree with the views of the writer? "
        "Choose **YES** if the statement agrees with the views of the writer, **NO** if the "
        "statement contradicts the views of the writer, **NOT GIVEN** if it is impossible to say "
        "what the writer thinks about this."
    )

    def wrong(self, chosen: str, right: str) -> Reason:
        """Which two of the three words were confused."""
        return why_wrong(chosen, right, agree="YES")


TYPE = YesNoNotGiven()
