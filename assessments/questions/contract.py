"""What a question type is, and the values it works on. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise

from assessments.marking.normalise import WordLimit
from assessments.marking.reasons import Params, Reason
from assessments.questions.faults import Fault
from config.page import Json, Text

Doc = Mapping[str, Json]
"""One JSON object of a version's document or of a draft."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its letter or word, and its text ("" if the key says it all)."""

    key: str
    text: str = ""

    @property
    def words(self) -> str:
        """The option for a reader: its key and text, or the key alone."""
        return f"{self.key}. {self.text}" if self.text else self.key


@dataclass(frozen=True, slots=True)
class Question:
    """One question as shown; 11–12 is one question of two marks."""

    uid: str
    number: int
    number_to: int
    marks: int
    prompt: str = ""
    options: tuple[Option, ...] = ()

    @property
    def label(self) -> str:
        """Its number or numbers: "7", "11–12"."""
        return span(self.number, self.number_to)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that share a type, instructions and options."""

    uid: str
    type: str
    number: int
    number_to: int
    instructions: Text = ""
    body: Json = None
    options: tuple[Option, ...] = ()
    reuse: bool = False
    word_limit: WordLimit | None = None
    image: Json = None
    questions: tuple[Question, ...] = ()

    @property
    def label(self) -> str:
        """Its numbers: "7–13"."""
        return span(self.number, self.number_to)


@dataclass(frozen=True, slots=True)
class Marking:
    """What an answer earned and why; `normalised` is the form that was compared."""

    score: Decimal
    max: Decimal
    reason: Reason
    normalised: str


class FormData(Protocol):
    """A posted form, as Django's QueryDict is one."""

    def getlist(self, key: str, /) -> list[str]:
        """All values of a field; [] if it was not sent."""


class QuestionType:
    """The rules of one type. A folder's `TYPE` is an instance; most name a family and little more.

    `key` is the right answer as the author gave it, `value` what a learner answered.
    """

    slug: str
    label: str | Promise
    kinds: frozenset[str] = frozenset({"reading", "listening"})
    interaction: str
    layout: str = ""
    instructions: str = ""
    bank_title: str = ""
    several: bool = False
    menu: bool = False
    needs_body: bool = False
    needs_options: bool = False
    needs_question_options: bool = False
    needs_word_limit: bool = False
    needs_image: bool = False

    def options(self, group: Group, question: Question) -> tuple[Option, ...]:
        """What can be chosen for a question; () where the answer is typed."""
        return question.options if self.needs_question_options else group.options

    def standard_options(self, group: Group, part: Doc) -> tuple[Option, ...]:
        """The options that follow from the type or the passage; () if the author writes them."""
        return ()

    def standard_instructions(self, group: Group) -> str:
        """What to do, in the English of the exam, with **bold**; for groups without their own."""
        text = self.instructions % {
            "limit": group.word_limit.text if group.word_limit else "",
            "numbers": group.label,
            "last": group.options[-1].key if group.options else "",
            "first": group.options[0].key if group.options else "",
        }
        if self.needs_options and group.reuse:
            text += " You may use any letter more than once."
        return text

    def read(self, group: Group, question: Question, value: Json) -> Json:
        """The value as it is stored; "" is a cleared answer. Raises BadValue."""
        raise NotImplementedError

    def mark(self, group: Group, question: Question, key: Json, value: Json) -> Marking:
        """Marks and reason for a stored value. Nothing answered is no mark; it never raises."""
        raise NotImplementedError

    def accepted(self, group: Group, question: Question, key: Json) -> tuple[str, ...]:
        """The right answers in words, the best first."""
        raise NotImplementedError

    def answer_text(self, group: Group, question: Question, value: Json) -> str:
        """A stored value in words; "" if there is none."""
        raise NotImplementedError

    def freeze_body(self, text: str, uids: Mapping[int, str]) -> Json:
        """An author's text with [[8]] gaps as the document's body; None for types without one.

        `uids` gives the question of each number. Raises BodyFault.
        """
        return None

    def check(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """What is wrong with one question and its key."""
        faults = []
        if not self.needs_body and not question.prompt.strip():
            faults.append(fault(question, "prompt-missing"))
        if question.marks != question.number_to - question.number + 1:
            faults.append(fault(question, "marks-span"))
        return faults + self.check_key(group, question, key)

    def check_key(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """What is wrong with the key alone."""
        raise NotImplementedError

    def check_group(self, group: Group, part: Doc) -> list[Fault]:
        """What is wrong with the group beside its questions."""
        faults = [] if group.questions else [fault(group, "questions-missing")]
        if self.needs_options:
            faults += option_faults(group, group.options)
        if self.needs_image and not isinstance(group.image, dict):
            faults.append(fault(group, "image-missing"))
        elif self.needs_image and isinstance(group.image, dict) and not group.image.get("alt"):
            faults.append(fault(group, "image-alt-missing"))
        return faults


def span(number: int, number_to: int) -> str:
    """One number or a range: "7", "11–12"."""
    return str(number) if number_to <= number else f"{number}–{number_to}"


def fault(of: Question | Group, code: str, params: Params | None = None) -> Fault:
    """A fault of a question or a group, with its numbers and uid."""
    return Fault(of.label, code, params or {}, of.uid)


def option_faults(
    of: Question | Group, options: tuple[Option, ...], *, least: int = 2, texts: bool = False
) -> list[Fault]:
    """Too few options, a letter twice, or (if `texts` must be there) an option without text."""
    faults = []
    if len(options) < least:
        faults.append(fault(of, "options-missing", {"least": least}))
    keys = [option.key for option in options]
    faults += [
        fault(of, "option-twice", {"key": key}) for key in sorted(set(keys)) if keys.count(key) > 1
    ]
    if texts:
        faults += [
            fault(of, "option-empty", {"key": option.key})
            for option in options
            if not option.text.strip()
        ]
    return faults


def field_name(question: Question) -> str:
    """The name of a question's field in a plain form."""
    return f"q-{question.uid}"
