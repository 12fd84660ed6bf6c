"""What the result pages draw, made from the services' values in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from assessments import services
from assessments.services import ProgressPoint, Report, Review, ReviewedQuestion
from assessments.templatetags.results import marks
from config.formats import span

OFFICIAL = ("ielts_ac", "ielts_gt")
BADGES = {
    "right": ("ok", "check"),
    "partial": ("flag", ""),
    "wrong": ("bad", "x"),
    "none": ("bad", "minus"),
}
"""The colour and the icon of a verdict."""
ALTERNATIVE = mark_safe(' <span aria-hidden="true">·</span> ')


@dataclass(frozen=True, slots=True)
class StepView:
    """A next step, where it leads and what that link says."""

    title: str
    text: str
    url: str
    link: str
    number: int | None


@dataclass(frozen=True, slots=True)
class StripView:
    """The times of one part, for a narrow screen."""

    number: int
    questions: tuple[services.QuestionResult, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the review in words; `reason` is "" for a right answer."""

    question: ReviewedQuestion
    accepted: SafeString
    reason: str
    typed: bool
    verdict: str
    tone: str
    icon: str
    marks: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """The line of one kind."""

    kind: str
    name: str
    points: tuple[ProgressPoint, ...]
    first: Decimal
    last: Decimal


def report_context(report: Report) -> dict[str, Any]:
    """Bars, strips and steps of a report."""
    return {
        "types": [
            {"label": services.type_label(found.type), "right": found.right, "total": found.total}
            for found in report.types
        ],
        "steps": [_step(report, step) for step in report.next_steps],
        "strips": [
            StripView(part.number, tuple(q for q in report.questions if q.part == part.number))
            for part in report.parts
        ],
        "times_known": any(question.seconds is not None for question in report.questions),
        "official": report.family in OFFICIAL,
        "slow": _joined(report.slow_and_wrong),
        "findings": _findings(report),
        "kind_name": kind_names().get(report.kind, report.kind),
    }


def _step(report: Report, step: services.NextStep) -> StepView:
    words = services.step_text(step.code, step.params)
    review = reverse("assessments:review", args=[report.uid])
    if words.review == "wrong":
        address, link = f"{review}?{urlencode({'show': 'wrong'})}", _("See the wrong answers")
    elif words.review:
        address, link = review, _("Go through the questions")
    elif words.part is not None:
        address = f"{review}?{urlencode({'part': words.part})}"
        link = _("See part %(number)s") % {"number": words.part}
    elif words.number is not None:
        address = _question_url(report, words.number)
        link = _("See question %(number)s") % {"number": words.number}
    else:
        address = reverse("assessments:tests_of_kind", args=[report.kind])
        link = _("Choose a test")
    return StepView(words.title, words.text, address, link, words.number)


def _question_url(report: Report, number: int) -> str:
    """The question in the review, on the page of its part."""
    part = next((q.part for q in report.questions if q.number <= number <= q.number_to), 1)
    address = reverse("assessments:review", args=[report.uid])
    return f"{address}?{urlencode({'part': part})}#r-{number}"


def _findings(report: Report) -> list[tuple[str, str]]:
    """What happened, as a name and the numbers of the questions; only what did happen."""
    rows = [
        (_("Without an answer"), report.unanswered),
        (_("Over the word limit"), report.over_limit),
        (_("Spelling"), report.spelling),
        (_("Changed from right to wrong"), report.right_to_wrong),
        (_("Changed from wrong to right"), report.wrong_to_right),
        (_("Answered in the last minute"), report.last_minute),
        (_("Slow and wrong"), report.slow_and_wrong),
    ]
    found = [(name, _listed(numbers)) for name, numbers in rows if numbers]
    if report.late:
        found.append((_("Answers after the end, not counted"), str(report.late)))
    return found


def _listed(numbers: Sequence[int]) -> str:
    """Numbers of questions that nobody takes for a count."""
    return _("No. %(numbers)s") % {"numbers": _joined(numbers)}


def _joined(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def review_tabs(review: Review) -> list[dict[str, Any]]:
    """The filters of a review as links, with how many questions each shows."""
    labels = {
        "all": _("All"),
        "wrong": _("Wrong"),
        "flagged": _("Flagged"),
        "slow": _("Slow and wrong"),
    }
    address = reverse("assessments:review", args=[review.report.uid])
    return [
        {
            "url": address if show == "all" else f"{address}?{urlencode({'show': show})}",
            "label": label,
            "count": str(review.counts[show]),
            "current": review.show == show,
        }
        for show, label in labels.items()
    ]


def open_part(review: Review, wanted: int | None) -> int:
    """The part to show: the wanted one if it has a question to show, else the first that has."""
    shown = [part.number for part in review.parts if part.groups]
    return wanted if wanted in shown else next(iter(shown), 0)


def part_tabs(review: Review, part: int) -> list[dict[str, Any]]:
    """The parts with a question to show, as links; none where there is one part only."""
    shown = [found for found in review.parts if found.groups]
    if len(shown) < 2:
        return []
    return [
        {
            "url": _part_url(review, found.number),
            "label": _("Part %(number)s") % {"number": found.number},
            "count": str(found.numbers),
            "current": found.number == part,
        }
        for found in shown
    ]


def next_part(review: Review, part: int) -> dict[str, Any] | None:
    """The next part with a question to show: its number and address."""
    later = [found.number for found in review.parts if found.groups and found.number > part]
    return {"number": later[0], "url": _part_url(review, later[0])} if later else None


def _part_url(review: Review, number: int) -> str:
    query = {"part": number} if review.show == "all" else {"show": review.show, "part": number}
    return f"{reverse('assessments:review', args=[review.report.uid])}?{urlencode(query)}"


def review_parts(review: Review, number: int) -> list[dict[str, Any]]:
    """The part of this number, its groups' questions with reasons in words."""
    return [
        {
            "part": part,
            "groups": [
                {
                    "group": group,
                    "picture": _picture(review, group.picture),
                    "questions": [_question(question) for question in group.questions],
                }
                for group in part.groups
            ],
        }
        for part in review.parts
        if part.groups and part.number == number
    ]


def _picture(review: Review, sha256: str) -> str:
    if not sha256:
        return ""
    return f"{reverse('assessments:media', args=[sha256])}?attempt={review.report.uid}"


def _question(question: ReviewedQuestion) -> QuestionView:
    verdicts = {
        "right": _("Right"),
        "partial": _("Partly right"),
        "wrong": _("Wrong"),
        "none": _("No answer"),
    }
    sums = {"mark": marks(question.mark), "max": marks(question.max)}
    earned = _("marks: %(mark)s of %(max)s") % sums
    tone, icon = BADGES[question.verdict]
    reason = services.reason_words(question.reason_code, question.reason_params)
    return QuestionView(
        question=question,
        accepted=format_html_join(ALTERNATIVE, "{}", ((form,) for form in question.accepted)),
        reason="" if question.verdict == "right" else reason,
        typed=not question.options,
        verdict=verdicts[question.verdict],
        tone=tone,
        icon=icon,
        marks=earned if question.seconds is None else f"{earned} · {span(question.seconds)}",
    )


def progress_charts(points: Sequence[ProgressPoint]) -> list[ChartView]:
    """A line for every kind that has two results."""
    names, found = kind_names(), []
    for kind, name in names.items():
        own = tuple(point for point in points if point.kind == kind)
        if len(own) > 1:
            found.append(ChartView(kind, name, own, own[0].band, own[-1].band))
    return found


def kind_names() -> dict[str, str]:
    """The kinds' names in the reader's language."""
    return {slug: str(label) for slug, label in services.kinds()}
