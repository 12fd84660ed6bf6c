"""What a learner is told about one attempt: the score, its causes, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from assessments import judging, versions
from assessments.delivery import attempts
from assessments.errors import ResultNotReleased, ResultOnDate
from assessments.models import Analyse, Attempt, ResponseEvent, State
from assessments.questions.parsing import parse_text
from assessments.versions import PublishedVersion
from config.page import Json, Text

HALF = Decimal("0.5")
NUMBERED = (
    "unanswered",
    "over_limit",
    "spelling",
    "right_to_wrong",
    "wrong_to_right",
    "last_minute",
    "slow_and_wrong",
)
"""Fields of a result that list numbers of questions."""
MARKS = {"right", "total", "mark", "max"}
"""Fields of its rows that are marks."""


@dataclass(frozen=True, slots=True)
class NextBand:
    """The next higher band, and the marks that are wanting."""

    band: Decimal
    marks: int


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part: marks earned and possible; seconds until its answers, None if not known."""

    number: int
    title: Text
    right: Decimal
    total: Decimal
    questions: int
    unanswered: int
    seconds: int | None


@dataclass(frozen=True, slots=True)
class TypeResult:
    """One type of question: marks earned and possible."""

    type: str
    right: Decimal
    total: Decimal
    questions: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question: its mark, and the seconds until its answer (None if not known)."""

    uid: str
    number: int
    number_to: int
    part: int
    type: str
    mark: Decimal
    max: Decimal
    answered: bool
    seconds: int | None

    @property
    def right(self) -> bool:
        """Whether it earned every mark."""
        return self.mark >= self.max


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do next, as a code with parameters; `step_text` words it."""

    code: str
    params: dict[str, Json]


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """The learner's result before this one, of the same kind and family."""

    uid: UUID
    title: Text
    raw: Decimal | None
    max_raw: Decimal | None
    band: Decimal | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """The analysis of a released attempt: one stored revision, types weakest first.

    `place` says where in its level the band lies: "upper", "lower" or "". The lists of numbers
    name questions. `late` counts answers that came after the end and were not counted.
    """

    uid: UUID
    kind: str
    slug: str
    title: Text
    family: str
    mode: str
    version: int
    revision: int
    engine: str
    raw: Decimal
    max_raw: Decimal
    band: Decimal | None
    cefr: str
    place: str
    low: Decimal | None
    high: Decimal | None
    next_band: NextBand | None
    source: Text
    levels: tuple[dict[str, Json], ...]
    parts: tuple[PartResult, ...]
    types: tuple[TypeResult, ...]
    questions: tuple[QuestionResult, ...]
    next_steps: tuple[NextStep, ...]
    unanswered: tuple[int, ...]
    over_limit: tuple[int, ...]
    spelling: tuple[int, ...]
    right_to_wrong: tuple[int, ...]
    wrong_to_right: tuple[int, ...]
    last_minute: tuple[int, ...]
    slow_and_wrong: tuple[int, ...]
    late: int
    plan_s: int
    used_s: int
    duration_s: int
    started_at: datetime | None
    submitted_at: datetime | None
    closed_by_clock: bool
    released_at: datetime | None
    earlier: EarlierResult | None


def analysis(user_id: int, uid: UUID) -> Report:
    """The report of a person's attempt.

    Raises AttemptNotFound, and ResultNotReleased while it may not be shown.
    """
    row = released(user_id, uid)
    version = versions.published(row.version_id)
    late = ResponseEvent.objects.filter(attempt=row, late=True).count()
    return report_of(row, current(row), version, late=late, earlier=_earlier(row))


def released(user_id: int, uid: UUID) -> Attempt:
    """The row of a person's attempt whose result may be shown, with exam and version number.

    What a lost task left undone is done now. Raises AttemptNotFound and ResultNotReleased.
    """
    now = timezone.now()
    row = attempts.touched(user_id, uid, now)
    if row.state in (State.SUBMITTED, State.MARKED):
        version = versions.published(row.version_id)
        if row.state == State.SUBMITTED or judging.release_due(version, now):
            judging.judge(row.pk, at=now)
            row.refresh_from_db(fields=["state", "raw", "max_raw", "band", "revision"])
        if row.state == State.MARKED and (day := judging.release_date(version)):
            when = timezone.localtime(day).strftime("%d.%m.%Y %H:%M %Z")
            raise ResultOnDate(state=row.state, when=when)
    if row.state != State.RELEASED:
        raise ResultNotReleased(state=row.state)
    return row


def current(row: Attempt) -> Analyse:
    """The revision that counts."""
    analyse: Analyse = Analyse.objects.get(attempt=row, revision=row.revision)
    return analyse


def report_of(
    row: Attempt,
    analyse: Analyse,
    version: PublishedVersion,
    *,
    late: int = 0,
    earlier: EarlierResult | None = None,
) -> Report:
    """The value of a stored revision."""
    result = cast(dict[str, Json], analyse.result)
    levels = _levels(version.scale)
    return Report(
        **_of_attempt(row, version),
        revision=analyse.revision,
        engine=analyse.engine,
        raw=_number(result["raw"]),
        max_raw=_number(result["max_raw"]),
        band=analyse.band,
        cefr=analyse.cefr,
        place=_place(analyse.band, levels),
        low=_band(result["low"]),
        high=_band(result["high"]),
        next_band=_next_band(result["next"]),
        levels=levels,
        late=late,
        earlier=earlier,
        plan_s=cast(int, result["plan_s"]),
        used_s=cast(int, result["used_s"]),
        parts=_parts(result, version),
        types=tuple(TypeResult(**row) for row in _scored(result, "types")),
        questions=tuple(QuestionResult(**row) for row in _scored(result, "questions")),
        next_steps=tuple(NextStep(**row) for row in _rows(result, "next_steps")),
        **_numbered(result),
    )


def _numbered(result: dict[str, Json]) -> dict[str, Any]:
    return {name: tuple(cast(list[int], result[name])) for name in NUMBERED}


def _of_attempt(row: Attempt, version: PublishedVersion) -> dict[str, Any]:
    """The fields of a report that no revision changes."""
    return {
        "uid": row.uid,
        "kind": row.kind,
        "slug": row.exam.slug,
        "title": row.version.title,
        "family": row.version.family,
        "mode": row.mode,
        "version": version.number,
        "source": parse_text(version.scale.get("source")),
        "started_at": row.started_at,
        "submitted_at": row.submitted_at,
        "closed_by_clock": row.closed_by_clock,
        "released_at": row.released_at,
        "duration_s": row.duration_s,
    }


def _earlier(row: Attempt) -> EarlierResult | None:
    rows = Attempt.objects.filter(
        Q(user_id=row.user_id, kind=row.kind, state=State.RELEASED),
        version__family=row.version.family,
        id__lt=row.pk,
    )
    before = rows.select_related("version").only(
        "uid", "raw", "max_raw", "band", "submitted_at", "kind", "version__title", "version__kind"
    )
    found = before.order_by("-id").first()
    if found is None:
        return None
    return EarlierResult(
        uid=found.uid,
        title=found.version.title,
        raw=found.raw,
        max_raw=found.max_raw,
        band=found.band,
        submitted_at=found.submitted_at,
    )


def _levels(scale: Mapping[str, Json]) -> tuple[dict[str, Json], ...]:
    rows = scale.get("cefr")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return tuple(sorted(found, key=lambda row: Decimal(str(row["from"]))))


def _place(band: Decimal | None, levels: tuple[dict[str, Json], ...]) -> str:
    """The last half band before the next level is its upper part, the first its lower part."""
    if band is None:
        return ""
    starts = [Decimal(str(level["from"])) for level in levels]
    own = max((start for start in starts if start <= band), default=None)
    above = min((start for start in starts if start > band), default=None)
    if own is None or above is None or above - own <= HALF:
        return ""
    if band + HALF >= above:
        return "upper"
    return "lower" if band == own else ""


def _parts(result: dict[str, Json], version: PublishedVersion) -> tuple[PartResult, ...]:
    titles = {part.number: part.title for part in version.parts}
    return tuple(
        PartResult(title=titles.get(row["number"], ""), **row) for row in _scored(result, "parts")
    )


def _rows(result: dict[str, Json], name: str) -> list[dict[str, Any]]:
    """Rows of a stored result; analysis/schema.py has checked them before they were written."""
    return cast(list[dict[str, Any]], result[name])


def _scored(result: dict[str, Json], name: str) -> list[dict[str, Any]]:
    """Rows with their marks exact again, as they were before JSON."""
    return [
        {**row, **{key: _number(row[key]) for key in MARKS & row.keys()}}
        for row in _rows(result, name)
    ]


def _number(value: Json) -> Decimal:
    return Decimal(str(value))


def _band(value: Json) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


def _next_band(value: Json) -> NextBand | None:
    if not isinstance(value, dict):
        return None
    return NextBand(Decimal(str(value["band"])), cast(int, value["marks"]))
