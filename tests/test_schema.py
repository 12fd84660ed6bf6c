"""The OpenAPI document is valid and true: generated calls meet no 5xx and nothing outside it."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from tests.makers import a_session_of, an_installation

EXAMPLES = 12
KEPT = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture
def logins(db) -> dict[str, tuple[str, str]]:
    """A filled installation."""
    return an_installation(at=timezone.now())


@pytest.fixture
def operations(logins):
    """Every operation of the schema, over WSGI on this test's own connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())
    yield [result.ok() for result in schema.get_all_operations()]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _faults(operation, token: str) -> list[str]:
    """What generated calls of one operation bring to light."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def calls(case):
        headers = {**(case.headers or {}), "X-Session-Token": token}
        response = case.call(headers=headers)
        case.validate_response(response, checks=[CHECKS.get_one(name) for name in KEPT])

    try:
        calls()
    except (Exception, BaseExceptionGroup) as error:
        return [f"{operation.label}: {error}"]
    return []


@pytest.mark.django_db
def test_generated_calls_stay_within_the_schema(operations, logins):
    email, _password = logins["administrator"]
    token = a_session_of(email)
    assert len(operations) > 40
    faults = [fault for operation in operations for fault in _faults(operation, token)]
    assert not faults, "\n\n".join(faults)


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    target = tmp_path / "schema.json"
    options = {"format": "openapi-json", "validate": True, "fail_on_warn": True}
    call_command("spectacular", file=str(target), **options)
    document = json.loads(target.read_text())
    assert document["openapi"].startswith("3.1")
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) > 40
    undeclared = [
        f"{method} {path}"
        for path, method, operation in operations
        if not any(
            "application/problem+json" in answer.get("content", {})
            for answer in operation["responses"].values()
        )
    ]
    assert undeclared == []
