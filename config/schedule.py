"""The one schedule: every app's `SCHEDULE`, for the worker thread and for Celery's beat alike.

An app's `tasks.py` holds `SCHEDULE = {"<app>.tasks.<task>": seconds between two runs}`.
"""

from __future__ import annotations

from importlib import import_module

from celery.beat import Scheduler
from django.conf import settings


def schedule() -> dict[str, int]:
    """Seconds between two runs, by the name of the task. Importing it registers the tasks."""
    entries: dict[str, int] = {}
    for app in settings.PRODUCT_APPS:
        entries |= getattr(import_module(f"{app}.tasks"), "SCHEDULE", {})
    return entries


class BeatScheduler(Scheduler):
    """Beat from the composed schedule, kept in memory: sweepers may run once too often."""

    def setup_schedule(self) -> None:
        """Install every entry; a run that no worker took before the next one is due expires."""
        self.update_from_dict(
            {
                name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
                for name, seconds in schedule().items()
            }
        )
