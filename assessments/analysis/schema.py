"""The shape of a stored result, checked before it is written. Pure."""

from __future__ import annotations

from config.page import Json

SCHEMA = 1
STEPS = 3
"""Next steps of a result that has questions."""

Shape = dict[str, tuple[type, ...]]
NUMBER = (int, float)
NOTHING = type(None)

TOP: Shape = {
    "schema": (int,),
    "raw": NUMBER,
    "max_raw": NUMBER,
    "band": (str, NOTHING),
    "cefr": (str,),
    "low": (str, NOTHING),
    "high": (str, NOTHING),
    "next": (dict, NOTHING),
    "parts": (list,),
    "types": (list,),
    "questions": (list,),
    "unanswered": (list,),
    "over_limit": (list,),
    "spelling": (list,),
    "right_to_wrong": (list,),
    "wrong_to_right": (list,),
    "last_minute": (list,),
    "slow_and_wrong": (list,),
    "plan_s": (int,),
    "used_s": (int,),
    "next_steps": (list,),
}
SUMS: Shape = {"right": NUMBER, "total": NUMBER, "questions": (int,), "unanswered": (int,)}
ROWS: dict[str, Shape] = {
    "parts": {"number": (int,), **SUMS, "seconds": (int, NOTHING)},
    "types": {"type": (str,), **SUMS},
    "questions": {
        "uid": (str,),
        "number": (int,),
        "number_to": (int,),
        "part": (int,),
        "type": (str,),
        "mark": NUMBER,
        "max": NUMBER,
        "answered": (bool,),
        "seconds": (int, NOTHING),
    },
    "next_steps": {"code": (str,), "params": (dict,)},
}


class WrongResult(ValueError):
    """A result that is not of the schema: a fault of the analyser, never of a learner."""


def check(result: dict[str, Json]) -> None:
    """Refuse a result with a missing, unknown or wrongly typed field. Raises WrongResult."""
    _fit(result, TOP, "result")
    for name, shape in ROWS.items():
        rows = result[name]
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            _fit(row, shape, f"{name}[{index}]")
    _three(result)
    following = result["next"]
    if following is not None:
        _fit(following, {"band": (str,), "marks": (int,)}, "next")


def _three(result: dict[str, Json]) -> None:
    steps, questions = result["next_steps"], result["questions"]
    found = steps if isinstance(steps, list) else []
    if len(found) != (STEPS if questions else 0):
        raise WrongResult(f"next_steps: {len(found)}")
    if any(step in found[:index] for index, step in enumerate(found)):
        raise WrongResult("next_steps: one stands twice")


def _fit(value: Json, shape: Shape, where: str) -> None:
    if not isinstance(value, dict):
        raise WrongResult(f"{where} is no object")
    if strange := set(value) ^ set(shape):
        raise WrongResult(f"{where}: {', '.join(sorted(strange))}")
    for name, types in shape.items():
        found = value[name]
        wrong_bool = isinstance(found, bool) and bool not in types
        if wrong_bool or not isinstance(found, types):
            raise WrongResult(f"{where}.{name} is {type(found).__name__}")
