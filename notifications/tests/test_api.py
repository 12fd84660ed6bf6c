"""The inbox and staff's messages for programs."""

from __future__ import annotations

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from notifications import services
from notifications.models import Message, ReadStatus
from notifications.tests.makers import a_broadcast, a_person, a_result, a_sender, words

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/notifications"


def client_of(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def api(person):
    return client_of(person)


def test_the_inbox_of_a_visitor_is_refused():
    for path in ("inbox/", "inbox/count/", "messages/"):
        answer = APIClient().get(f"{ROOT}/{path}")
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"


def test_the_inbox_shows_texts_in_all_languages_and_the_path_in_the_readers():
    person = a_person(locale="ru")
    a_result(person)
    body = client_of(person).get(f"{ROOT}/inbox/", headers={"Accept-Language": "ru"}).json()
    assert body["unread"] == 1
    assert body["next"] is None
    (item,) = body["results"]
    assert set(item["title"]) == {"uz", "ru", "en"}
    assert item["category"] == "result"
    assert item["unread"] is True
    assert item["path"] == "/ru/inbox/"
    assert item["published_at"].endswith("Z")


def test_listing_marks_nothing_and_reading_marks_one(person, api):
    public_id = a_result(person)
    a_broadcast()
    api.get(f"{ROOT}/inbox/")
    assert api.get(f"{ROOT}/inbox/count/").json() == {"unread": 2}
    for _ in range(2):
        assert api.post(f"{ROOT}/inbox/{public_id}/read/").status_code == 204
    assert api.get(f"{ROOT}/inbox/count/").json() == {"unread": 1}


def test_the_count_answers_304_until_something_changes(person, api, statements):
    first = api.get(f"{ROOT}/inbox/count/")
    assert first["X-Poll-Interval"] == "60"
    with statements(at_most=2):
        same = api.get(f"{ROOT}/inbox/count/", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    a_broadcast()
    changed = api.get(f"{ROOT}/inbox/count/", headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()) == (200, {"unread": 1})


def test_marking_a_page_leaves_later_messages_unread(person, api):
    a_result(person)
    page = api.get(f"{ROOT}/inbox/").json()
    a_result(person)
    assert api.put(f"{ROOT}/inbox/read/", {"up_to": page["up_to"]}).status_code == 204
    assert api.get(f"{ROOT}/inbox/count/").json() == {"unread": 1}


def test_pages_of_the_inbox_are_linked_by_cursor(person, api):
    for number in range(3):
        a_broadcast(f"N{number}")
    first = api.get(f"{ROOT}/inbox/?limit=2").json()
    second = api.get(f"{ROOT}/inbox/", {"limit": 2, "cursor": first["next"]}).json()
    assert [len(first["results"]), len(second["results"]), second["next"]] == [2, 1, None]


def test_what_is_anothers_or_unknown_is_not_found(api):
    others = a_result(a_person())
    for public_id in (others, uuid4()):
        answer = api.post(f"{ROOT}/inbox/{public_id}/read/")
        assert (answer.status_code, answer.json()["code"]) == (404, "message-not-found")
    assert ReadStatus.objects.get().read_at is None


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("get", "inbox/?cursor=zzz", None, 400),
        ("get", "inbox/?limit=0", None, 400),
        ("get", "inbox/?limit=x", None, 400),
        ("put", "inbox/read/", {}, 400),
        ("put", "inbox/read/", {"up_to": "zzz"}, 400),
        ("put", "inbox/read/", {"up_to": ["x"]}, 400),
        ("put", "inbox/read/", [], 400),
        ("put", "inbox/read/", {"up_to": "a\x00b"}, 400),
        ("post", "inbox/not-a-uuid/read/", {}, 404),
        ("post", "inbox/", {}, 405),
        ("get", "messages/", None, 403),
        ("post", "messages/", {}, 403),
    ],
)
def test_wrong_calls_get_a_clear_refusal(api, method, path, body, status):
    answer = getattr(api, method)(f"{ROOT}/{path}", body)
    assert answer.status_code == status


def test_staff_write_to_everyone_once_for_a_key():
    sender, reader = a_sender(), a_person()
    api = client_of(sender)
    body = {"to": "all", "title": words("Holiday"), "body": words("Closed")}
    first = api.post(f"{ROOT}/messages/", body, headers={"Idempotency-Key": "k1"})
    again = api.post(f"{ROOT}/messages/", body, headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["reached"] == 2
    assert Message.objects.count() == 1
    assert services.counts(reader.pk).unread == 1
    other = api.post(
        f"{ROOT}/messages/", {**body, "title": words("X")}, headers={"Idempotency-Key": "k1"}
    )
    assert (other.status_code, other.json()["code"]) == (409, "message-key-reused")


def test_staff_write_to_one_person_and_see_who_was_reached_and_read():
    sender, reader = a_sender(), a_person()
    api = client_of(sender)
    body = {"to": reader.pk, "title": words("Hello"), "body": words("You")}
    sent = api.post(f"{ROOT}/messages/", body)
    assert sent.status_code == 201
    services.mark_read(reader.pk, sent.json()["public_id"])
    (card,) = api.get(f"{ROOT}/messages/").json()["results"]
    assert (card["reached"], card["read"], card["to"]) == (1, 1, "people")


@pytest.mark.parametrize(
    "change",
    [
        {"to": "nobody@imtihon.example"},
        {"to": ""},
        {"title": {"uz": "x", "ru": "x"}},
        {"title": "x"},
        {"body": {**words(), "ru": "   "}},
        {"body": {**words(), "en": "x" * 4001}},
        {"key": "not a key"},
    ],
)
def test_a_message_that_can_not_be_sent_names_the_field(change):
    body = {"to": "all", "title": words(), "body": words(), **change}
    answer = client_of(a_sender()).post(f"{ROOT}/messages/", body)
    assert answer.status_code == 400
    assert next(iter(change)) in answer.content.decode()
    assert Message.objects.count() == 0


def test_reading_the_list_does_not_allow_writing():
    sender = a_person(is_staff=True)
    assert client_of(sender).get(f"{ROOT}/messages/").status_code == 403


@pytest.mark.parametrize("path", ["inbox/", "inbox/count/", "messages/"])
def test_every_list_is_browsable(path):
    sender = a_sender()
    a_result(sender)
    answer = client_of(sender).get(f"{ROOT}/{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert b"</html>" in answer.content


def test_the_inbox_and_count_take_few_statements(person, api, statements):
    for number in range(10):
        a_broadcast(f"N{number}")
        a_result(person)
    with statements(at_most=5):
        api.get(f"{ROOT}/inbox/")
