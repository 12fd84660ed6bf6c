"""The people, sessions and attempts that the load works on, made through the services."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from assessments import services as assessments
from payments import services as payments
from tests.makers import a_session

PEOPLE = 200
SLUG = "academic-reading-1"


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person, a session, and an attempt that is under way."""

    user_id: int
    session: str
    attempt: str


def people(count: int, *, started: bool) -> list[Sitter]:
    """`count` new people with tokens and a session; with an open attempt if `started`."""
    made = []
    for _number in range(count):
        user = get_user_model().objects.create_user(
            f"bench-{uuid.uuid4().hex[:12]}@imtihon.example", None, name="Bench"
        )
        payments.grant(user.pk, 50, kind="bonus", key=f"bench:{user.pk}")
        attempt = ""
        if started:
            state = assessments.start(user.pk, "reading", SLUG, "exam", "")
            attempt = str(state.uid)
        made.append(Sitter(user.pk, a_session(user), attempt))
    return made


def answers(user_id: int, attempt: str, count: int) -> list[dict[str, Any]]:
    """`count` answers that fit the attempt's questions, without idem and seq."""
    paper = assessments.paper(user_id, uuid.UUID(attempt))
    rows: list[dict[str, Any]] = []
    document: Any = paper.document
    for part in document["parts"]:
        for group in part["groups"]:
            for question in group["questions"]:
                options = question["options"] or group["options"]
                if question["number_to"] > question["number"]:
                    value: object = [option["key"] for option in options[:2]]
                else:
                    value = options[0]["key"] if options else "the harbour"
                rows.append({"question": question["uid"], "value": value})
    return rows[:count]


def lua_table(sitters: list[Sitter], rows: list[dict[str, Any]]) -> str:
    """The load's data as a Lua module."""
    people_rows = ",\n".join(f'{{"{sitter.session}","{sitter.attempt}"}}' for sitter in sitters)
    texts = ",\n".join(
        f"{{[=[{row['question']}]=],[=[{json.dumps(row['value'])}]=]}}" for row in rows
    )
    now = timezone.now().isoformat()
    return f"people={{{people_rows}}}\nrows={{{texts}}}\nat=[[{now}]]\n"
