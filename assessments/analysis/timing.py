"""How long each question took, from the times at which its answers came. Pure.

It is the time until the answer: reading a passage counts for the question answered after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from assessments.analysis.contract import Answer, Sitting, Touch

LAST = timedelta(seconds=60)
SLOW = 2


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer with the moment it was given; None where a plain form brought several at once."""

    touch: Touch
    at: datetime | None


def timed(touches: Sequence[Touch], started_at: datetime) -> list[Timed]:
    """The moments of the answers, in order, by the server's clock.

    Answers of one batch came at one time; the learner's clock then says how far apart they were.
    """
    found: list[Timed] = []
    earliest = started_at
    for received, together in groupby(touches, key=lambda touch: touch.received_at):
        batch = list(together)
        found += _spread(batch, earliest, received)
        earliest = max(earliest, received)
    return found


def _spread(batch: list[Touch], earliest: datetime, received: datetime) -> list[Timed]:
    if len(batch) == 1:
        return [Timed(batch[0], received)]
    clocks = [touch.client_at for touch in batch]
    known = [clock for clock in clocks if clock is not None]
    if len(known) < len(batch):
        return [Timed(touch, None) for touch in batch]
    last = max(known)
    found, before = [], earliest
    for touch, clock in zip(batch, known, strict=True):
        before = min(received, max(before, received - (last - clock)))
        found.append(Timed(touch, before))
    return found


def seconds(moments: Sequence[Timed], started_at: datetime) -> dict[str, int]:
    """Seconds by question uid; a question whose time is not known is left out."""
    spent: dict[str, timedelta] = {}
    unknown: set[str] = set()
    before = started_at
    for moment in moments:
        uid = moment.touch.question
        if moment.at is None:
            unknown.add(uid)
            before = max(before, moment.touch.received_at)
            continue
        spent[uid] = spent.get(uid, timedelta()) + max(moment.at - before, timedelta())
        before = max(before, moment.at)
    return {uid: round(time.total_seconds()) for uid, time in spent.items() if uid not in unknown}


def plan_s(sitting: Sitting) -> int:
    """Seconds a mark if the time is shared evenly."""
    marks = int(sum(answer.max for answer in sitting.answers))
    return round(sitting.duration_s / marks) if marks else 0


def slow_and_wrong(answers: Sequence[Answer], spent: dict[str, int], plan: int) -> list[Answer]:
    """Answers that earned less than all and took over twice their share of the time."""
    return [
        answer
        for answer in answers
        if answer.answered
        and not answer.right
        and plan
        and spent.get(answer.uid, 0) > SLOW * plan * answer.max
    ]


def last_minute(
    answers: Sequence[Answer], moments: Sequence[Timed], deadline_at: datetime
) -> list[Answer]:
    """Answers whose counted value came within the last minute before the deadline."""
    final = {moment.touch.question: moment.at for moment in moments}
    return [
        answer
        for answer in answers
        if answer.answered and (at := final.get(answer.uid)) and at >= deadline_at - LAST
    ]


def changed(
    answers: Sequence[Answer], touches: Sequence[Touch]
) -> tuple[list[Answer], list[Answer]]:
    """(right, then changed to wrong; wrong, then changed to right).

    A typed answer is compared only with what stood there when the learner turned elsewhere: the
    letters on the way to a word are no answers.
    """
    typed = {answer.uid for answer in answers if answer.typed}
    settled: dict[str, list[Touch]] = {}
    before = ""
    for touch in touches:
        values = settled.setdefault(touch.question, [])
        if touch.question == before and touch.question in typed and values:
            values.pop()
        values.append(touch)
        before = touch.question
    worse, better = [], []
    for answer in answers:
        earlier = [touch for touch in settled.get(answer.uid, [])[:-1] if _given(touch)]
        if not answer.right and any(touch.mark >= answer.max for touch in earlier):
            worse.append(answer)
        elif answer.right and any(touch.mark < answer.max for touch in earlier):
            better.append(answer)
    return worse, better


def _given(touch: Touch) -> bool:
    return touch.value not in ("", None, [])
