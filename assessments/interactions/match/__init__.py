"""Matching prompts with a common list: a select box beside each prompt."""

from __future__ import annotations

from assessments.interactions.choice import OneChoice
from assessments.marking.reasons import Reason
from assessments.questions.contract import Doc, Group, fault, option_faults
from assessments.questions.faults import Fault


class Match(OneChoice):
    """One option of the group's list belongs to each prompt."""

    interaction = "match"
    needs_options = True
    menu = True
    option_texts = True

    def wrong(self, chosen: str, right: str) -> Reason:
        """Another option belongs here."""
        return Reason("wrong_match", {"chosen": chosen, "right": right})

    def check_group(self, group: Group, part: Doc) -> list[Fault]:
        """Also that options have texts, and suffice where each is used once."""
        faults = super().check_group(group, part)
        if self.option_texts:
            faults += [
                found
                for found in option_faults(group, group.options, least=0, texts=True)
                if found.code == "option-empty"
            ]
        if not group.reuse and len(group.options) < len(group.questions):
            faults.append(fault(group, "options-few"))
        return faults
