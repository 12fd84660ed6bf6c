"""Background tasks: one Celery app, and what `task.delay()` means under each `TASKS` setting.

Apps write `@shared_task` and `on_commit(Model, task.delay)` and know no more. The rows say what is
owed: a lost message is found again by the app's sweeper, so losing one is never an error here.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from celery import Celery, Task
from celery.result import AsyncResult
from django.conf import settings
from kombu import Queue
from kombu.exceptions import OperationalError

from config import worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
logger = logging.getLogger(__name__)

VISIBILITY_S = 3600
"""How long Redis waits before it hands an unacknowledged task to another worker."""


class HouseTask(Task):
    """A task that runs in this process or in a Celery worker, as `TASKS` says."""

    abstract = True

    def apply_async(
        self,
        args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        *rest: Any,
        **options: Any,
    ) -> AsyncResult[Any]:
        """Hand the task on and return at once; never raises because a queue is full or away."""
        task_id = options.setdefault("task_id", None) or str(uuid4())
        if settings.TASKS != "celery":
            worker.put(self.name, tuple(args or ()), dict(kwargs or {}))
            return self.AsyncResult(task_id)
        try:
            return super().apply_async(
                tuple(args or ()), dict(kwargs or {}), *rest, **{**options, "task_id": task_id}
            )
        except (OperationalError, OSError) as error:
            logger.warning("Broker away, %s is left to its sweeper: %s", self.name, error)
            return self.AsyncResult(task_id)


def _configuration() -> dict[str, Any]:
    apps = settings.PRODUCT_APPS
    return {
        "broker_url": settings.CELERY_BROKER_URL,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_S,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 2,
            "max_retries": 0,
        },
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_publish_retry": False,
        "task_default_queue": apps[0],
        "task_queues": [Queue(app) for app in apps],
        "task_routes": {f"{app}.*": {"queue": app} for app in apps},
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "beat_scheduler": "config.schedule:BeatScheduler",
        "timezone": "UTC",
    }


app = Celery("imtihon", task_cls=HouseTask)
app.add_defaults(_configuration)
app.autodiscover_tasks(lambda: list(settings.PRODUCT_APPS))
app.set_default()
