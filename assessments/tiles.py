"""Attempts in numbers, for the first page of the admin."""

from __future__ import annotations

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from assessments.models import Attempt, State
from config.tiles import Tile, start_of_day

ATTEMPTS = "admin:assessments_attempt_changelist"
UNMARKED = (State.SUBMITTED, State.MARKING)


def tiles() -> tuple[Tile, ...]:
    """Attempts that run, that were handed in today, and that wait for marks; one statement."""
    running, unmarked = Q(state=State.IN_PROGRESS), Q(state__in=UNMARKED)
    today = Q(submitted_at__gte=start_of_day())
    found = Attempt.objects.filter(running | unmarked | today).aggregate(
        running=Count("pk", filter=running),
        today=Count("pk", filter=today),
        unmarked=Count("pk", filter=unmarked),
        oldest=Min("submitted_at", filter=unmarked),
    )
    return (
        Tile(
            _("Attempts in progress"),
            found["running"],
            url_name=ATTEMPTS,
            query=f"state__exact={State.IN_PROGRESS}",
        ),
        Tile(_("Handed in today"), found["today"], url_name=ATTEMPTS),
        Tile(
            _("Waiting for marks"),
            found["unmarked"],
            url_name=ATTEMPTS,
            query=f"state__exact={State.SUBMITTED}",
            since=found["oldest"],
        ),
    )
