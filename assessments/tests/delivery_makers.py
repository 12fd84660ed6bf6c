"""Tests that cost nothing, and learners with tokens, for trying the delivery of tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from assessments.models import Exam
from assessments.tests.makers import a_document, a_group, a_published_exam, a_question, words
from payments import services as payments


def a_free_exam(**changes: Any) -> Exam:
    """A published test that takes no tokens."""
    exam = a_published_exam(**changes)
    Exam.objects.filter(pk=exam.pk).update(tokens=0)
    exam.refresh_from_db(fields=["tokens"])
    return exam


def a_test_of_two_parts(**changes: Any) -> Exam:
    """The maker's part, and a second one with three more questions."""
    document = a_document(**changes)
    second = {
        "title": words("Part 2"),
        "passage": document["parts"][0]["passage"],
        "groups": [
            a_group(
                "true_false_not_given",
                [a_question(n, "TRUE", f"Statement {n}.") for n in (10, 11, 12)],
            )
        ],
    }
    return a_free_exam(parts=[*document["parts"], second])


def give_tokens(user_id: int, tokens: int) -> None:
    """So many tokens more for a person."""
    payments.grant(user_id, tokens, kind="bonus", key=f"bonus:{uuid4()}")


def tokens_left(user_id: int) -> int:
    """What a person can spend."""
    return payments.balance(user_id).available
