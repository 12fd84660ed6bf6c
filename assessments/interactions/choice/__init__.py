"""Choosing one or several of the options of a question: radio buttons or boxes to tick."""

from __future__ import annotations

from decimal import Decimal

from assessments.marking.reasons import Reason
from assessments.questions.contract import (
    Doc,
    Group,
    Marking,
    Option,
    Question,
    QuestionType,
    fault,
    option_faults,
)
from assessments.questions.faults import Fault
from assessments.questions.values import read_option, read_options
from config.page import Json


def keys_of(options: tuple[Option, ...]) -> tuple[str, ...]:
    """The keys of options, in their order."""
    return tuple(option.key for option in options)


def words_of(options: tuple[Option, ...], key: Json) -> str:
    """The option with this key for a reader; the key itself if it is not among them."""
    found = next((option.words for option in options if option.key == key), None)
    return found if found is not None else key if isinstance(key, str) else ""


class OneChoice(QuestionType):
    """One of the options is right."""

    interaction = "choice"
    fixed: tuple[str, ...] = ()

    def options(self, group: Group, question: Question) -> tuple[Option, ...]:
        """The type's own words where it has them, else the question's options."""
        return tuple(Option(word) for word in self.fixed) or super().options(group, question)

    def standard_options(self, group: Group, part: Doc) -> tuple[Option, ...]:
        """The type's own words, so that a document says what can be answered."""
        return tuple(Option(word) for word in self.fixed)

    def read(self, group: Group, question: Question, value: Json) -> Json:
        """One key of the options."""
        if value in ("", None, []):
            return ""
        return read_option(value, keys_of(self.options(group, question)))

    def mark(self, group: Group, question: Question, key: Json, value: Json) -> Marking:
        """All marks for the right option, none for another."""
        most = Decimal(question.marks)
        if not value or not isinstance(value, str):
            return Marking(Decimal(0), most, Reason("unanswered"), "")
        if value == key:
            return Marking(most, most, Reason("correct"), value)
        return Marking(Decimal(0), most, self.wrong(value, str(key)), value)

    def wrong(self, chosen: str, right: str) -> Reason:
        """Why another option than the right one earns nothing."""
        return Reason("wrong_choice", {"chosen": chosen, "right": right})

    def accepted(self, group: Group, question: Question, key: Json) -> tuple[str, ...]:
        """The right option."""
        return (words_of(self.options(group, question), key),)

    def answer_text(self, group: Group, question: Question, value: Json) -> str:
        """The chosen option."""
        return words_of(self.options(group, question), value)

    def check(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """Also the question's own options."""
        faults = super().check(group, question, key)
        if self.needs_question_options:
            faults += option_faults(question, question.options, texts=True)
        return faults

    def check_key(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """The key must be one option."""
        if key in (None, "", []):
            return [fault(question, "key-missing")]
        if not isinstance(key, str):
            return [fault(question, "key-shape")]
        if key not in keys_of(self.options(group, question)):
            return [fault(question, "key-unknown", {"key": key[:40]})]
        return []


class SeveralChoices(OneChoice):
    """As many options are right as the question has marks; the order does not matter."""

    several = True

    def read(self, group: Group, question: Question, value: Json) -> Json:
        """Keys of the options, each once; more than the marks are refused."""
        if value in ("", None, []):
            return ""
        keys = keys_of(self.options(group, question))
        return [*read_options(value, keys, question.marks)]

    def mark(self, group: Group, question: Question, key: Json, value: Json) -> Marking:
        """One mark for each right option; each option counts once, beyond the marks none."""
        most = Decimal(question.marks)
        chosen = _letters(value)[: question.marks]
        if not chosen:
            return Marking(Decimal(0), most, Reason("unanswered"), "")
        right = len(set(chosen) & set(_letters(key)))
        score = min(Decimal(right), most)
        return Marking(score, most, _several_reason(right, question.marks), ", ".join(chosen))

    def accepted(self, group: Group, question: Question, key: Json) -> tuple[str, ...]:
        """All right options."""
        options = self.options(group, question)
        return tuple(words_of(options, letter) for letter in _letters(key))

    def answer_text(self, group: Group, question: Question, value: Json) -> str:
        """The chosen options."""
        options = self.options(group, question)
        return ", ".join(words_of(options, letter) for letter in _letters(value))

    def check_key(self, group: Group, question: Question, key: Json) -> list[Fault]:
        """The key must be as many different options as the question has marks."""
        if key in (None, "", []):
            return [fault(question, "key-missing")]
        if not isinstance(key, list) or len(_letters(key)) != len(key):
            return [fault(question, "key-shape")]
        known = keys_of(self.options(group, question))
        faults = [
            fault(question, "key-unknown", {"key": letter[:40]})
            for letter in _letters(key)
            if letter not in known
        ]
        if len(key) != question.marks:
            faults.append(fault(question, "key-count", {"marks": question.marks}))
        return faults

    def check_group(self, group: Group, part: Doc) -> list[Fault]:
        """More options than marks, or nothing is to be chosen."""
        return super().check_group(group, part) + [
            fault(question, "options-missing", {"least": question.marks + 1})
            for question in group.questions
            if len(self.options(group, question)) <= question.marks
        ]


def _letters(value: Json) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(item for item in found if isinstance(item, str) and item))


def _several_reason(right: int, total: int) -> Reason:
    if right >= total:
        return Reason("correct")
    if not right:
        return Reason("none_right")
    return Reason("some_right", {"right": right, "total": total})
