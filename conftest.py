"""What every test has: all databases, a statement counter, marks for what a machine may lack."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test.utils import CaptureQueriesContext
from django.views.static import serve

from config import worker

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FAST_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"
NO_STATEMENTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _missing() -> dict[str, str]:
    on_postgresql = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    missing = {}
    if not CHROMIUM:
        missing["chromium"] = "no Chromium on this machine"
    if not on_postgresql:
        missing["postgresql"] = "the suite runs on SQLite (make test-matrix runs these)"
    if not _listens(6379) or not shutil.which("redis-server"):
        missing["redis"] = "no Redis on this machine"
    return missing


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Open all databases to every test, and leave out what this machine can not run."""
    missing = _missing()
    kept, left_out = [], []
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is not None and "databases" not in mark.kwargs:
            kwargs = {**mark.kwargs, "databases": "__all__"}
            item.add_marker(pytest.mark.django_db(*mark.args, **kwargs), append=False)
        lacking = [name for name in missing if item.get_closest_marker(name)]
        (left_out if lacking else kept).append(item)
    config.stash[LEFT_OUT] = {
        name: sum(1 for item in left_out if item.get_closest_marker(name)) for name in missing
    }
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """REQUIRE=all turns a missing service into a failure (PostgreSQL: where it is asked for)."""
    required = os.environ.get("REQUIRE", "")
    counts = session.config.stash.get(LEFT_OUT, {})
    lacking = [name for name, count in counts.items() if count and name != "postgresql"]
    if required == "all" and lacking and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say in the end what was left out, and why."""
    reasons = _missing()
    for name, count in config.stash.get(LEFT_OUT, {}).items():
        if count:
            terminalreporter.write_line(f"left out: {count} tests marked {name}: {reasons[name]}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test database of this process's own: a file on SQLite, a name with its pid elsewhere."""
    folder = tmp_path_factory.mktemp("databases")
    for alias in connections:
        test = connections[alias].settings_dict["TEST"]
        if connections[alias].vendor == "sqlite":
            test["NAME"] = str(folder / f"{alias}.sqlite3")
        else:
            name = connections[alias].settings_dict["NAME"]
            test["NAME"] = f"test_{name}_{alias}_{os.getpid()}"


@pytest.fixture(scope="session", autouse=True)
def _static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hashed names need a collected folder; once a session."""
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    settings.STORAGES["staticfiles"]["BACKEND"] = "config.storage.HashedStaticFiles"
    call_command("collectstatic", interactive=False, verbosity=0)
    StaticFilesHandler.serve = _collected


def _collected(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
    """What the live server answers: the collected file, which has its hashed name."""
    path = handler.file_path(request.path)
    return serve(request, path, document_root=str(settings.STATIC_ROOT))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings) -> Iterator[None]:
    """Mail, uploads, the cache and the queue of one test are not seen by the next.

    Passwords are hashed fast; a test that is about hashing sets PASSWORD_HASHERS itself.
    """
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.MEDIA_ROOT = tmp_path / "media"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "media/private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    settings.PASSWORD_HASHERS = [FAST_HASHER, *settings.PASSWORD_HASHERS]
    cache.clear()
    worker.forget()
    yield
    cache.clear()
    worker.forget()


Statements = Callable[..., contextlib.AbstractContextManager[list[str]]]


@pytest.fixture
def statements() -> Statements:
    """Count SQL over all databases: `with statements(at_most=6): …` or `statements(exactly=4)`."""

    @contextmanager
    def count(*, at_most: int | None = None, exactly: int | None = None) -> Iterator[list[str]]:
        seen: list[str] = []
        with contextlib.ExitStack() as stack:
            captures = [
                stack.enter_context(CaptureQueriesContext(connections[alias]))
                for alias in connections
            ]
            yield seen
            for capture in captures:
                seen += [
                    query["sql"]
                    for query in capture.captured_queries
                    if not query["sql"].startswith(NO_STATEMENTS)
                ]
        listing = "\n".join(sql[:300] for sql in seen)
        if at_most is not None:
            assert len(seen) <= at_most, f"{len(seen)} statements, at most {at_most}:\n{listing}"
        if exactly is not None:
            assert len(seen) == exactly, f"{len(seen)} statements, not {exactly}:\n{listing}"

    return count


@pytest.fixture
def after_commit() -> Callable[[], contextlib.AbstractContextManager[None]]:
    """Run what `on_commit` collected when the block ends, on every database."""

    @contextmanager
    def run() -> Iterator[None]:
        starts = {alias: len(connections[alias].run_on_commit) for alias in connections}
        yield
        for alias, start in starts.items():
            connection = connections[alias]
            waiting, connection.run_on_commit = (
                connection.run_on_commit[start:],
                connection.run_on_commit[:start],
            )
            for _sids, do, _robust in waiting:
                do()

    return run


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A real Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
