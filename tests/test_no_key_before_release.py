"""Whatever a visitor or a learner asks for before release, no answer holds a key."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator

import pytest
from django.urls import reverse

from assessments.tests.makers import uids
from tests.addresses import addresses, paths
from tests.scene import KEY, REASON

pytestmark = pytest.mark.django_db
MARKERS = re.compile(f"{KEY}|{REASON}", re.IGNORECASE)
TELLING = {"explanation", "explanations", "evidence", "accepted", "answer_key", "keys", "draft"}
VARIANTS = (
    {"accept": "application/json"},
    {"accept": "text/html"},
    {"accept": "text/csv"},
    {"HX-Request": "true"},
)
LOCALES = ("uz", "ru", "en")
HIDDEN = ("running", "grace", "manual", "created")


def _content(response) -> str:
    body = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    return f"{headers}\n{cookies}\n{body.decode('utf-8', 'replace')}"


def _members(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)


def _faults(path: str, response) -> list[str]:
    found = [f"{path}: {match}" for match in set(MARKERS.findall(_content(response)))]
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    if is_json and "/api/v1/" in path:
        telling = TELLING & set(_members(json.loads(response.content)))
        found += [f"{path}: member {name}" for name in telling]
    return found


def _asked(scene) -> Iterator[str]:
    """Every address in every language, with the ids of all there is but the released attempt."""
    released = scene.attempts["released"]
    values = {
        namespace: [given for given in sets if given.get("uid") != released]
        for namespace, sets in scene.values.items()
    }
    exams = scene.exams.values()
    values["admin"] = [{"object_id": exam.pk, "pk": exam.pk} for exam in exams]
    for address in addresses():
        if address.name == "account_logout":
            continue
        is_page = not address.route.startswith(("admin", "api", "_allauth"))
        for locale in LOCALES if is_page else ("en",):
            yield from paths(address, values, locale)


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_no_address_tells_a_key(scene, signed_in, who):
    client = signed_in(scene.learner if who == "learner" else "")
    asked = list(_asked(scene))
    assert len(asked) > 400
    faults = []
    for path in asked:
        variants = VARIANTS if path.startswith(("/en/", "/api/v1/")) else VARIANTS[1:2]
        for headers in variants:
            response = client.get(path, headers=headers)
            assert response.status_code < 500, (path, headers)
            faults += _faults(path, response)
    assert faults == []


def test_no_query_string_tells_a_key(scene, signed_in):
    client = signed_in(scene.learner)
    faults = []
    for state in HIDDEN:
        uid = scene.attempts[state]
        for name in ("result", "review", "submitted", "finish"):
            for query in ("show=all", "show=wrong", "format=json", "part=1", "preview=1"):
                path = f"{reverse(f'assessments:{name}', args=[uid])}?{query}"
                faults += _faults(path, client.get(path))
        for name in ("attempt", "analysis", "review"):
            for query in ("format=json", "format=api", "keys=1", "expand=keys"):
                path = f"{reverse(f'assessments_api:{name}', args=[uid])}?{query}"
                faults += _faults(path, client.get(path))
    assert faults == []


@pytest.mark.parametrize("state", HIDDEN)
def test_result_and_review_are_refused_before_release(scene, signed_in, state):
    client = signed_in(scene.learner)
    uid = scene.attempts[state]
    for name in ("analysis", "review"):
        response = client.get(reverse(f"assessments_api:{name}", args=[uid]))
        assert response.status_code == 409
        assert response.json()["code"] == "result-not-released"
    for name in ("result", "review"):
        assert client.get(reverse(f"assessments:{name}", args=[uid])).status_code == 409


def test_no_answer_to_a_write_tells_a_key(scene, signed_in):
    client = signed_in(scene.learner)
    faults = []
    for state in HIDDEN:
        uid, exam = scene.attempts[state], scene.exams[state]
        answers = [
            {
                "idem": str(uuid.uuid4()),
                "question": question,
                "seq": 100 + number,
                "value": value,
            }
            for number, question in uids(exam).items()
            for value in ("", "TRUE", "B", "wrong", ["A"], {"key": 1}, 7, None, "x" * 600)
        ]
        calls = [
            ("answers", "post", {"answers": answers}),
            ("answers", "post", {"answers": answers}),
            ("flags", "put", {"question": uids(exam)[1], "flagged": True}),
            ("heartbeat", "post", {}),
        ]
        for name, method, body in calls:
            path = reverse(f"assessments_api:{name}", args=[uid])
            response = getattr(client, method)(path, body, content_type="application/json")
            assert response.status_code < 500, path
            faults += _faults(path, response)
        start = reverse("assessments_api:start", args=["reading", exam.slug])
        faults += _faults(start, client.post(start, {}, content_type="application/json"))
        form = {f"q-{question}": ["wrong"] for question in uids(exam).values()}
        page = reverse("assessments:part", args=[uid, 1])
        faults += _faults(page, client.post(page, form, follow=True))
    assert faults == []


def test_handing_in_tells_no_key_while_staff_hold_the_result_back(scene, signed_in):
    client = signed_in(scene.learner)
    uid = scene.attempts["manual"]
    for path in (
        reverse("assessments_api:submit", args=[uid]),
        reverse("assessments:finish", args=[uid]),
    ):
        response = client.post(path, {}, content_type="application/json", follow=True)
        assert response.status_code == 200
        assert _faults(path, response) == []


def test_after_release_the_same_check_would_see_them(scene, signed_in):
    client = signed_in(scene.learner)
    uid = scene.attempts["running"]
    client.post(reverse("assessments_api:submit", args=[uid]))
    path = reverse("assessments_api:review", args=[uid])
    found = _faults(path, client.get(path))
    assert any(REASON in fault for fault in found)
    assert any(KEY in fault for fault in found)
    assert any("member evidence" in fault for fault in found)
    page = reverse("assessments:review", args=[uid])
    assert _faults(page, client.get(page))
