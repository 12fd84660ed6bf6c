"""Sittings as an analyser is given them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from assessments.analysis.contract import Answer, Sitting, Touch
from assessments.analysis.objective import analyse
from assessments.marking.reasons import Reason

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SCALE = {
    "bands": [
        {"from": 8, "band": "7.0"},
        {"from": 5, "band": "5.5"},
        {"from": 0, "band": "4.0"},
    ],
    "cefr": [{"from": "7.0", "level": "C1"}, {"from": "4.0", "level": "B1"}],
}


def an_answer(number: int = 1, mark: int = 1, most: int = 1, **changes: Any) -> Answer:
    """A judged answer; without more, a right one of multiple choice."""
    fields = {
        "uid": f"q{number}",
        "number": number,
        "number_to": number,
        "part": 1,
        "type": "multiple_choice",
        "typed": False,
        "value": "A",
        "mark": Decimal(mark),
        "max": Decimal(most),
        "reason": Reason("correct" if mark == most else "wrong_choice"),
    }
    return Answer(**{**fields, **changes})


def a_sitting(answers: Iterable[Answer], touches: Iterable[Touch] = (), **changes: Any) -> Sitting:
    """Twenty minutes, of which eighteen were used."""
    fields = {
        "answers": tuple(answers),
        "touches": tuple(touches),
        "scale": SCALE,
        "started_at": START,
        "ended_at": START + timedelta(minutes=18),
        "deadline_at": START + timedelta(minutes=20),
        "duration_s": 1200,
    }
    return Sitting(**{**fields, **changes})


def a_touch(
    number: int, second: int, mark: int = 1, value: str = "A", client: int | None = None
) -> Touch:
    """An answer so many seconds after the start; `client` is what the learner's clock said."""
    at = START + timedelta(seconds=second)
    client_at = None if client is None else START + timedelta(hours=5, seconds=client)
    return Touch(f"q{number}", value, Decimal(mark), at, client_at)


def steps(answers: Iterable[Answer], touches: Iterable[Touch] = (), **changes: Any) -> Any:
    """The next steps of a sitting."""
    return analyse(a_sitting(answers, touches, **changes)).result["next_steps"]
