"""What `task.delay()` means: the worker thread, `drain()`, the schedule, a broker that is away."""

from __future__ import annotations

import os
import threading
import time

import pytest
from celery import Celery, shared_task

from config import schedule as schedules
from config import worker
from config.celery import HouseTask, _configuration, app

done: list[object] = []


@shared_task(name="tests.note")
def note(what: object) -> None:
    done.append(what)


@shared_task(name="tests.fail")
def fail() -> None:
    raise ValueError("broken")


@shared_task(name="tests.sweep")
def sweep() -> None:
    done.append("swept")


@pytest.fixture(autouse=True)
def _clean(monkeypatch, caplog):
    caplog.set_level("WARNING", logger="config")
    monkeypatch.setattr(schedules, "schedule", lambda: {"tests.sweep": 3600})
    monkeypatch.setattr(worker, "_process", worker._Process())
    monkeypatch.setattr(worker, "_serving", False)
    done.clear()
    yield
    worker._process = worker._Process()
    for thread in threading.enumerate():
        if thread.name == "imtihon-worker":
            thread.join(5)


@pytest.fixture
def inline(settings):
    settings.TASKS = "inline"
    worker.serve()


def _until(wanted, seconds=5.0):
    end = time.monotonic() + seconds
    while not wanted() and time.monotonic() < end:
        time.sleep(0.02)
    assert wanted()


def test_with_tasks_off_a_call_waits_for_drain(settings):
    settings.TASKS = "off"
    note.delay("a")
    assert done == []
    assert worker._process.thread is None
    worker.drain()
    assert done == ["a", "swept"]


def test_drain_lets_errors_through(settings):
    settings.TASKS = "off"
    fail.delay()
    with pytest.raises(ValueError, match="broken"):
        worker.drain()


def test_forget_drops_what_waits(settings):
    settings.TASKS = "off"
    note.delay("a")
    worker.forget()
    worker.drain()
    assert done == ["swept"]


def test_the_thread_does_a_call_without_the_caller_waiting(inline):
    note.delay("a")
    _until(lambda: "a" in done)
    assert worker._process.thread.daemon


def test_one_bad_item_does_not_stop_the_thread(inline, caplog):
    fail.delay()
    note.delay("after")
    _until(lambda: "after" in done)
    assert "Task tests.fail() failed" in caplog.text


def test_a_command_has_no_thread(settings):
    settings.TASKS = "inline"
    note.delay("a")
    assert worker._process.thread is None


def test_with_celery_a_server_has_no_thread(settings):
    settings.TASKS = "celery"
    worker.serve()
    assert worker._process.thread is None


def test_the_thread_keeps_the_schedule_and_claims_each_slot_once(inline):
    _until(lambda: "swept" in done)
    another = worker._Process()
    worker._beat(another)
    assert done == ["swept"]


def test_starting_twice_makes_one_thread(inline):
    first = worker._process.thread
    worker.serve()
    assert worker._process.thread is first


def test_a_forked_process_makes_its_own_thread(inline, monkeypatch):
    parent = worker._process
    monkeypatch.setattr(os, "getpid", lambda: parent.pid + 1)
    worker.put("tests.note", ("child",))
    assert worker._process is not parent
    _until(lambda: "child" in done)


def test_a_full_queue_is_logged_and_left_to_the_sweeper(settings, monkeypatch, caplog):
    settings.TASKS = "off"
    monkeypatch.setattr(worker, "ROOM", 1)
    monkeypatch.setattr(worker, "_process", worker._Process())
    note.delay("a")
    note.delay("b")
    assert "tests.note is left to its sweeper" in caplog.text
    worker.drain()
    assert done == ["a", "swept"]


def test_a_broker_that_is_away_does_not_hurt_the_caller(settings, caplog):
    settings.TASKS = "celery"
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    away = Celery("away", task_cls=HouseTask, set_as_current=False)
    away.add_defaults(_configuration)

    @away.task(name="tests.lost")
    def lost():
        done.append("lost")

    begun = time.monotonic()
    lost.delay()
    assert time.monotonic() - begun < 15
    assert "tests.lost is left to its sweeper" in caplog.text
    assert done == []


@pytest.mark.parametrize("name", ["users", "payments", "notifications"])
def test_every_app_has_a_queue_of_its_own(name):
    route = app.amqp.router.route({}, f"{name}.tasks.anything")
    assert route["queue"].name == name


def test_the_whole_schedule_names_tasks_that_exist(monkeypatch):
    monkeypatch.undo()
    for name, seconds in schedules.schedule().items():
        assert name in app.tasks
        assert seconds > 0
