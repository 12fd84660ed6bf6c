"""Answers that arrive as a plain form: a browser without JavaScript saves a part at a time."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.utils import timezone

from assessments import versions
from assessments.delivery import attempts, autosave
from assessments.delivery.autosave import Saved
from assessments.questions import question_type, read_form
from assessments.questions.contract import field_name
from config.page import Json


class _Fields:
    """The fields of a form as the question types read them."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def getlist(self, key: str, /) -> list[str]:
        return self._fields.get(key, [])


def save_form(user_id: int, uid: UUID, part: int, fields: dict[str, list[str]]) -> Saved:
    """Store what a form says about the questions of one part, where it differs from what is stored.

    `fields` holds all values of each field, e.g. {"q-<uid>": ["TRUE"]}. The server gives the
    next places in the order of saving. Raises AttemptNotFound and AttemptNotStarted.
    """
    paper = attempts.paper(user_id, uid)
    answers: list[Json] = []
    for question, value in _given(user_id, uid, part, fields).items():
        earlier = paper.responses.get(question)
        if (value or "") == (earlier.value if earlier else ""):
            continue
        idem = str(uuid.uuid4())
        answers.append({"idem": idem, "question": question, "seq": paper.next_seq, "value": value})
    return autosave.save_at(user_id, uid, answers, at=timezone.now())


def _given(user_id: int, uid: UUID, part: int, fields: dict[str, list[str]]) -> dict[str, Json]:
    """What the form says; a field that was not sent says nothing, except for boxes to tick."""
    version = versions.published(attempts.version_id(user_id, uid))
    data = _Fields(fields)
    return {
        question.uid: read_form(group, question, data)
        for shown in version.parts
        if shown.number == part
        for group in shown.groups
        for question in group.questions
        if field_name(question) in fields or question_type(group.type).several
    }
