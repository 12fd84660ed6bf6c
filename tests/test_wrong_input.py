"""Whatever is sent, the answer is a clear 4xx, and nothing is half-written."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from assessments.tests.makers import uids
from tests.addresses import addresses, pages, paths

pytestmark = pytest.mark.django_db
JSON = "application/json"
UNCOUNTED = {"sessions.Session"}
BODIES = {
    "no JSON": b"{",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "NUL": b'{"name": "a\\u0000b", "answers": ["\\u0000"]}',
    "half a character": b'{"name": "\\ud800", "answers": ["\\udfff"]}',
    "a huge number": b'{"seq": 1' + b"0" * 400 + b"}",
    "65 bits": b'{"seq": 18446744073709551616}',
    "no number": b'{"seq": NaN}',
    "depth 100": b'{"a":' * 100 + b"1" + b"}" * 100,
    "depth 100000": b"[" * 100_000 + b"]" * 100_000,
    "5 MB": b'{"name": "' + b"x" * 5_000_000 + b'"}',
}
STRANGE = (None, 1, "text", [], [1], True, {"answers": {}}, {"": ""}, {"mode": {}, "tariff": []})
METHODS = ("post", "put", "patch", "delete")


def _rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label not in UNCOUNTED
    }


@pytest.fixture
def nothing_written(scene):
    """The same rows afterwards as before."""
    before = _rows()
    yield
    after = _rows()
    assert {name: count for name, count in after.items() if before[name] != count} == {}


def _written_to(scene, client):
    """Each path of the API with each method that it takes a body with."""
    for address in addresses():
        if not address.is_api or "/v1/" not in address.route:
            continue
        for path in paths(address, scene.values)[:2]:
            allowed = client.options(path).headers.get("Allow", "")
            for method in METHODS:
                if method.upper() in allowed:
                    yield address, method, path


def _is_problem(response) -> bool:
    if response.headers.get("Content-Type") != "application/problem+json":
        return False
    body = json.loads(response.content)
    return bool(body["status"] == response.status_code and body["code"] and body["detail"])


@pytest.mark.parametrize("who", ["learner", "administrator"])
def test_no_call_takes_a_malformed_body(scene, signed_in, nothing_written, who):
    client = signed_in(scene.learner if who == "learner" else scene.login(who))
    faults, seen = [], set()
    for address, method, path in list(_written_to(scene, client)):
        if (address, method) in seen or method == "delete":
            continue
        seen.add((address, method))
        for name, body in BODIES.items():
            response = getattr(client, method)(path, body, content_type=JSON)
            if response.status_code >= 500:
                faults.append(f"{name} {method} {path}: {response.status_code}")
            elif response.status_code >= 400 and not _is_problem(response):
                faults.append(f"{name} {method} {path}: {response.headers.get('Content-Type')}")
            elif response.status_code not in (400, 403, 404, 413, 415):
                faults.append(f"{name} {method} {path}: {response.status_code}")
            elif name == "5 MB" and response.status_code == 400:
                faults.append(f"{name} {method} {path}: 400")
    assert faults == []
    assert len(seen) > 20


def test_wrong_types_are_refused_field_by_field(scene, signed_in):
    client = signed_in(scene.login("administrator"))
    faults, refused = [], 0
    for address, method, path in _written_to(scene, client):
        if method == "delete" or address.name in {"archive", "publish", "check"}:
            continue
        for body in STRANGE:
            response = getattr(client, method)(path, json.dumps(body), content_type=JSON)
            refused += response.status_code >= 400
            if response.status_code >= 500:
                faults.append(f"{method} {path} {body}: {response.status_code}")
            elif response.status_code >= 400 and not _is_problem(response):
                faults.append(f"{method} {path} {body}: {response.headers.get('Content-Type')}")
    assert faults == []
    assert refused > 150


@pytest.mark.parametrize(
    "query",
    [
        "cursor=%00",
        "cursor=zzz",
        "cursor=%ff%fe",
        "limit=0",
        "limit=99999999999999999999999",
        "limit=x",
        "kind=%00&state=%00&user=%00&status=%00&q=%00",
        "user=99999999999999999999&kind=x&state=x&level=Z9&family=%ED%A0%80",
        "cursor=" + "x" * 5_000,
    ],
)
def test_no_query_string_breaks_a_list_or_a_page(scene, signed_in, query):
    client = signed_in(scene.login("administrator"))
    faults = []
    asked = [one for one in addresses() if one.is_api and "/v1/" in one.route] + pages()
    for address in asked:
        if "logout" in address.name:
            continue
        for path in paths(address, scene.values)[:1]:
            response = client.get(f"{path}?{query}")
            if response.status_code >= 500:
                faults.append(f"{path}?{query[:40]}: {response.status_code}")
    assert faults == []


@pytest.mark.parametrize("value", ["%00", "x", "99999999999999999999"])
def test_no_filter_breaks_a_list_of_the_admin(scene, signed_in, value):
    client = signed_in(scene.login("administrator"))
    faults, asked = [], 0
    for model, listed in site._registry.items():
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for entry in ("q", "o", "p", *listed.list_filter):
            name = entry if isinstance(entry, str) else getattr(entry, "parameter_name", "q")
            response = client.get(f"{path}?{name}={value}", follow=True)
            asked += 1
            if response.status_code >= 500:
                faults.append(f"{path}?{name}: {response.status_code}")
    assert faults == []
    assert asked > 80


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a\x00b", "x" * 2_000])
def test_an_answer_too_long_or_with_a_nul_is_refused(scene, signed_in, nothing_written, text):
    client = signed_in(scene.learner)
    uid, exam = scene.attempts["running"], scene.exams["running"]
    one = {"idem": str(uuid.uuid4()), "question": uids(exam)[3], "seq": 50, "value": text}
    path = reverse("assessments_api:answers", args=[uid])
    response = client.post(path, {"answers": [one]}, content_type=JSON)
    if response.status_code == 200:
        assert response.json()["acked"] == []
        assert response.json()["refused"][0]["idem"] == one["idem"]
        assert response.json()["refused"][0]["detail"]
    else:
        assert response.status_code in (400, 413)
        assert _is_problem(response)


def test_one_bad_answer_does_not_lose_the_good_one(scene, signed_in):
    client = signed_in(scene.learner)
    uid, exam = scene.attempts["running"], scene.exams["running"]
    *bad, good = (
        {"idem": str(uuid.uuid4()), "question": uids(exam)[3], "seq": 50 + number, "value": value}
        for number, value in enumerate(("x" * 5_000, 7, {"a": 1}, None, "canal"))
    )
    path = reverse("assessments_api:answers", args=[uid])
    strange = [7, None, "x", {}, {**good, "idem": "no"}, {**good, "seq": -1, "idem": "x"}]
    response = client.post(path, {"answers": [*bad, *strange, good]}, content_type=JSON)
    assert response.status_code == 200
    assert good["idem"] in response.json()["acked"]
    paper = client.get(reverse("assessments_api:attempt", args=[uid])).json()
    assert paper["responses"][uids(exam)[3]]["value"] == "canal"


def test_a_megabyte_in_the_form_of_a_part_is_refused(scene, signed_in, nothing_written):
    client = signed_in(scene.learner)
    uid, exam = scene.attempts["running"], scene.exams["running"]
    path = reverse("assessments:part", args=[uid, 1])
    response = client.post(path, {f"q-{uids(exam)[3]}": "x" * 1_000_000}, follow=True)
    assert response.status_code in (200, 400, 413)
    assert client.post(path, {"x": "x" * 5_000_000}).status_code in (400, 413)


GARBAGE = (
    {},
    {"key": "\x00", "up_to": "\x00", "email": "\x00", "password": "\x00", "name": "a\x00b"},
    {"key": "x" * 3_000, "up_to": "x" * 3_000, "go": "x" * 3_000, "flag": "x" * 3_000},
    {"key": "no-uuid", "up_to": "9" * 30, "flag": "no-question", "go": "nowhere", "code": "abc"},
    {"name": "x" * 100_000, "locale": "xx", "theme": "x", "target_band": "1e999", "exam_date": "x"},
    {"name": "\ud800".encode("utf-8", "surrogatepass"), "target_band": "NaN", "locale": "\x00"},
    {"email": "a@" + "x" * 400 + ".example", "password1": "1", "oldpassword": "\x00"},
    {"to": "x", "language": "\x00", "next": "https://elsewhere.example/", "theme": "\x00"},
)


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_no_form_breaks_on_garbage(scene, signed_in, who):
    client = signed_in(scene.learner if who == "learner" else "")
    faults = []
    posted = [one for one in addresses() if not one.route.startswith(("api", "_allauth", "admin"))]
    handing_in = {"assessments:finish", "account_logout", "payments:cancel", "payments:order"}
    for address in posted:
        if address.full_name in handing_in:
            continue
        for path in paths(address, scene.values)[:3]:
            for form in GARBAGE:
                response = client.post(path, form)
                if response.status_code >= 500:
                    faults.append(f"{path} {str(form)[:50]}: {response.status_code}")
                if "elsewhere.example" in response.headers.get("Location", ""):
                    faults.append(f"{path} leads elsewhere")
    assert faults == []


def test_garbage_for_allauth_is_refused(scene, signed_in):
    faults = []
    for who in ("", scene.learner):
        client = signed_in(who)
        for address in addresses():
            if not address.route.startswith("_allauth/app") or address.parameters:
                continue
            path = f"/{address.route}"
            for method in ("get", *METHODS):
                for body in (b"{", b"[]", b"null", b'{"email": 1, "key": [], "phone": {}}'):
                    response = client.generic(method.upper(), path, body, content_type=JSON)
                    if response.status_code >= 500:
                        faults.append(f"{method} {path} {body!r}: {response.status_code}")
    assert faults == []


def test_phones_are_not_offered(scene, signed_in):
    client = signed_in(scene.learner)
    for path in ("account/phone", "auth/phone/verify", "auth/phone/verify/resend"):
        for kind in ("app", "browser"):
            response = client.get(f"/_allauth/{kind}/v1/{path}")
            assert response.status_code == 404
            assert _is_problem(response)


def test_an_expired_session_is_a_visitor(scene, signed_in, nothing_written):
    client = signed_in(scene.learner)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    response = client.get(reverse("assessments:home"))
    assert response.status_code == 302
    assert "/login/" in response.headers["Location"]
    uid = scene.attempts["running"]
    saving = client.post(
        reverse("assessments_api:answers", args=[uid]), {"answers": []}, content_type=JSON
    )
    assert saving.status_code == 401
    assert _is_problem(saving)
    token = client.cookies[settings.SESSION_COOKIE_NAME].value
    program = client.get(reverse("users_api:me"), headers={"X-Session-Token": token})
    assert program.status_code == 401
    form = client.post(reverse("assessments:finish", args=[uid]))
    assert form.status_code == 302
    assert "/login/" in form.headers["Location"]


@pytest.mark.parametrize("locale", ["uz", "ru", "en"])
def test_a_form_without_its_token_is_refused_in_words(scene, signed_in, nothing_written, locale):
    client = signed_in(scene.learner, enforce_csrf_checks=True)
    for name, values in (
        ("assessments:finish", {"uid": scene.attempts["running"]}),
        ("assessments:start", {"kind": "reading", "slug": scene.exams["running"].slug}),
        ("users:settings", {}),
        ("account_login", {}),
    ):
        address = next(one for one in pages() if one.full_name == name)
        path = paths(address, {address.namespace: [values]}, locale)[0]
        response = client.post(path, {})
        assert response.status_code == 403, path
        text = response.content.decode()
        assert f'lang="{locale}"' in text, path
        assert "<h1" in text


def test_a_call_with_the_browser_session_needs_the_token(scene, signed_in, nothing_written):
    client = signed_in(scene.learner, enforce_csrf_checks=True)
    uid = scene.attempts["running"]
    for name in ("submit", "answers"):
        path = reverse(f"assessments_api:{name}", args=[uid])
        response = client.post(path, {}, content_type=JSON)
        assert response.status_code == 403
        assert _is_problem(response)


def test_ids_that_are_none_are_not_found(scene, signed_in):
    client = signed_in(scene.learner)
    for path in (
        "/api/v1/assessments/attempts/not-a-uuid/",
        f"/api/v1/assessments/listening/{scene.exams['running'].slug}/",
        "/api/v1/assessments/nonsense/x/",
        "/api/v1/payments/orders/%00/",
        "/api/v1/nowhere/",
        "/api/v1/assessments/reading/%ED%A0%80/",
        "/api/v1/tariffs/tariffs/no-such-tariff/",
    ):
        response = client.get(path)
        assert response.status_code == 404, path
        assert _is_problem(response), path
    for path in ("/en/attempts/x/", "/en/tests/nonsense/", "/en/nowhere/", "/en/inbox/%00/"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert "<h1" in response.content.decode(), path


def test_wrong_states_are_conflicts(scene, signed_in, nothing_written):
    client = signed_in(scene.learner)
    for state, name, method, body in (
        ("created", "submit", "post", {}),
        ("created", "answers", "post", {"answers": []}),
        ("manual", "flags", "put", {"question": uids(scene.exams["manual"])[1], "flagged": True}),
    ):
        path = reverse(f"assessments_api:{name}", args=[scene.attempts[state]])
        response = getattr(client, method)(path, body, content_type=JSON)
        assert response.status_code == 409, (state, name, response.content)
        assert _is_problem(response)


def test_other_media_types_and_methods_are_refused(scene, signed_in, nothing_written):
    client = signed_in(scene.learner)
    path = reverse("users_api:me")
    form = client.patch(path, "name=x", content_type="application/x-www-form-urlencoded")
    assert (form.status_code, _is_problem(form)) == (415, True)
    method = client.delete(path)
    assert (method.status_code, _is_problem(method)) == (405, True)
    answer = client.get(path, headers={"accept": "image/png"})
    assert answer.status_code == 406


def test_a_used_idempotency_key_for_something_else_is_a_conflict(scene, signed_in):
    client = signed_in(scene.learner)
    offers = client.get(reverse("tariffs_api:tariffs")).json()["results"]
    slugs = [offer["slug"] for offer in offers if offer["price_tiyin"]][1:3]
    path = reverse("payments_api:orders")
    key = {"Idempotency-Key": "once"}
    first, second = (
        client.post(path, {"tariff": slug, "provider": "manual"}, JSON, headers=key)
        for slug in slugs
    )
    assert (first.status_code, second.status_code) == (201, 409)
    assert _is_problem(second)
    bad = client.post(path, {"tariff": slugs[0]}, JSON, headers={"Idempotency-Key": "a b\x7f"})
    assert bad.status_code == 400
