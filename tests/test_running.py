"""What an operator sees: health, logs, and combinations that must not start."""

import json
import logging
import sys

import pytest
from django.db import DatabaseError, connections
from django.test import Client

from config.checks import settings_fit_together
from config.logs import logging_config


@pytest.mark.django_db
def test_a_process_lives_while_its_database_is_away(monkeypatch):
    assert Client().get("/readyz").json() == {"status": "ok", "down": []}

    def away():
        raise DatabaseError("away")

    monkeypatch.setattr(connections["default"], "cursor", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["down"]) == (503, ["default"])
    assert Client().get("/healthz").json() == {"status": "ok"}


def _record(level=logging.ERROR):
    try:
        raise ValueError("broken")
    except ValueError:
        return logging.LogRecord("config", level, __file__, 1, "Task %s", ("a",), sys.exc_info())


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_is_logged_with_its_cause(debug):
    made = logging_config(debug=debug, level="INFO")["formatters"]["lines"]
    line = made.pop("()")(**made).format(_record())
    assert "ValueError" in line
    assert "broken" in line
    if not debug:
        found = json.loads(line)
        assert found["exception"].startswith("Traceback (most recent call last)")
        assert (found["event"], found["level"], found["logger"]) == ("Task a", "error", "config")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/nowhere/", "/api/v1/users/me/"])
def test_what_a_caller_gets_wrong_is_no_line_in_the_log(caplog, path):
    caplog.set_level(logging.WARNING)
    assert Client().get(path).status_code in (401, 404)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"TASKS": "sometimes"}, "imtihon.E010"),
        ({"TASKS": "inline", "WEB_PROCESSES": 2}, "imtihon.E011"),
        ({"TASKS": "celery", "WEB_PROCESSES": 2}, "imtihon.E012"),
        ({"HTTPS": True, "TRUSTED_PROXIES": 0}, "imtihon.W013"),
        ({"EMAIL_BACKEND": "config.mail.VisibleFileBackend"}, "imtihon.W014"),
    ],
)
def test_a_combination_that_can_not_work_is_named(settings, change, fault):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert settings_fit_together(None) == []
    for name, value in change.items():
        setattr(settings, name, value)
    assert fault in {found.id for found in settings_fit_together(None)}
