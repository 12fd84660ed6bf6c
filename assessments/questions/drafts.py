"""A draft group: what is wrong with it, and what publishing makes of it. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from assessments.questions import question_type
from assessments.questions.contract import Doc, Group, QuestionType, fault
from assessments.questions.faults import Fault
from assessments.questions.parsing import parse_group
from config.page import Json

KEY_FIELDS = ("key", "explanation", "evidence")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A group as it is shown, and the keys of its questions by uid."""

    document: dict[str, Json]
    keys: dict[str, Json]


def completed(group: Group, part: Doc) -> Group:
    """The group with the options and instructions that follow from its type."""
    rules = question_type(group.type)
    options = group.options or rules.standard_options(group, part)
    with_options = replace(group, options=options)
    instructions = group.instructions or rules.standard_instructions(with_options)
    return replace(with_options, instructions=instructions)


def check_draft(draft: Doc, part: Doc) -> list[Fault]:
    """Everything that keeps a draft group from being published; none if it can be.

    `part` is the draft part, for its passage. The type must be known.
    """
    group = completed(parse_group(draft), part)
    rules = question_type(group.type)
    faults = rules.check_group(group, part)
    keys = _keys(draft)
    for question in group.questions:
        faults += rules.check(group, question, keys.get(question.uid, {}).get("key"))
    return faults + _twice(rules, group, keys)


def freeze_group(draft: Doc, part: Doc) -> Frozen:
    """What a version shows of a checked draft group, and its keys apart. Raises BodyFault."""
    group = completed(parse_group(draft), part)
    uids = {question.number: question.uid for question in group.questions}
    body = group.body
    if isinstance(body, str):
        body = question_type(group.type).freeze_body(body, uids)
    limit = group.word_limit
    document: dict[str, Json] = {
        "uid": group.uid,
        "type": group.type,
        "number": group.number,
        "number_to": group.number_to,
        "instructions": _json_text(group),
        "body": body,
        "options": [{"key": option.key, "text": option.text} for option in group.options],
        "reuse": group.reuse,
        "word_limit": {"words": limit.words, "numbers": limit.numbers} if limit else None,
        "image": group.image,
        "questions": [
            {
                "uid": question.uid,
                "number": question.number,
                "number_to": question.number_to,
                "marks": question.marks,
                "prompt": question.prompt,
                "options": [{"key": item.key, "text": item.text} for item in question.options],
            }
            for question in group.questions
        ],
    }
    return Frozen(document, {uid: dict(fields) for uid, fields in _keys(draft).items()})


def _keys(draft: Doc) -> dict[str, dict[str, Json]]:
    questions = draft.get("questions")
    return {
        str(question.get("uid", "")): {name: question.get(name) for name in KEY_FIELDS}
        for question in (questions if isinstance(questions, list) else [])
        if isinstance(question, dict)
    }


def _json_text(group: Group) -> Json:
    text = group.instructions
    return {**text} if isinstance(text, dict) else text


def _twice(rules: QuestionType, group: Group, keys: dict[str, dict[str, Json]]) -> list[Fault]:
    if not rules.needs_options or group.reuse:
        return []
    given = [keys.get(question.uid, {}).get("key") for question in group.questions]
    times = Counter(key for key in given if isinstance(key, str) and key)
    return [fault(group, "key-twice", {"key": key}) for key, n in times.items() if n > 1]
