"""Next steps for every attempt, with its own facts; they stand after those with a cause. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.analysis.contract import Answer, Step, plain
from assessments.marking.bands import NextBand

FEW = 5
"""Under so many marks of a type or a part its share says nothing."""
SPARE_S = 60
"""With less time left than this the whole time counts as used."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an attempt besides its answers; seconds.

    `limit_s` reaches from the start to the deadline, extra time counted in, and is 0 without one.
    """

    used_s: int = 0
    limit_s: int = 0
    plan_s: int = 0
    following: NextBand | None = None


def general_steps(answers: Sequence[Answer], facts: Facts) -> list[Step]:
    """Steps of which three always stand, those with a cause counted in; the best one first."""
    if all(answer.right for answer in answers):
        kept = Step("pace_kept", {"seconds": facts.used_s})
        return [Step("keep_level"), kept, Step("review_right", {"count": len(answers)})]
    if not any(answer.answered for answer in answers):
        return [Step("read_answers"), _plan(facts), *_next_band(answers, facts)]
    return [
        *_review_wrong(answers),
        *_weakest_part(answers),
        *_next_band(answers, facts),
        _pace(facts),
        _compare(answers),
    ]


def _review_wrong(answers: Sequence[Answer]) -> list[Step]:
    wrong = [answer for answer in answers if answer.answered and not answer.right]
    if not wrong:
        return []
    lost = sum((answer.lost for answer in wrong), Decimal(0))
    listed = [answer.number for answer in wrong]
    return [Step("review_wrong", {"numbers": [*listed], "count": len(wrong)}, lost)]


def _weakest_part(answers: Sequence[Answer]) -> list[Step]:
    """The one part with the lowest share, if each part has enough marks to compare them."""
    sums = []
    for part in sorted({answer.part for answer in answers}):
        own = [answer for answer in answers if answer.part == part]
        most = sum((answer.max for answer in own), Decimal(0))
        earned = sum((answer.mark for answer in own), Decimal(0))
        if most < FEW:
            return []
        sums.append((earned / most, part, earned, most))
    sums.sort()
    if len(sums) < 2 or sums[0][0] == sums[1][0]:
        return []
    _share, part, earned, most = sums[0]
    return [Step("weakest_part", {"part": part, "right": plain(earned), "total": plain(most)})]


def _next_band(answers: Sequence[Answer], facts: Facts) -> list[Step]:
    lost = sum((answer.lost for answer in answers), Decimal(0))
    if facts.following is None or facts.following.marks > lost:
        return []
    return [Step("next_band", {"band": str(facts.following.band), "marks": facts.following.marks})]


def _plan(facts: Facts) -> Step:
    if facts.plan_s:
        return Step("pace_plan", {"seconds": facts.plan_s})
    return Step("pace_untimed", {"seconds": facts.used_s})


def _pace(facts: Facts) -> Step:
    if not (facts.limit_s and facts.plan_s):
        return Step("pace_untimed", {"seconds": facts.used_s})
    left = facts.limit_s - facts.used_s
    if left < SPARE_S:
        return Step("pace_full", {"seconds": facts.plan_s})
    return Step("pace_left", {"seconds": left})


def _compare(answers: Sequence[Answer]) -> Step:
    earned = sum((answer.mark for answer in answers), Decimal(0))
    most = sum((answer.max for answer in answers), Decimal(0))
    return Step("compare", {"right": plain(earned), "total": plain(most)})
