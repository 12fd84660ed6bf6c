"""Tells learners that their result is ready. An empty `announced_at` is what is owed."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from django.db.models import Q
from django.utils import timezone

from assessments import versions
from assessments.models import Attempt, State
from config.page import Text
from notifications import services as notifications

SWEEP = 200
RELEASED_AND_NOT_TOLD = Q(state=State.RELEASED, announced_at=None)


def owed(limit: int = SWEEP) -> list[int]:
    """Attempts whose result is shown and whose learner was not told, oldest first."""
    rows = Attempt.objects.filter(RELEASED_AND_NOT_TOLD).order_by("id")
    return list(rows.values_list("pk", flat=True)[:limit])


def announce(attempt_id: int) -> None:
    """Send the message of a released result if it is owed.

    Safe to run twice: a revision's message has a key of its own, and its words are those of the
    version, which never change. Who got another message under that key has been told.
    """
    rows = Attempt.objects.filter(RELEASED_AND_NOT_TOLD, pk=attempt_id)
    row = rows.first()
    if row is None:
        return
    title = cast(Text, versions.published(row.version_id).document["title"])
    with suppress(notifications.KeyReused):
        notifications.notify(
            [row.user_id],
            "result.ready",
            {"title": title, "band": str(row.band) if row.band is not None else "–"},
            key=f"result:{row.uid}:{row.revision}",
            route="assessments:result",
            route_args={"uid": str(row.uid)},
        )
    told = Attempt.objects.filter(RELEASED_AND_NOT_TOLD, pk=attempt_id, revision=row.revision)
    told.update(announced_at=timezone.now())
