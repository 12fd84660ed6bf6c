"""From the JSON of a document or a draft to the values of the contract.

Tolerant: what is missing takes its empty value, so that an unfinished draft can be checked.
"""

from __future__ import annotations

from assessments.marking.normalise import WordLimit
from assessments.questions.contract import Doc, Group, Option, Question
from config.page import Json, Text


def parse_group(doc: Doc) -> Group:
    """A group and its questions, from a version's document or from a draft."""
    questions = tuple(parse_question(item) for item in objects(doc.get("questions")))
    number = _whole(doc.get("number"), questions[0].number if questions else 0)
    last = max((question.number_to for question in questions), default=number)
    return Group(
        uid=_string(doc.get("uid")),
        type=_string(doc.get("type")),
        number=number,
        number_to=_whole(doc.get("number_to"), last),
        instructions=parse_text(doc.get("instructions")),
        body=doc.get("body"),
        options=_options(doc.get("options")),
        reuse=doc.get("reuse") is True,
        word_limit=_limit(doc.get("word_limit")),
        image=doc.get("image"),
        questions=questions,
    )


def parse_question(doc: Doc) -> Question:
    """One question as shown."""
    number = _whole(doc.get("number"), 0)
    number_to = max(number, _whole(doc.get("number_to"), number))
    return Question(
        uid=_string(doc.get("uid")),
        number=number,
        number_to=number_to,
        marks=_whole(doc.get("marks"), number_to - number + 1),
        prompt=_string(doc.get("prompt")),
        options=_options(doc.get("options")),
    )


def _options(value: Json) -> tuple[Option, ...]:
    return tuple(
        Option(_string(item.get("key")), _string(item.get("text"))) for item in objects(value)
    )


def _limit(value: Json) -> WordLimit | None:
    if not isinstance(value, dict):
        return None
    return WordLimit(_whole(value.get("words"), 0), value.get("numbers") is True)


def objects(value: Json) -> list[dict[str, Json]]:
    """The objects of a list; [] for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _string(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Json, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def parse_text(value: Json) -> Text:
    """A text in one or several languages; "" for anything else."""
    if isinstance(value, dict):
        return {locale: text for locale, text in value.items() if isinstance(text, str)}
    return _string(value)
