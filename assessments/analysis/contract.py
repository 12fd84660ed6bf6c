"""What an analyser is given, and what it gives back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from assessments.marking.reasons import Reason
from config.page import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with the mark that counts. `value` is what was answered, "" for nothing."""

    uid: str
    number: int
    number_to: int
    part: int
    type: str
    typed: bool
    value: Json
    mark: Decimal
    max: Decimal
    reason: Reason

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.value not in ("", None, [])

    @property
    def right(self) -> bool:
        """Whether it earned every mark."""
        return self.mark >= self.max

    @property
    def lost(self) -> Decimal:
        """The marks it did not earn."""
        return self.max - self.mark


@dataclass(frozen=True, slots=True)
class Touch:
    """One answer as it was received, in order; `mark` is what it would have earned.

    `client_at` is the learner's own clock, of use only between answers of one batch.
    """

    question: str
    value: Json
    mark: Decimal
    received_at: datetime
    client_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt as an analyser sees it: its answers in order of their numbers, and its times."""

    answers: tuple[Answer, ...]
    touches: tuple[Touch, ...]
    scale: Mapping[str, Json]
    started_at: datetime
    ended_at: datetime
    deadline_at: datetime
    duration_s: int


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: a code of `wording.STEPS` and its parameters; `lost` are the marks."""

    code: str
    params: dict[str, Json] = field(default_factory=dict)
    lost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Findings:
    """What an analyser found: the score, and a result that `schema` has checked."""

    raw: Decimal
    max_raw: Decimal
    band: Decimal | None
    cefr: str
    result: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Analyser:
    """How a kind is analysed. `engine` names the version of the rules in every revision."""

    engine: str
    analyse: Callable[[Sitting], Findings]


def plain(number: Decimal) -> int | float:
    """A number of marks for JSON: whole if it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)
