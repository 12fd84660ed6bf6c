"""Findings and next steps in words, in the reader's language; stored results hold codes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.marking.reasons import Reason, reason_text
from assessments.questions import TYPES
from config import formats
from config.page import Json

Words = str | Promise


@dataclass(frozen=True, slots=True)
class StepText:
    """A next step for a reader: what to do, and why.

    `number` is the question to look at first; `part` the part; `review` a filter of the review,
    where the step is about no single question.
    """

    title: str
    text: str
    number: int | None = None
    part: int | None = None
    review: str = ""


STEPS: dict[str, tuple[Words, Words]] = {
    "unanswered": (
        _("Answer every question."),
        _(
            "Questions without an answer: %(numbers)s. A wrong answer takes no marks away, "
            "so write something everywhere."
        ),
    ),
    "nothing_answered": (
        _("Take a test again."),
        _("No question has an answer, so there is nothing to explain yet."),
    ),
    "not_given_confusion": (
        _("NOT GIVEN or %(chosen)s?"),
        _(
            "Wrong answers of this type: %(missed)d. You chose %(chosen)s where the passage says "
            "nothing: %(count)d. Choose %(chosen)s only if the passage says the opposite."
        ),
    ),
    "not_given_as_stated": (
        _("NOT GIVEN or %(chosen)s?"),
        _(
            "Wrong answers of this type: %(missed)d. You chose %(chosen)s where the passage says "
            "nothing: %(count)d. Choose %(chosen)s only if the passage says the same."
        ),
    ),
    "stated_as_not_given": (
        _("Search again before NOT GIVEN."),
        _(
            "Questions: %(numbers)s. The passage does say something about them. "
            "Look for other words with the same meaning."
        ),
    ),
    "word_limit": (
        _("The word limit."),
        _(
            "Question %(number)d: “%(answer)s”. Words: %(words)d, allowed: %(allowed)d. "
            "An answer over the limit earns no mark, even with the right word in it."
        ),
    ),
    "number_limit": (
        _("The word limit."),
        _(
            "Question %(number)d: “%(answer)s”. Numbers: %(figures)d, allowed: "
            "%(allowed_figures)d. An answer over the limit earns no mark."
        ),
    ),
    "spelling": (
        _("Spelling."),
        _(
            "Questions: %(numbers)s. The word was right and its letters were not. "
            "Copy it from the passage letter by letter."
        ),
    ),
    "copying": (
        _("Only the words of the gap."),
        _(
            "Questions: %(numbers)s. The answers hold words that do not belong to them. "
            "Read the sentence again with your answer in it."
        ),
    ),
    "slow_and_wrong": (
        _("Staying too long."),
        _(
            "Questions: %(numbers)s. They took %(time)s and did not earn their marks. "
            "After %(limit)s flag a question and go on."
        ),
    ),
    "changed_away": (
        _("Changing right answers."),
        _(
            "Questions: %(numbers)s. Your first answer was right. "
            "Change an answer only if the passage gives you a reason."
        ),
    ),
    "weakest_type": (
        _("Type of question: %(type)s."),
        _(
            "Right: %(right)s of %(total)s. Look at your misses, questions %(numbers)s: "
            "which words of the passage answer them?"
        ),
    ),
    "review_wrong": (
        _("Look at each miss."),
        _("Wrong answers: %(count)d. Read the evidence for each, then its reason."),
    ),
    "keep_level": (
        _("Keep this level."),
        _("Every answer is right. Take a longer or a harder test next."),
    ),
    "review_right": (
        _("Check how you knew."),
        _(
            "Right answers: %(count)d. "
            "See if the evidence is the place where you found each of them."
        ),
    ),
    "read_answers": (
        _("Read the right answers."),
        _("The review shows each right answer and where it comes from."),
    ),
    "weakest_part": (
        _("Part %(part)d: the weakest."),
        _(
            "Right there: %(right)s of %(total)s, the lowest share of all parts. "
            "Go through its questions again."
        ),
    ),
    "next_band": (
        _("Next band: %(band)s."),
        _("Right answers still needed for it: %(marks)d. Aim for them in the next test."),
    ),
    "pace_left": (
        _("Use all the time."),
        _("Time left at the end: %(time)s. Check your answers with it before you submit."),
    ),
    "pace_full": (
        _("Keep time for a check."),
        _(
            "All the time was used. An even share for a mark is %(time)s. "
            "When it is over, go on and come back later."
        ),
    ),
    "pace_kept": (
        _("Keep this pace."),
        _("Time used: %(time)s. Work at the same speed in the next test."),
    ),
    "pace_plan": (
        _("Plan your time."),
        _("An even share for a mark is %(time)s. When it is over, go on to the next question."),
    ),
    "pace_untimed": (
        _("Work with a clock."),
        _("Time used: %(time)s. Set a limit for the next test."),
    ),
    "compare": (
        _("Measure again."),
        _("Right this time: %(right)s of %(total)s. Take another test and compare."),
    ),
}


REVIEWED = {"review_wrong": "wrong", "review_right": "all", "read_answers": "all"}
"""Steps that lead to a list of questions in the review."""


def step_text(code: str, params: Mapping[str, Json]) -> StepText:
    """A stored step in the active language; an unknown code is shown as it is."""
    chosen = code
    if code == "word_limit" and _whole(params, "words") <= _whole(params, "allowed"):
        chosen = "number_limit"
    if chosen not in STEPS:
        return StepText(code, "", first_number(params))
    title, text = STEPS[chosen]
    filled = _filled(params)
    return StepText(
        title=_put(title, filled),
        text=_put(text, filled),
        number=first_number(params),
        part=_whole(params, "part") or None,
        review=REVIEWED.get(code, ""),
    )


def type_label(slug: str) -> str:
    """A question type's name in the active language; the slug for one that is gone."""
    found = TYPES.get(slug)
    return str(found.label) if found else slug


def first_number(params: Mapping[str, Json]) -> int | None:
    """The first question that a step names."""
    listed = params.get("numbers")
    first = listed[0] if isinstance(listed, list) and listed else None
    return first if isinstance(first, int) else None


def span(seconds: int) -> str:
    """A length of time as 9:38."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _filled(params: Mapping[str, Json]) -> dict[str, str | int]:
    listed = params.get("numbers")
    filled: dict[str, str | int] = {
        name: value for name, value in params.items() if isinstance(value, str | int)
    }
    filled["numbers"] = ", ".join(str(n) for n in listed) if isinstance(listed, list) else ""
    filled["time"] = span(_whole(params, "seconds"))
    filled["limit"] = span(_whole(params, "limit_s"))
    if "band" in filled:
        filled["band"] = formats.band(str(filled["band"]), get_language() or "uz")
    if "type" in filled:
        filled["type"] = type_label(str(filled["type"]))
    return filled


def _whole(params: Mapping[str, Json], name: str) -> int:
    value = params.get(name)
    return value if isinstance(value, int) else 0


def _put(words: Words, filled: dict[str, str | int]) -> str:
    try:
        return str(words) % filled
    except (KeyError, TypeError, ValueError):
        return str(words)


def reason_words(code: str, params: Mapping[str, Json]) -> str:
    """Why a mark was given, in the active language."""
    known = {name: value for name, value in params.items() if isinstance(value, str | int)}
    return reason_text(Reason(code, known))
