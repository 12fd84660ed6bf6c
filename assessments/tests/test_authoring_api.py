from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient

from assessments.kinds import KINDS
from assessments.models import Exam
from assessments.tests.makers import a_document, a_published_exam, an_exam
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db
BASE = "/api/v1/assessments"
ACTS = ("add_{}", "view_{}", "change_{}", "publish_{}")


def a_client(*permissions: str, staff: bool = True) -> APIClient:
    person = a_person(is_staff=staff, locale="en")
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = APIClient()
    client.force_authenticate(person)
    return client


def an_author(kind: str = "reading") -> APIClient:
    return a_client(*(act.format(kind) for act in ACTS), "add_media")


def test_a_test_is_made_written_checked_and_published_by_program():
    client = an_author()
    body = {"slug": "by-program", "title": {"uz": "A", "ru": "B", "en": "C"}}
    made = client.post(f"{BASE}/reading/", body)
    assert (made.status_code, made["ETag"], made.json()["parts"]) == (201, '"1"', [])
    assert client.post(f"{BASE}/reading/", body).json()["code"] == "slug-taken"

    address = f"{BASE}/reading/by-program"
    refused = client.post(f"{address}/publish/", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "not-publishable")
    assert {"field": "test", "code": "parts-missing", "detail": "Test: the test has no parts."} in (
        refused.json()["errors"]
    )

    stored = client.put(f"{address}/draft/", a_document(), headers={"If-Match": made["ETag"]})
    assert (stored.status_code, stored["ETag"]) == (200, '"2"')
    assert client.get(f"{address}/draft/").json() == stored.json()
    assert client.get(f"{address}/check/").json() == {"publishable": True, "faults": []}

    published = client.post(f"{address}/publish/", {"note": "first"})
    assert (published.status_code, published.json()["number"]) == (200, 1)
    versions = client.get(f"{address}/versions/").json()
    assert [version["number"] for version in versions["results"]] == [1]
    assert client.post(f"{address}/archive/").status_code == 204
    assert Exam.objects.get(slug="by-program").status == "archived"


def test_a_draft_is_replaced_only_by_somebody_who_read_it():
    exam = an_exam()
    client, address = an_author(), f"{BASE}/reading/{exam.slug}/draft/"
    document = client.get(address).json()
    assert client.put(address, document).json()["code"] == "if-match-missing"
    assert client.put(address, document, headers={"If-Match": '"77"'}).status_code == 412
    assert client.put(address, document, headers={"If-Match": "*"}).status_code == 200


def test_what_can_not_be_taken_is_named_with_its_path_and_nothing_is_written():
    exam = an_exam()
    client, address = an_author(), f"{BASE}/reading/{exam.slug}/draft/"
    before = client.get(address)
    document = {**before.json(), "duration_s": "long", "colour": "red"}
    document["parts"][0]["groups"][0]["questions"][0]["number"] = 0
    answer = client.put(address, document, headers={"If-Match": before["ETag"]})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {(error["field"], error["code"]) for error in answer.json()["errors"]} == {
        ("duration_s", "not-a-number"),
        ("colour", "unknown-field"),
        ("parts.0.groups.0.questions.0.number", "out-of-range"),
    }
    assert client.get(address)["ETag"] == before["ETag"]


@pytest.mark.parametrize("body", [[], "x", 5, None, {"parts": [[]]}, {"schema": True}])
def test_any_json_is_answered_with_a_refusal(body):
    exam = an_exam()
    address = f"{BASE}/reading/{exam.slug}/draft/"
    answer = an_author().put(address, body, format="json", headers={"If-Match": "*"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "act"),
    [
        ("post", "", "add_reading"),
        ("get", "{}/draft/", "view_reading"),
        ("put", "{}/draft/", "change_reading"),
        ("get", "{}/check/", "view_reading"),
        ("post", "{}/publish/", "publish_reading"),
        ("post", "{}/archive/", "publish_reading"),
        ("get", "{}/versions/", "view_reading"),
    ],
)
def test_each_act_needs_its_own_permission_of_its_own_kind(method, path, act):
    exam = a_published_exam()
    address = f"{BASE}/reading/{path.format(exam.slug)}"
    others = [f"{verb}_listening" for verb in ("add", "view", "change", "publish")]
    wrong = [name.format("reading") for name in ACTS if name.format("reading") != act]
    assert getattr(a_client(*others, *wrong), method)(address).status_code == 403
    assert getattr(a_client(act, staff=False), method)(address).status_code == 403
    assert getattr(APIClient(), method)(address).status_code == 401
    assert getattr(a_client(act), method)(address).status_code != 403


@pytest.mark.parametrize("kind", KINDS)
def test_drafts_of_every_kind_are_made_read_and_replaced(kind):
    client, address = an_author(kind), f"{BASE}/{kind}/one/draft/"
    client.post(f"{BASE}/{kind}/", {"slug": "one", "title": "One"})
    read = client.get(address)
    stored = client.put(address, a_document(kind), headers={"If-Match": read["ETag"]})
    assert stored.status_code == 200
    assert stored.json()["kind"] == kind
    answer = client.post(f"{BASE}/{kind}/one/publish/", {})
    if not KINDS[kind].ready:
        assert (answer.status_code, answer.json()["code"]) == (409, "kind-not-ready")


def test_a_slug_of_another_kind_is_not_found():
    exam = an_exam("listening")
    assert an_author().get(f"{BASE}/reading/{exam.slug}/draft/").status_code == 404


def test_a_picture_is_kept_and_used_in_a_draft(private_files):
    client = an_author()
    stored = client.post(f"{BASE}/media/", {"file": a_picture("map.png")}, format="multipart")
    assert stored.status_code == 201
    assert (stored.json()["mime"], stored.json()["width"]) == ("image/png", 20)
    again = client.post(f"{BASE}/media/", {"file": a_picture("again.png")}, format="multipart")
    assert again.json() == stored.json()
    document = a_document()
    group = document["parts"][0]["groups"][0]
    group["image"] = {"sha256": stored.json()["sha256"], "alt": "A map"}
    exam = an_exam()
    address = f"{BASE}/reading/{exam.slug}/draft/"
    assert client.put(address, document, headers={"If-Match": "*"}).status_code == 200
    group["image"] = {"sha256": "0" * 64}
    answer = client.put(address, document, headers={"If-Match": "*"})
    assert [error["code"] for error in answer.json()["errors"]] == ["media-unknown"]


def test_a_file_that_is_no_picture_is_refused(private_files):
    file = SimpleUploadedFile("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    answer = an_author().post(f"{BASE}/media/", {"file": file}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "media-refused")
    assert an_author().post(f"{BASE}/media/", {"file": "x"}).status_code in (400, 415)


@pytest.mark.parametrize("page", ["draft", "check", "versions", "publish", "archive"])
def test_every_address_can_be_looked_at_in_a_browser_and_says_what_it_takes(page):
    exam = a_published_exam()
    client, address = an_author(), f"{BASE}/reading/{exam.slug}/{page}/"
    shown = client.get(address, headers={"Accept": "text/html"})
    assert shown.status_code in (200, 405)
    assert client.options(address).status_code == 200


def test_reading_a_draft_takes_few_statements(statements):
    exam = an_exam()
    client = an_author()
    client.get(f"{BASE}/reading/{exam.slug}/draft/")
    with statements(at_most=8):
        client.get(f"{BASE}/reading/{exam.slug}/draft/")


def a_picture(name: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "white").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")
