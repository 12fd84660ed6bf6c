"""Tests that cost nothing, and learners with tokens, for trying the delivery of tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from assessments.models import Exam
from assessments.tests.makers import a_published_exam
from payments import services as payments


def a_free_exam(**changes: Any) -> Exam:
    """A published test that takes no tokens."""
    exam = a_published_exam(**changes)
    Exam.objects.filter(pk=exam.pk).update(tokens=0)
    exam.refresh_from_db(fields=["tokens"])
    return exam


def give_tokens(user_id: int, tokens: int) -> None:
    """So many tokens more for a person."""
    payments.grant(user_id, tokens, kind="bonus", key=f"bonus:{uuid4()}")


def tokens_left(user_id: int) -> int:
    """What a person can spend."""
    return payments.balance(user_id).available
