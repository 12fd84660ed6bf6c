"""Why a mark was given: a code with parameters, put into words only when it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Params = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of `REASONS` and what its sentence needs. Stored in no language."""

    code: str
    params: Params = field(default_factory=dict)


REASONS: dict[str, str | Promise] = {
    "correct": _("Right."),
    "unanswered": _("No answer was given."),
    "wrong_choice": _("Another option is right: %(right)s."),
    "not_given_as_false": _(
        "The passage says nothing about this, so it is NOT GIVEN. "
        "Your answer would need words in the passage that say the opposite."
    ),
    "not_given_as_true": _(
        "The passage says nothing about this, so it is NOT GIVEN. "
        "Your answer would need words in the passage that say the same."
    ),
    "stated_as_not_given": _("The passage does say something about this: %(right)s."),
    "wrong_match": _("Another option belongs here: %(right)s."),
    "over_limit": _("The answer is over the limit. Words: %(words)d, allowed: %(allowed)d."),
    "over_limit_and_number": _(
        "The answer is over the limit. Words: %(words)d of %(allowed)d, "
        "numbers: %(numbers)d of %(allowed_numbers)d."
    ),
    "extra_words": _("The answer has words that do not belong to it. Expected: “%(expected)s”."),
    "spelling_close": _("The spelling is not right. Expected: “%(expected)s”."),
    "not_accepted": _("This is not one of the accepted answers."),
    "some_right": _("Right options: %(right)d of %(total)d."),
    "none_right": _("None of the chosen options is right."),
}


def reason_text(reason: Reason) -> str:
    """The sentence of a reason in the active language; an unknown code is shown as it is."""
    counts_numbers = reason.code == "over_limit" and reason.params.get("allowed_numbers")
    sentence = REASONS.get("over_limit_and_number" if counts_numbers else reason.code)
    if sentence is None:
        return reason.code
    try:
        return str(sentence) % reason.params
    except (KeyError, TypeError, ValueError):
        return str(sentence)
