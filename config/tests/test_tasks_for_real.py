"""Real processes, killed at the worst moment: what was owed is still done, and done once."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60

PERSON = """
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.utils import timezone
person = get_user_model().objects.create_user("slow@imtihon.example", welcomed_at=timezone.now())
EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
"""
TELL = """
from django.contrib.auth import get_user_model
from notifications.services import notify
person = get_user_model().objects.get()
for number in range({first}, {last}):
    notify([person.pk], "result.ready", dict(title="Test", band="6.5"), key=f"result:{{number}}:1")
"""
LEASES_END = """
from django.utils import timezone
from notifications.models import Delivery
Delivery.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())
"""
SWEEP = """
from notifications.tasks import sweep
sweep.delay()
"""


def a_free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(wanted, what):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if wanted():
            return
        time.sleep(0.05)
    pytest.fail(f"waited {PATIENCE_S} s for {what}")


class House:
    """An installation in a folder of its own, and the processes that were started for it."""

    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "house.sqlite3"
        self.mails = folder / "mails"
        self.mails.touch()
        self.running = []
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": "",
            "LOG_LEVEL": "WARNING",
            "EMAIL_BACKEND": "config.tests.slow_mail.SlowBackend",
            "SLOW_MAIL_LOG": str(self.mails),
            "SLOW_MAIL_S": "0.4",
        }
        for app in ("USERS", "TARIFFS", "NOTIFICATIONS", "PAYMENTS", "ASSESSMENTS"):
            self.environment.pop(f"{app}_DATABASE_URL", None)

    def manage(self, *words):
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def run(self, *scripts):
        self.manage("shell", "-v0", "--no-imports", "-c", "\n".join(scripts))

    def start(self, *command):
        with (self.folder / "log").open("a") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def kill(self, process):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.running.remove(process)

    def lines(self, word):
        return [line for line in self.mails.read_text().splitlines() if line.startswith(word)]

    def states(self):
        with closing(sqlite3.connect(self.database)) as connection:
            return [
                row[0] for row in connection.execute("SELECT state FROM notifications_delivery")
            ]

    def all_sent(self, many):
        return self.states() == ["sent"] * many

    def sent_once(self, many):
        sent = self.lines("sent")
        return len(sent) == len(set(sent)) == many


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.environment["TASKS"] = "off"
    house.manage("migrate", "-v0")
    yield house
    for process in list(house.running):
        house.kill(process)


def test_the_thread_of_a_killed_server_leaves_nothing_undone_and_nothing_done_twice(house):
    house.run(PERSON, TELL.format(first=0, last=5))
    house.environment["TASKS"] = "inline"

    def serve():
        address = f"127.0.0.1:{a_free_port()}"
        return house.start(sys.executable, "manage.py", "runserver", "--noreload", address)

    server = serve()
    until(lambda: len(house.lines("begin")) == 2, "the second mail to begin")
    house.kill(server)
    interrupted = len(house.lines("begin")) - len(house.lines("sent"))
    assert interrupted == 1
    house.run(LEASES_END)
    serve()
    until(lambda: house.all_sent(5), "all mails to be sent")
    assert house.sent_once(5)


@pytest.mark.redis
def test_celery_does_what_is_owed_once_though_worker_and_broker_die(house):
    port = a_free_port()
    broker = ["--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(house.folder)]
    house.environment |= {
        "TASKS": "celery",
        "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
    }

    def redis():
        server = house.start(shutil.which("redis-server"), *broker)
        until(lambda: listens(port), "Redis")
        return server

    def worker():
        words = ["-A", "config", "worker", "--concurrency", "1", "--without-gossip"]
        return house.start(sys.executable, "-m", "celery", *words, "-n", f"test-{port}@%h")

    first_redis = redis()
    house.run(PERSON, TELL.format(first=0, last=4))
    assert house.states() == ["queued"] * 4
    first_worker = worker()
    until(lambda: len(house.lines("begin")) == 2, "the second mail to begin")
    house.kill(first_worker)
    assert len(house.lines("begin")) - len(house.lines("sent")) == 1
    house.kill(first_redis)
    house.run(TELL.format(first=4, last=6))
    second_redis = redis()
    worker()
    house.run(LEASES_END, SWEEP)
    until(lambda: house.all_sent(6), "all mails to be sent")
    house.kill(second_redis)
    redis()
    house.run(TELL.format(first=6, last=7))
    until(lambda: house.all_sent(7), "the worker to find its broker again")
    assert house.sent_once(7)
