"""How long an attempt runs. Pure: the caller says what time it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

LATEST_SEEN = timedelta(seconds=20)
"""How old `last_seen_at` may grow before a heartbeat writes it again."""


class Phase(Enum):
    """Where the clock of a started attempt stands."""

    RUNNING = "running"
    GRACE = "grace"
    OVER = "over"


def deadline(
    started: datetime,
    duration_s: int,
    extra_pct: int = 0,
    window_end: datetime | None = None,
    paused_s: int = 0,
) -> datetime:
    """When the time is up: the duration with its extra share and pauses, within the window.

    The window's end moves by the extra share too, so that extra time is never cut off.
    """
    extra = timedelta(seconds=-(-duration_s * extra_pct // 100))
    own_end = started + timedelta(seconds=duration_s + paused_s) + extra
    return own_end if window_end is None else min(own_end, window_end + extra)


def phase(deadline_at: datetime, grace_s: int, now: datetime) -> Phase:
    """RUNNING before the deadline; GRACE from it to the last second of grace; then OVER.

    In GRACE answers are taken, but no form is shown.
    """
    if now < deadline_at:
        return Phase.RUNNING
    return Phase.GRACE if now <= deadline_at + timedelta(seconds=grace_s) else Phase.OVER
