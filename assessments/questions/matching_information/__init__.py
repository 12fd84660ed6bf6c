"""Matching information: which paragraph holds a piece of information."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.match import Match
from assessments.questions.contract import Doc, Group, Option, fault
from assessments.questions.faults import Fault
from assessments.questions.matching_information.rules import paragraph_letters


class MatchingInformation(Match):
    """The options are the letters of the passage's paragraphs."""

    slug = "matching_information"
    label = _("Matching information")
    kinds = frozenset({"reading"})
    option_texts = False
    instructions = (
        "The passage has several lettered paragraphs. Which paragraph contains the following "
        "information?"
    )

    def standard_options(self, group: Group, part: Doc) -> tuple[Option, ...]:
        """The paragraphs' letters, in their order."""
        return tuple(Option(letter) for letter in paragraph_letters(part))

    def check_group(self, group: Group, part: Doc) -> list[Fault]:
        """Paragraphs may be asked for twice or never, but must have letters."""
        faults = super().check_group(group, part)
        few = [found for found in faults if found.code != "options-few"]
        if not group.options and not paragraph_letters(part):
            few.append(fault(group, "paragraphs-missing"))
        return few


TYPE = MatchingInformation()
