"""What the templates of the interactions need, computed once a group. Pure.

The exam page shows questions and values; only `review_context` is given keys.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from assessments.interactions.gaps.blocks import Block, Run, blocks_of, contexts, prompt_runs
from assessments.questions import question_type
from assessments.questions.contract import (
    Doc,
    Group,
    Option,
    Question,
    QuestionType,
    field_name,
)
from assessments.questions.parsing import parse_group, parse_text
from config.page import LOCALES, Json, Text, localised

EMPTY = SafeString("")

Score = tuple[Decimal | int | float, Decimal | int | float]
"""A mark and the most it could be."""


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option and whether it is chosen; `right` is known in a review only."""

    key: str
    text: str
    chosen: bool
    right: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as its template draws it; `answer` and what follows it is set in reviews only."""

    uid: str
    number: int
    number_to: int
    label: str
    name: str
    field: str
    template: str
    review_template: str
    prompt: str
    runs: tuple[Run, ...]
    marks: int
    options: tuple[OptionView, ...]
    value: Json
    answered: bool
    flagged: bool
    several: bool
    listed: bool
    typed: bool
    aria: str
    input: str
    wide: bool
    menu: SafeString
    answer: str = ""
    accepted: tuple[str, ...] = ()
    verdict: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class PictureView:
    """The picture of a group: where it is served, and its description."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group as `interactions/group.html` draws it."""

    uid: str
    type: str
    number: int
    number_to: int
    heading: str
    instructions: str
    instructions_lang: str
    layout: str
    title: str
    blocks: tuple[Block, ...]
    questions: tuple[QuestionView, ...]
    bank: tuple[OptionView, ...]
    bank_title: str
    reuse: bool
    picture: PictureView | None
    locked: bool


def group_context(
    group: Group | Doc,
    responses: Mapping[str, Json],
    *,
    flagged: Collection[str] = (),
    locked: bool = False,
    locale: str = "en",
    picture_url: Callable[[str], str] | None = None,
) -> GroupView:
    """A group of the exam page with the values given so far; holds nothing of a key.

    `responses` and `flagged` go by question uid, `locale` chooses among translated instructions,
    `picture_url` gives the address of a picture by its sha256.
    """
    group = group if isinstance(group, Group) else parse_group(group)
    rules = question_type(group.type)
    questions = tuple(
        _question_view(rules, group, question, responses.get(question.uid), flagged)
        for question in group.questions
    )
    return _group_view(rules, group, questions, locked, locale, picture_url)


def review_context(
    group: Group | Doc,
    keys: Mapping[str, Json],
    responses: Mapping[str, Json],
    scores: Mapping[str, Score] | None = None,
    *,
    locale: str = "en",
    picture_url: Callable[[str], str] | None = None,
) -> GroupView:
    """The same group with right answers: only for attempts whose result is released.

    `keys` and `scores` (mark and most of it) go by question uid; without scores the rules mark.
    """
    group = group if isinstance(group, Group) else parse_group(group)
    rules = question_type(group.type)
    questions = tuple(
        _review_view(rules, group, question, keys.get(question.uid), responses, scores or {})
        for question in group.questions
    )
    shown = _group_view(rules, group, questions, True, locale, picture_url)
    lines = contexts(shown.blocks)
    return replace(
        shown,
        questions=tuple(replace(view, context=lines.get(view.uid, "")) for view in questions),
    )


def _question_view(
    rules: QuestionType,
    group: Group,
    question: Question,
    value: Json,
    flagged: Collection[str] = (),
    right: Collection[str] = (),
) -> QuestionView:
    options = rules.options(group, question)
    base = f"interactions/{rules.interaction}/"
    return QuestionView(
        uid=question.uid,
        number=question.number,
        number_to=question.number_to,
        label=question.label,
        name=field_name(question),
        field=f"f-{question.uid}",
        template=f"{base}{'gap' if rules.layout else 'question'}.html",
        review_template=f"{base}review.html",
        prompt=question.prompt,
        runs=prompt_runs(question) if rules.interaction == "gaps" else (),
        marks=question.marks,
        options=() if rules.menu else _option_views(options, value, right),
        value="" if value is None else value,
        answered=bool(value),
        flagged=question.uid in flagged,
        several=rules.several,
        listed=any(option.text for option in options),
        typed=not options,
        aria=heading(question),
        input="checkbox" if rules.several else "radio",
        wide=question.number_to > question.number,
        menu=menu(options, str(value or "")) if rules.menu and options else EMPTY,
    )


def _option_views(
    options: tuple[Option, ...], value: Json, right: Collection[str]
) -> tuple[OptionView, ...]:
    chosen = value if isinstance(value, list) else (value,)
    return tuple(
        OptionView(option.key, option.text, option.key in chosen, option.key in right)
        for option in options
    )


def _review_view(
    rules: QuestionType,
    group: Group,
    question: Question,
    key: Json,
    responses: Mapping[str, Json],
    scores: Mapping[str, Score],
) -> QuestionView:
    value = responses.get(question.uid)
    right = [item for item in (key if isinstance(key, list) else [key]) if isinstance(item, str)]
    view = _question_view(rules, group, question, value, right=right)
    score = scores.get(question.uid)
    if score is None:
        marking = rules.mark(group, question, key, value)
        score = (marking.score, marking.max)
    return replace(
        view,
        answer=rules.answer_text(group, question, value),
        accepted=rules.accepted(group, question, key),
        verdict=verdict(score, answered=bool(value)),
    )


def verdict(score: Score, *, answered: bool) -> str:
    """How an answer is shown: "right", "partial", "wrong", or "none" without an answer."""
    earned, most = score
    if earned >= most:
        return "right"
    if earned > 0:
        return "partial"
    return "wrong" if answered else "none"


@lru_cache(maxsize=4096)
def menu(options: tuple[Option, ...], chosen: str) -> SafeString:
    """The entries of a select box. Kept, for many questions and readers share a few lists."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (
                option.key,
                SafeString(" selected") if option.key == chosen else "",
                f"{option.key} {option.text}".rstrip(),
            )
            for option in options
        ),
    )


def heading(of: Group | Question) -> str:
    """Its numbers as the exam says them: "Question 7", "Questions 7–13"."""
    return f"{'Questions' if of.number_to > of.number else 'Question'} {of.label}"


def _group_view(
    rules: QuestionType,
    group: Group,
    questions: tuple[QuestionView, ...],
    locked: bool,
    locale: str,
    picture_url: Callable[[str], str] | None,
) -> GroupView:
    own = localised(group.instructions, locale)
    title, blocks = blocks_of(group.body, {question.uid: question for question in questions})
    shown = rules.needs_options and any(option.text for option in group.options)
    used = {str(question.value) for question in questions if question.value}
    return GroupView(
        uid=group.uid,
        type=group.type,
        number=group.number,
        number_to=group.number_to,
        heading=heading(group),
        instructions=own or rules.standard_instructions(group),
        instructions_lang=_language(group.instructions, locale),
        layout=rules.layout,
        title=title,
        blocks=blocks,
        questions=questions,
        bank=tuple(
            OptionView(option.key, option.text, option.key in used)
            for option in (group.options if shown else ())
        ),
        bank_title=rules.bank_title or "Options",
        reuse=group.reuse,
        picture=_picture(group, locale, picture_url),
        locked=locked,
    )


def _language(text: Text, locale: str) -> str:
    """The language in which `localised` gives a text; the exam's English for a plain string."""
    if not isinstance(text, dict):
        return "en"
    return next((found for found in (locale, *LOCALES) if text.get(found)), "en")


def _picture(
    group: Group, locale: str, picture_url: Callable[[str], str] | None
) -> PictureView | None:
    if picture_url is None or not isinstance(group.image, dict):
        return None
    sha256, alt = group.image.get("sha256"), group.image.get("alt")
    if not isinstance(sha256, str):
        return None
    return PictureView(picture_url(sha256), localised(parse_text(alt), locale))
