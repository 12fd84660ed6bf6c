"""One scene a module: its tests (marked django_db) work inside savepoints of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings as django_settings
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from tests.browsing import Browser
from tests.makers import a_session_of
from tests.scene import Scene, a_scene
from tests.walks import Walker


@contextmanager
def _undone_later() -> Iterator[None]:
    """A transaction on every database that is rolled back in the end."""
    with ExitStack() as stack:
        for alias in connections:
            block = transaction.atomic(using=alias)
            block._from_testcase = True  # services open durable transactions inside
            stack.enter_context(block)
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


@pytest.fixture(scope="module")
def whole_scene(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Scene]:
    """Everything there is, made once a module."""
    files = str(tmp_path_factory.mktemp("private"))
    before = django_settings.STORAGES
    with django_db_blocker.unblock(), _undone_later(), pytest.MonkeyPatch.context() as patch:
        private = {**before["private"], "OPTIONS": {"location": files}}
        patch.setattr(django_settings, "STORAGES", {**before, "private": private})
        patch.setattr(
            django_settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend"
        )
        made = a_scene(at=timezone.now(), files=files)
        yield made


@pytest.fixture
def scene(whole_scene, db, settings) -> Scene:
    """Everything there is; what a test changes is undone."""
    options = {"OPTIONS": {"location": whole_scene.files}}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {**settings.STORAGES["private"], **options},
    }
    return whole_scene


@pytest.fixture
def signed_in(scene):
    """A function: a test client with the session of a person of the scene, "" for a visitor."""

    def client(email: str = "", **options: object) -> Client:
        made = Client(raise_request_exception=False, **options)
        if email:
            made.cookies[django_settings.SESSION_COOKIE_NAME] = a_session_of(email)
        return made

    return client


@pytest.fixture
def walker(transactional_db, chromium, live_server, settings, tmp_path):
    """A browser in a house full of people, whose mail goes into files."""
    settings.ROOT_URLCONF = "tests.told"
    settings.EMAIL_BACKEND = "config.mail.VisibleFileBackend"
    settings.SITE_URL = live_server.url
    scene = a_scene(at=timezone.now(), files=str(tmp_path / "media/private"))
    browser = Browser(chromium, live_server.url)
    yield Walker(browser, scene, settings.EMAIL_FILE_PATH, "uz", 1280)
    browser.close()
