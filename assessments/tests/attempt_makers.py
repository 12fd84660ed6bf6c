"""Attempts with answers, written as rows, so that judging can be tried without an exam screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from assessments import versions
from assessments.models import Attempt, ExamVersion, Response, ResponseEvent, State
from config.page import Json

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_submitted_attempt(
    version: ExamVersion,
    answers: Mapping[int, Json],
    *,
    user_id: int = 1,
    started_at: datetime = START,
    gap_s: int = 60,
    **changes: Any,
) -> Attempt:
    """A handed-in attempt with answers by question number, one a minute in the order given."""
    times = {
        "created_at": started_at,
        "started_at": started_at,
        "deadline_at": started_at + timedelta(seconds=version.duration_s),
        "submitted_at": started_at + timedelta(seconds=gap_s * (len(answers) + 1)),
    }
    attempt = Attempt.objects.create(
        kind=version.kind,
        user_id=user_id,
        exam_id=version.exam_id,
        version=version,
        duration_s=version.duration_s,
        **{"state": State.SUBMITTED, **times, **changes},
    )
    uids = uids_by_number(version)
    for seq, (number, value) in enumerate(answers.items(), start=1):
        an_answer(attempt, uids[number], value, seq, started_at + timedelta(seconds=gap_s * seq))
    return attempt


def an_answer(
    attempt: Attempt, question: str, value: Json, seq: int, received_at: datetime
) -> None:
    """One counted answer, as autosave would have stored it."""
    common: dict[str, Any] = {"attempt": attempt, "question": question, "seq": seq}
    ResponseEvent.objects.create(
        **common, idem=uuid4(), value=value, client_at=received_at, received_at=received_at
    )
    Response.objects.filter(attempt=attempt, question=question).delete()
    Response.objects.create(**common, value=value, received_at=received_at)


def uids_by_number(version: ExamVersion) -> dict[int, str]:
    """Question uids by the first number of each."""
    questions = versions.published(version.pk).questions
    return {question.number: uid for uid, question in questions.items()}


def right_answers(version: ExamVersion) -> dict[int, Json]:
    """The key of each question as a learner would answer it, by number."""
    keys = versions.keys_of(version.pk)
    found: dict[int, Json] = {}
    for uid, question in versions.published(version.pk).questions.items():
        key = keys[uid]["key"]
        found[question.number] = _typed(key) if isinstance(key, str) else key
    return dict(sorted(found.items()))


def _typed(key: str) -> str:
    from assessments.marking.answer_key import forms

    return forms(key)[0]


def answers_with_mistakes(version: ExamVersion) -> dict[int, Json]:
    """A believable paper: right answers, with confusions, a limit broken, slips and gaps left."""
    found = right_answers(version)
    questions = versions.published(version.pk)
    for question in questions.questions.values():
        type, number = questions.group_of[question.uid].type, question.number
        right = found[number]
        if right == "NOT GIVEN":
            found[number] = "FALSE" if type == "true_false_not_given" else "NO"
        elif type == "sentence_completion" and number % 2:
            found[number] = f"a kind of {right} thing"
        elif number % 7 == 5 and isinstance(right, str) and len(right) > 5:
            found[number] = right[:-1]
        elif number % 9 == 8 and type.startswith("matching"):
            other = next(
                option.key
                for option in questions.group_of[question.uid].options
                if option.key != right
            )
            found[number] = other
    last = max(found)
    return {number: value for number, value in found.items() if number < last - 1}
