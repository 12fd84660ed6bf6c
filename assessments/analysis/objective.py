"""Tests with right answers (Reading and its like): from marks to band, causes and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from assessments.analysis import schema, timing
from assessments.analysis.contract import Analyser, Answer, Findings, Sitting, plain
from assessments.analysis.general import Facts
from assessments.analysis.steps import next_steps, numbers
from assessments.marking import bands
from config.page import Json

ENGINE = "objective-2"


def analyse(sitting: Sitting) -> Findings:
    """The findings of one attempt; the same input always gives the same result."""
    answers = sitting.answers
    raw = sum((answer.mark for answer in answers), Decimal(0))
    max_raw = sum((answer.max for answer in answers), Decimal(0))
    band = bands.band(raw, sitting.scale) if sitting.scale.get("bands") else None
    cefr = bands.cefr(band, sitting.scale) if band is not None else ""
    following = bands.next_band(raw, sitting.scale) if band is not None else None
    result: dict[str, Json] = {
        "schema": schema.SCHEMA,
        "raw": plain(raw),
        "max_raw": plain(max_raw),
        **_standing(following, band, cefr),
        **_causes(sitting, following),
    }
    schema.check(result)
    return Findings(raw, max_raw, band, cefr, result)


ANALYSER = Analyser(ENGINE, analyse)


def _standing(following: bands.NextBand | None, band: Decimal | None, cefr: str) -> dict[str, Json]:
    low, high = (None, None) if band is None else bands.likely(band)
    return {
        "band": str(band) if band is not None else None,
        "cefr": cefr,
        "low": None if low is None else str(low),
        "high": None if high is None else str(high),
        "next": {"band": str(following.band), "marks": following.marks} if following else None,
    }


def _causes(sitting: Sitting, following: bands.NextBand | None) -> dict[str, Json]:
    answers = sitting.answers
    moments = timing.timed(sitting.touches, sitting.started_at)
    spent = timing.seconds(moments, sitting.started_at)
    plan = timing.plan_s(sitting)
    slow = timing.slow_and_wrong(answers, spent, plan)
    worse, better = timing.changed(answers, [moment.touch for moment in moments])
    types = _types(answers)
    used = _between(sitting.started_at, sitting.ended_at)
    limit = _between(sitting.started_at, sitting.deadline_at)
    facts = Facts(used_s=used, limit_s=limit, plan_s=plan, following=following)
    steps = next_steps(answers, types, slow, worse, spent, facts)
    return {
        "parts": [*_parts(answers, spent)],
        "types": [*types],
        "questions": [_question(answer, spent) for answer in answers],
        "unanswered": numbers([answer for answer in answers if not answer.answered]),
        "over_limit": numbers([a for a in answers if a.reason.code == "over_limit"]),
        "spelling": numbers([a for a in answers if a.reason.code == "spelling_close"]),
        "right_to_wrong": numbers(worse),
        "wrong_to_right": numbers(better),
        "last_minute": numbers(timing.last_minute(answers, moments, sitting.deadline_at)),
        "slow_and_wrong": numbers(slow),
        "plan_s": plan,
        "used_s": used,
        "next_steps": [{"code": step.code, "params": step.params} for step in steps],
    }


def _between(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds()))


def _question(answer: Answer, spent: dict[str, int]) -> Json:
    return {
        "uid": answer.uid,
        "number": answer.number,
        "number_to": answer.number_to,
        "part": answer.part,
        "type": answer.type,
        "mark": plain(answer.mark),
        "max": plain(answer.max),
        "answered": answer.answered,
        "seconds": spent.get(answer.uid),
    }


def _sums(answers: Sequence[Answer]) -> dict[str, Json]:
    return {
        "right": plain(sum((answer.mark for answer in answers), Decimal(0))),
        "total": plain(sum((answer.max for answer in answers), Decimal(0))),
        "questions": len(answers),
        "unanswered": sum(1 for answer in answers if not answer.answered),
    }


def _parts(answers: Sequence[Answer], spent: dict[str, int]) -> list[Json]:
    found: list[Json] = []
    for part in sorted({answer.part for answer in answers}):
        own = [answer for answer in answers if answer.part == part]
        known = [spent[answer.uid] for answer in own if answer.uid in spent]
        found.append({"number": part, **_sums(own), "seconds": sum(known) if known else None})
    return found


def _types(answers: Sequence[Answer]) -> list[dict[str, Json]]:
    """Weakest first: by share, then the one with more questions."""
    found = []
    for slug in dict.fromkeys(answer.type for answer in answers):
        own = [answer for answer in answers if answer.type == slug]
        earned = sum((answer.mark for answer in own), Decimal(0))
        most = sum((answer.max for answer in own), Decimal(0))
        entry: dict[str, Json] = {"type": slug, **_sums(own)}
        found.append((earned / most if most else Decimal(0), -most, entry))
    return [entry for _share, _most, entry in sorted(found, key=lambda item: item[:2])]
