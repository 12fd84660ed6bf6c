"""A released attempt question by question: own answer, right answer, why, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Literal, cast
from uuid import UUID

from assessments import reports, versions
from assessments.analysis.evidence import Stretch, lit
from assessments.analysis.highlights import Run, Spot, cut, in_plain_text
from assessments.delivery.highlighting import PassageMark, highlights
from assessments.interactions.views import OptionView, QuestionView, review_context
from assessments.models import Attempt, Mark, QuestionFlag, Response
from assessments.questions import question_type
from assessments.questions.contract import Group
from assessments.questions.parsing import parse_text
from assessments.reports import Report
from assessments.versions import PublishedVersion
from config.page import Json, Text

Show = Literal["all", "wrong", "flagged", "slow"]
SHOWS: tuple[Show, ...] = ("all", "wrong", "flagged", "slow")


@dataclass(frozen=True, slots=True)
class PromptRun:
    """A piece of a prompt, or the place of its gap."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the passage that decide; paragraphs count from 1."""

    paragraph: int
    quote: str


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question with everything that is known of it now.

    `value` is the answer as stored, `answer` the same in words; `verdict` is "right", "partial",
    "wrong" or "none"; the reason is a code with parameters, worded by `reason_text`.
    `normalised` is the form of the answer that was compared.
    """

    uid: str
    number: int
    number_to: int
    label: str
    part: int
    type: str
    prompt: str
    context: str
    runs: tuple[PromptRun, ...]
    options: tuple[OptionView, ...]
    listed: bool
    review_template: str
    value: Json
    answer: str
    accepted: tuple[str, ...]
    mark: Decimal
    max: Decimal
    verdict: str
    reason_code: str
    reason_params: dict[str, Json]
    normalised: str
    explanation: Text
    evidence: tuple[Evidence, ...]
    flagged: bool
    seconds: int | None
    slow: bool


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """Questions under one instruction; the picture is named by its sha256."""

    type: str
    heading: str
    instructions: Text
    picture: str
    picture_alt: Text
    questions: tuple[ReviewedQuestion, ...]


@dataclass(frozen=True, slots=True)
class ReviewParagraph:
    """A paragraph of a passage, cut where evidence begins and ends.

    `runs` are those of each stretch, cut again where the learner's highlights begin and end.
    """

    number: int
    label: str
    stretches: tuple[Stretch, ...]
    runs: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """One part: its passage, and the groups that have a question to show, so many numbers."""

    number: int
    numbers: int
    title: Text
    passage_title: str
    passage_subtitle: str
    paragraphs: tuple[ReviewParagraph, ...]
    groups: tuple[ReviewGroup, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """A released attempt question by question; `counts` are of numbers, by what can be shown."""

    report: Report
    show: str
    counts: dict[str, int]
    parts: tuple[ReviewPart, ...]
    questions: tuple[ReviewedQuestion, ...]


@dataclass(frozen=True, slots=True)
class _Given:
    """A mark as a review tells it; objects of forty rows would cost more than the rest of it."""

    value: Decimal
    max: Decimal
    reason_code: str
    reason_params: dict[str, Json]
    normalised: str


@dataclass(frozen=True, slots=True)
class _Known:
    report: Report
    version: PublishedVersion
    entries: Mapping[str, Mapping[str, Json]]
    marks: Mapping[str, _Given]
    values: Mapping[str, Json]
    flags: frozenset[str]
    seconds: Mapping[str, int | None]
    marked: tuple[PassageMark, ...]


def review(user_id: int, uid: UUID, show: str = "all") -> Review:
    """A person's attempt with right answers, all questions or the wrong, flagged or slow ones.

    Raises AttemptNotFound, and ResultNotReleased while it may not be shown.
    """
    row = reports.released(user_id, uid)
    version = versions.published(row.version_id)
    report = reports.report_of(row, reports.current(row), version)
    known = _known(row, version, report)
    whole = [_groups(known, part.groups, part.number) for part in version.parts]
    questions = [q for groups in whole for group in groups for q in group.questions]
    chosen = {q.uid for q in questions if _is_shown(q, show)}
    return Review(
        report=report,
        show=show,
        counts=_counts(questions),
        parts=tuple(_part(known, index, groups, chosen) for index, groups in enumerate(whole)),
        questions=tuple(q for q in questions if q.uid in chosen),
    )


def shows() -> tuple[str, ...]:
    """What a review can be narrowed to; the first is everything."""
    return SHOWS


def _numbers_in(questions: Iterable[ReviewedQuestion]) -> int:
    return sum(question.number_to - question.number + 1 for question in questions)


def _is_shown(question: ReviewedQuestion, show: str) -> bool:
    if show == "wrong":
        return question.verdict != "right"
    if show == "flagged":
        return question.flagged
    return question.slow if show == "slow" else True


def _counts(questions: Sequence[ReviewedQuestion]) -> dict[str, int]:
    return {show: _numbers_in(q for q in questions if _is_shown(q, show)) for show in SHOWS}


def _known(row: Attempt, version: PublishedVersion, report: Report) -> _Known:
    flags = QuestionFlag.objects.filter(attempt=row).values_list("question", flat=True)
    return _Known(
        report=report,
        version=version,
        entries=versions.keys_of(version.id),
        marks=_marks(row),
        values=dict(Response.objects.filter(attempt=row).values_list("question", "value")),
        flags=frozenset(flags),
        seconds={question.uid: question.seconds for question in report.questions},
        marked=highlights(row),
    )


def _marks(row: Attempt) -> dict[str, _Given]:
    names = ("question", "value", "max", "reason_code", "reason_params", "normalised")
    rows = Mark.objects.standing(row).values_list(*names)
    return {question: _Given(*told) for question, *told in rows}


def _groups(known: _Known, groups: Sequence[Group], part: int) -> list[ReviewGroup]:
    return [_group(known, group, part) for group in groups]


def _group(known: _Known, group: Group, part: int) -> ReviewGroup:
    keys = {question.uid: known.entries[question.uid].get("key") for question in group.questions}
    scores = {uid: (known.marks[uid].value, known.marks[uid].max) for uid in keys}
    shown = review_context(group, keys, known.values, scores)
    image = group.image if isinstance(group.image, dict) else {}
    return ReviewGroup(
        type=group.type,
        heading=shown.heading,
        instructions=group.instructions or question_type(group.type).standard_instructions(group),
        picture=str(image.get("sha256") or ""),
        picture_alt=parse_text(image.get("alt")),
        questions=tuple(_question(known, group.type, part, view) for view in shown.questions),
    )


def _question(known: _Known, type: str, part: int, view: QuestionView) -> ReviewedQuestion:
    mark, entry = known.marks[view.uid], known.entries[view.uid]
    return ReviewedQuestion(
        uid=view.uid,
        number=view.number,
        number_to=view.number_to,
        label=view.label,
        part=part,
        type=type,
        prompt=view.prompt,
        context=view.context,
        runs=_prompt_runs(view),
        options=view.options,
        listed=view.listed,
        review_template=view.review_template,
        value=view.value,
        answer=view.answer,
        accepted=view.accepted,
        mark=mark.value,
        max=mark.max,
        verdict=view.verdict,
        reason_code=mark.reason_code,
        reason_params=mark.reason_params,
        normalised=mark.normalised,
        explanation=parse_text(entry.get("explanation")),
        evidence=_evidence(entry.get("evidence")),
        flagged=view.uid in known.flags,
        seconds=known.seconds.get(view.uid),
        slow=view.number in known.report.slow_and_wrong,
    )


def _prompt_runs(view: QuestionView) -> tuple[PromptRun, ...]:
    asks = view.prompt.endswith("?")  # a question is answered below it, it has no gap to show
    return tuple(PromptRun(run.text, run.own) for run in view.runs if not (asks and run.own))


def _evidence(value: Json) -> tuple[Evidence, ...]:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return tuple(
        Evidence(cast(int, row.get("paragraph") or 0), str(row.get("quote") or "")) for row in rows
    )


def _part(known: _Known, index: int, groups: Sequence[ReviewGroup], chosen: set[str]) -> ReviewPart:
    part = known.version.parts[index]
    kept = [
        replace(group, questions=tuple(q for q in group.questions if q.uid in chosen))
        for group in groups
    ]
    shown = tuple(group for group in kept if group.questions)
    passage = _passage(known.version, index)
    marked = [mark for mark in known.marked if mark.part == part.number]
    return ReviewPart(
        number=part.number,
        numbers=_numbers_in(q for group in shown for q in group.questions),
        title=part.title,
        passage_title=str(passage.get("title") or ""),
        passage_subtitle=str(passage.get("subtitle") or ""),
        paragraphs=_paragraphs(passage, [q for group in shown for q in group.questions], marked),
        groups=shown,
    )


def _passage(version: PublishedVersion, index: int) -> dict[str, Json]:
    parts = cast(list[dict[str, Json]], version.document["parts"])
    passage = parts[index].get("passage")
    return passage if isinstance(passage, dict) else {}


def _paragraphs(
    passage: Mapping[str, Json],
    questions: Sequence[ReviewedQuestion],
    marked: Sequence[PassageMark],
) -> tuple[ReviewParagraph, ...]:
    found: list[ReviewParagraph] = []
    seen: set[int] = set()
    for number, row in enumerate(cast(list[dict[str, Json]], passage.get("paragraphs") or []), 1):
        quotes = tuple(
            (q.number, evidence.quote)
            for q in questions
            for evidence in q.evidence
            if evidence.paragraph == number
        )
        text = str(row.get("text") or "")
        stretches = lit(text, quotes, tuple(sorted(seen)))
        seen |= {n for stretch in stretches for n in stretch.first_of}
        label = str(row.get("label") or "") if passage.get("labelled") else ""
        own = [mark for mark in marked if mark.paragraph == number]
        found.append(ReviewParagraph(number, label, stretches, _runs(text, stretches, own)))
    return tuple(found)


def _runs(
    text: str, stretches: Sequence[Stretch], marked: Sequence[PassageMark]
) -> tuple[tuple[Run, ...], ...]:
    ends = [0, *accumulate(len(stretch.text) for stretch in stretches)]
    spots = [Spot(str(mark.uid), mark.start, mark.end, mark.colour, mark.note) for mark in marked]
    plain = "".join(stretch.text for stretch in stretches)
    return cut(plain, list(pairwise(ends)), in_plain_text(text, spots))
