"""The OpenAPI document is valid and true: generated calls meet no 5xx and nothing outside it."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from tests.makers import an_installation, session_of

EXAMPLES = 12
KEPT = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture
def api(db):
    """The schema of a filled installation, over WSGI in this very process."""
    an_installation(at=timezone.now())
    return schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application())


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_generated_calls_stay_within_the_schema(case, request):
    token = request.getfixturevalue("staff_token")
    response = case.call(headers={"X-Session-Token": token})
    case.validate_response(response, checks=[CHECKS.get_one(name) for name in KEPT])


@pytest.fixture
def staff_token(api) -> str:
    """An administrator's session: reaches every operation."""
    return session_of("administrator")


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    target = tmp_path / "schema.json"
    call_command("spectacular", file=str(target), format="openapi-json", validate=True, fail_on_warn=True)
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
        if not any("application/problem+json" in answer.get("content", {}) for answer in operation["responses"].values())
    ]
    assert undeclared == []
