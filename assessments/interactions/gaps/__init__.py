"""Gaps in a sentence, a text, a table or a picture: typed, or chosen from the group's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from assessments.interactions.choice import keys_of, words_of
from assessments.interactions.gaps.layouts import freeze, markers
from assessments.marking.answer_key import KeySyntaxError, forms, judge, key_faults
from assessments.marking.normalise import fold, within
from assessments.marking.reasons import Reason
from assessments.questions.contract import Doc, Group, Marking, Question, QuestionType, fault
from assessments.questions.faults import BodyFault, Fault
from assessments.questions.values import read_option, read_text
from config.page import Json

MOST_SHOWN = 6


class Gaps(QuestionType):
    """A gap takes words of the passage within the word limit."""

    interaction = "gaps"
    needs_word_limit = True
    menu = True

    def read(self, group: Group, question: Question, value: Json) -> Json:
        """A short text; with a list of options one of their keys."""
        if value in ("", None, []):
            return ""
        if group.options:
            return read_option(value, keys_of(group.options))
        return read_text(value)

    def mark(self, group: Group, question: Question, key: Json, value: Json) -> Marking:
        """All marks for an accepted form within the limit, none for another."""
        most = Decimal(question.marks)
        typed = value if isinstance(value, str) else ""
        if group.options:
            reason = _chosen(typed, str(key))
            compared = typed
        else:
            reason = judge(key if isinstance(key, str) else "", group.word_limit, typed)
            compared = fold(typed)
        score = most if reason.code == "correct" else Decimal(0)
        return Marking(score, most, reason, compared)

    def accepted(self, group: Group, question: Question, key: Json) -> tuple[str, ...]:
        """The accepted forms within the limit, a handful at most."""
        if not isinstance(key, str):
            return ()
        if group.options:
            return (words_of(group.options, key),)
        try:
            found = [form for form in forms(key) if within(form, group.word_limit)]
        except KeySyntaxError:
            return (key,)
        return tuple(found[:MOST_SHOWN])

    def answer_text(self, group: Group, question: Question, value: Json) -> str:
        """What was typed, or the chosen option."""
        if group.options:
            return words_of(group.options, value)
        return value if isinstance(value, str) else ""

    def freeze_body(self, text: str, uids: Mapping[int, str]) -> Json:
        """The text in the layout of the type."""
        return freeze(text, self.layout, uids) if self.layout else None

    def check_key(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """The key must be readable and answerable within the limit."""
        if key in (None, "", []):
            return [fault(question, "key-missing")]
        if not isinstance(key, str):
            return [fault(question, "key-shape")]
        if group.options:
            known = key in keys_of(group.options)
            return [] if known else [fault(question, "key-unknown", {"key": key[:40]})]
        limit = group.word_limit.text if group.word_limit else ""
        return [
            fault(question, code, {"limit": limit}) for code in key_faults(key, group.word_limit)
        ]

    def check(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """Also that a prompt with gaps has the gap of its own number, once."""
        faults = super().check(group, question, key)
        found = markers(question.prompt)
        if not self.needs_body and found:
            faults += _marker_faults(question, found, (question.number,))
        return faults

    def check_group(self, group: Group, part: Doc) -> list[Fault]:
        """Also the word limit and the text with the gaps."""
        faults = super().check_group(group, part)
        if not group.options and self.needs_word_limit:
            faults += _limit_faults(group)
        if self.needs_body and not isinstance(group.body, dict):
            faults += self._body_faults(group)
        return faults

    def _body_faults(self, group: Group) -> list[Fault]:
        text = group.body if isinstance(group.body, str) else ""
        if not text.strip():
            return [fault(group, "body-missing")]
        numbers = tuple(question.number for question in group.questions)
        faults = _marker_faults(group, markers(text), numbers)
        if faults:
            return faults
        try:
            self.freeze_body(text, {number: str(number) for number in numbers})
        except BodyFault as error:
            return [fault(group, error.code, error.params)]
        return []


def _chosen(chosen: str, right: str) -> Reason:
    if not chosen:
        return Reason("unanswered")
    if chosen == right:
        return Reason("correct")
    return Reason("wrong_match", {"chosen": chosen, "right": right})


def _limit_faults(group: Group) -> list[Fault]:
    if group.word_limit is None:
        return [fault(group, "limit-missing")]
    if group.word_limit.words < 1 and not group.word_limit.numbers:
        return [fault(group, "limit-impossible")]
    return []


def _marker_faults(of: Question | Group, found: list[int], wanted: tuple[int, ...]) -> list[Fault]:
    times = Counter(found)
    return [
        *(fault(of, "gap-missing", {"number": n}) for n in wanted if not times[n]),
        *(fault(of, "gap-twice", {"number": n}) for n in wanted if times[n] > 1),
        *(fault(of, "gap-unknown", {"number": n}) for n in times if n not in wanted),
    ]
