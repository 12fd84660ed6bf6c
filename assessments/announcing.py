"""Tells learners what became of their attempt. An empty `announced_at` is what is owed."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from django.db.models import Q
from django.utils import timezone

from assessments import versions
from assessments.models import Attempt, AttemptEvent, State
from config.page import Text
from notifications import services as notifications

SWEEP = 200
NOT_TOLD = Q(state__in=(State.RELEASED, State.VOID), announced_at=None)


def owed(limit: int = SWEEP) -> list[int]:
    """Attempts whose result is shown or that are void, and whose learner was not told."""
    rows = Attempt.objects.filter(NOT_TOLD).order_by("id")
    return list(rows.values_list("pk", flat=True)[:limit])


def announce(attempt_id: int) -> None:
    """Send the message of a released result or of a void attempt, if it is owed.

    Safe to run twice: a revision's message has a key of its own, and its words are those of the
    version, which never change. Who got another message under that key has been told.
    """
    row = Attempt.objects.filter(NOT_TOLD, pk=attempt_id).first()
    if row is None:
        return
    with suppress(notifications.KeyReused):
        if row.state == State.VOID:
            _tell_void(row)
        else:
            _tell_result(row)
    told = Attempt.objects.filter(NOT_TOLD, pk=attempt_id, state=row.state, revision=row.revision)
    told.update(announced_at=timezone.now())


def _tell_result(row: Attempt) -> None:
    notifications.notify(
        [row.user_id],
        "result.ready",
        {"title": _title(row), "band": str(row.band) if row.band is not None else "–"},
        key=f"result:{row.uid}:{row.revision}",
        route="assessments:result",
        route_args={"uid": str(row.uid)},
    )


def _tell_void(row: Attempt) -> None:
    event = AttemptEvent.objects.filter(attempt=row, type=State.VOID).latest("id")
    notifications.notify(
        [row.user_id],
        "attempt.void",
        {
            "title": _title(row),
            "tokens": row.tokens if row.started_at else 0,
            "reason": str(event.data.get("reason") or "–"),
        },
        key=f"void:{row.uid}",
        route="payments:tokens",
    )


def _title(row: Attempt) -> Text:
    return cast(Text, versions.published(row.version_id).document["title"])
