"""Tests with right answers (Reading and its like): from marks to band, causes and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assessments.analysis import schema, timing
from assessments.analysis.contract import Analyser, Answer, Findings, Sitting, plain
from assessments.analysis.steps import next_steps, numbers
from assessments.marking import bands
from config.page import Json

ENGINE = "objective-1"
HALF = Decimal("0.5")
TOP = Decimal("9.0")


def analyse(sitting: Sitting) -> Findings:
    """The findings of one attempt; the same input always gives the same result."""
    answers = sitting.answers
    raw = sum((answer.mark for answer in answers), Decimal(0))
    max_raw = sum((answer.max for answer in answers), Decimal(0))
    band = bands.band(raw, sitting.scale) if sitting.scale.get("bands") else None
    cefr = bands.cefr(band, sitting.scale) if band is not None else ""
    result: dict[str, Json] = {
        "schema": schema.SCHEMA,
        "raw": plain(raw),
        "max_raw": plain(max_raw),
        **_standing(raw, band, cefr, sitting),
        **_causes(sitting),
    }
    schema.check(result)
    return Findings(raw, max_raw, band, cefr, result)


ANALYSER = Analyser(ENGINE, analyse)


def _standing(raw: Decimal, band: Decimal | None, cefr: str, sitting: Sitting) -> dict[str, Json]:
    following = bands.next_band(raw, sitting.scale) if band is not None else None
    return {
        "band": str(band) if band is not None else None,
        "cefr": cefr,
        "low": str(max(band - HALF, Decimal("0.0"))) if band is not None else None,
        "high": str(min(band + HALF, TOP)) if band is not None else None,
        "next": {"band": str(following.band), "marks": following.marks} if following else None,
    }


def _causes(sitting: Sitting) -> dict[str, Json]:
    answers = sitting.answers
    moments = timing.timed(sitting.touches, sitting.started_at)
    spent = timing.seconds(moments, sitting.started_at)
    plan = timing.plan_s(sitting)
    slow = timing.slow_and_wrong(answers, spent, plan)
    worse, better = timing.changed(answers, [moment.touch for moment in moments])
    types = _types(answers)
    steps = next_steps(answers, types, slow, worse, spent, plan)
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
        "used_s": max(0, round((sitting.ended_at - sitting.started_at).total_seconds())),
        "next_steps": [{"code": step.code, "params": step.params} for step in steps],
    }


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
