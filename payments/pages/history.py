"""The token history as a learner reads it: what each movement was for, and where that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from payments.services import Kind, Movement


@dataclass(frozen=True, slots=True)
class Line:
    """A movement with the skill of its test and the address of what it was for, where known."""

    movement: Movement
    skill: str = ""
    url: str = ""


def lines(movements: Iterable[Movement]) -> list[Line]:
    """The movements with what they were for; references are like "reading:<uid>"."""
    return [_line(movement) for movement in movements]


def _line(movement: Movement) -> Line:
    what, _, number = movement.reference.partition(":")
    if movement.kind == Kind.PURCHASE:
        return Line(movement, url=_address("payments:checkout", number))
    if number and movement.kind in (Kind.ATTEMPT, Kind.REFUND):
        return Line(movement, what.capitalize(), _address("assessments:submitted", number))
    return Line(movement)


def _address(name: str, number: str) -> str:
    """Empty where the app is absent, or the reference is not one of its numbers."""
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
