"""What to do next: three steps, the one that would win most marks first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assessments.analysis import schema
from assessments.analysis.contract import Answer, Step, plain
from assessments.analysis.general import FEW, Facts, general_steps
from assessments.analysis.timing import SLOW
from config.page import Json

WEAK = Decimal(2) / 3

NOT_GIVEN_PAIRS = {
    "not_given_as_false": "not_given_confusion",
    "not_given_as_true": "not_given_as_stated",
    "stated_as_not_given": "stated_as_not_given",
}


def next_steps(
    answers: Sequence[Answer],
    types: Sequence[dict[str, Json]],
    slow: Sequence[Answer],
    worse: Sequence[Answer],
    spent: dict[str, int],
    facts: Facts,
) -> list[Step]:
    """Causes by the marks that were lost there, the weakest type of question, general steps.

    Three of them, and none without a question. The same questions are not named by two steps.
    """
    if not answers:
        return []
    causes = [
        *_unanswered(answers),
        *_not_given(answers),
        *_limit(answers),
        *_spelling(answers),
        *_slow(slow, spent, facts.plan_s),
        *_changed_away(worse),
    ]
    ranked = sorted(causes, key=lambda step: -step.lost)
    general = general_steps(answers, facts)
    return _without_twins([*ranked, *_weakest(answers, types), *general])[: schema.STEPS]


def numbers(answers: Sequence[Answer]) -> list[Json]:
    """Their numbers, the first of each."""
    return [answer.number for answer in answers]


def _step(code: str, answers: Sequence[Answer], **params: Json) -> Step:
    lost = sum((answer.lost for answer in answers), Decimal(0))
    return Step(code, {"numbers": numbers(answers), "count": len(answers), **params}, lost)


def _unanswered(answers: Sequence[Answer]) -> list[Step]:
    empty = [answer for answer in answers if not answer.answered]
    if not empty:
        return []
    code = "nothing_answered" if len(empty) == len(answers) else "unanswered"
    return [_step(code, empty)]


def _not_given(answers: Sequence[Answer]) -> list[Step]:
    found = []
    for slug in dict.fromkeys(answer.type for answer in answers):
        own = [answer for answer in answers if answer.type == slug and answer.answered]
        missed = sum(1 for answer in own if not answer.right)
        for reason, code in NOT_GIVEN_PAIRS.items():
            confused = [answer for answer in own if answer.reason.code == reason]
            if len(confused) >= 2:
                chosen = str(confused[0].reason.params.get("chosen", ""))
                found.append(_step(code, confused, missed=missed, type=slug, chosen=chosen))
    return found


def _limit(answers: Sequence[Answer]) -> list[Step]:
    over = [answer for answer in answers if answer.reason.code == "over_limit"]
    if not over:
        return []
    first = over[0]
    params = {
        name: first.reason.params.get(name, 0)
        for name in ("words", "numbers", "allowed", "allowed_numbers")
    }
    sample: dict[str, Json] = {
        "number": first.number,
        "answer": str(first.value)[:60],
        "words": params["words"],
        "figures": params["numbers"],
        "allowed": params["allowed"],
        "allowed_figures": params["allowed_numbers"],
    }
    return [_step("word_limit", over, **sample)]


def _spelling(answers: Sequence[Answer]) -> list[Step]:
    found = []
    for reason, code, least in (("spelling_close", "spelling", 1), ("extra_words", "copying", 2)):
        misses = [answer for answer in answers if answer.reason.code == reason]
        if len(misses) >= least:
            found.append(_step(code, misses))
    return found


def _slow(slow: Sequence[Answer], spent: dict[str, int], plan_s: int) -> list[Step]:
    if len(slow) < 2:
        return []
    taken = sum(spent.get(answer.uid, 0) for answer in slow)
    return [_step("slow_and_wrong", slow, seconds=taken, limit_s=SLOW * plan_s)]


def _changed_away(worse: Sequence[Answer]) -> list[Step]:
    return [_step("changed_away", worse)] if len(worse) >= 2 else []


def _weakest(answers: Sequence[Answer], types: Sequence[dict[str, Json]]) -> list[Step]:
    for entry in types:
        of_type = [answer for answer in answers if answer.type == entry["type"]]
        earned = sum((answer.mark for answer in of_type), Decimal(0))
        most = sum((answer.max for answer in of_type), Decimal(0))
        if most < FEW or earned >= WEAK * most:
            continue
        missed = [answer for answer in of_type if answer.answered and not answer.right]
        if len(missed) < 2:
            continue
        return [
            _step(
                "weakest_type",
                missed,
                type=str(entry["type"]),
                right=plain(earned),
                total=plain(most),
            )
        ]
    return []


def _without_twins(ranked: Sequence[Step]) -> list[Step]:
    """Leave out a step most of whose questions an earlier one already names."""
    chosen: list[Step] = []
    named: set[Json] = set()
    for step in ranked:
        own = _named(step)
        if own and len(own & named) * 2 > len(own):
            continue
        chosen.append(step)
        named |= own
    return chosen


def _named(step: Step) -> set[Json]:
    listed = step.params.get("numbers")
    return {n for n in listed if isinstance(n, int)} if isinstance(listed, list) else set()
