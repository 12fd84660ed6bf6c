"""The worker thread of a server that runs without Celery (`TASKS=inline`), and `drain()` for tests.

Threads do not survive a fork, so everything here is made anew in a process that finds itself with
another pid. What a killed process had queued is found by the sweepers of the next one.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from queue import Empty, Full, Queue
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

ROOM = 10_000
"""Items that may wait; more are left to the sweepers."""
PAUSE_S = 0.5


class Item(NamedTuple):
    """One call of a task."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}


class _Process:
    """What belongs to one process: its queue and its thread."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.waiting: Queue[Item] = Queue(ROOM)
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None
        self.beats: dict[str, int] = {}


_process = _Process()
_serving = False


def _here() -> _Process:
    global _process
    if _process.pid != os.getpid():
        _process = _Process()
    return _process


def serve() -> None:
    """Say that this process (and what it forks) is a server; start the thread if `TASKS=inline`.

    Commands never say so: what they queue is found by the server's sweepers.
    """
    global _serving
    _serving = True
    _start()


def put(name: str, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> None:
    """Queue one call in this process; in a server, see that the thread runs. Never blocks."""
    try:
        _here().waiting.put_nowait(Item(name, args, kwargs or {}))
    except Full:
        logger.warning("Queue full, %s is left to its sweeper", name)
    _start()


def _start() -> None:
    if settings.TASKS != "inline" or not _serving:
        return
    here = _here()
    with here.starting:
        if here.thread is None or not here.thread.is_alive():
            here.thread = threading.Thread(
                target=_work, args=(here,), name="imtihon-worker", daemon=True
            )
            here.thread.start()


def drain() -> int:
    """Do everything owed, here and now: what is queued, then every sweeper, until nothing is left.

    For tests (`TASKS=off`) and commands. Errors of tasks come through. The number of tasks run.
    """
    from config.schedule import schedule

    done = _empty()
    for name in schedule():
        _run(Item(name))
        done += 1
    return done + _empty()


def forget() -> None:
    """Drop what is queued in this process (between tests)."""
    waiting = _here().waiting
    while not waiting.empty():
        waiting.get_nowait()


def _empty() -> int:
    waiting = _here().waiting
    for done in range(ROOM):
        try:
            item = waiting.get_nowait()
        except Empty:
            return done
        _run(item)
    return ROOM


def _run(item: Item) -> None:
    from config.celery import app

    app.tasks[item.name](*item.args, **item.kwargs)


def _work(here: _Process) -> None:
    while here is _process:
        try:
            item = here.waiting.get(timeout=PAUSE_S)
        except Empty:
            pass
        else:
            _survive(item)
        _beat(here)


def _survive(item: Item) -> None:
    """Run one item; whatever happens in it is logged, and the next one gets fresh connections."""
    close_old_connections()
    try:
        _run(item)
    except Exception:
        logger.exception("Task %s%r failed; its row is still owed", item.name, item.args)
        connections.close_all()
    finally:
        close_old_connections()


def _beat(here: _Process) -> None:
    """Run what is due. The slot is claimed in the cache, so processes that share one beat once."""
    from config.schedule import schedule

    now = time.time()
    try:
        for name, seconds in schedule().items():
            slot = int(now // seconds)
            if here.beats.get(name) == slot:
                continue
            here.beats[name] = slot
            if cache.add(f"beat:{name}:{slot}", 1, timeout=2 * seconds):
                _survive(Item(name))
    except Exception:
        logger.exception("The schedule could not be read")
