"""Which confusion a wrong answer shows. Pure; the other three-word type shares it."""

from __future__ import annotations

from assessments.marking.reasons import Reason

NOT_GIVEN = "NOT GIVEN"


def why_wrong(chosen: str, right: str, *, agree: str) -> Reason:
    """The reason for a wrong word; `agree` is the word for a statement that agrees."""
    params: dict[str, str | int] = {"chosen": chosen, "right": right}
    if right == NOT_GIVEN:
        return Reason("not_given_as_true" if chosen == agree else "not_given_as_false", params)
    if chosen == NOT_GIVEN:
        return Reason("stated_as_not_given", params)
    return Reason("wrong_choice", params)
