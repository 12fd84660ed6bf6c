"""Staff write, preview and send; what was sent is never changed."""

from __future__ import annotations

import pytest
from django.test import Client

from notifications import services
from notifications.models import Message
from notifications.tests.makers import a_broadcast, a_person, a_result, a_sender

pytestmark = pytest.mark.django_db
WRITE = "/admin/notifications/message/add/"
FORM = {
    "to": "all",
    "key": "k1",
    "title_uz": "Bayram",
    "title_ru": "Праздник",
    "title_en": "Holiday",
    "body_uz": "Ertaga yopiq",
    "body_ru": "Завтра закрыто",
    "body_en": "Closed <tomorrow>",
}


@pytest.fixture
def staff():
    client = Client()
    client.force_login(a_sender())
    return client


def test_a_preview_shows_three_languages_and_sends_nothing(staff):
    page = staff.post(WRITE, {**FORM, "preview": "1"}).content.decode()
    for text in ("Ertaga yopiq", "Завтра закрыто", "Closed &lt;tomorrow&gt;"):
        assert text in page
    assert Message.objects.count() == 0


def test_sending_reaches_everyone_once_however_often_it_is_pressed(staff):
    reader = a_person()
    for _ in range(2):
        answer = staff.post(WRITE, {**FORM, "send": "1"}, follow=True)
    assert "People reached: 2" in answer.content.decode()
    assert Message.objects.count() == 1
    assert services.counts(reader.pk).unread == 1


def test_sending_to_one_person_reaches_only_him(staff):
    reader, other = a_person(), a_person()
    staff.post(WRITE, {**FORM, "to": reader.email, "send": "1"})
    assert services.counts(reader.pk).unread == 1
    assert services.counts(other.pk).unread == 0


@pytest.mark.parametrize(
    "change", [{"to": "nobody@imtihon.example"}, {"title_ru": ""}, {"key": ""}]
)
def test_what_can_not_be_sent_comes_back_with_its_fault(staff, change):
    answer = staff.post(WRITE, {**FORM, **change, "send": "1"})
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert Message.objects.count() == 0


def test_writing_needs_its_permission():
    client = Client()
    reader = a_person(is_staff=True)
    client.force_login(reader)
    assert client.get(WRITE).status_code == 403


def test_the_lists_name_people_and_are_append_only(staff, statements):
    people = [a_person(name=f"Reader {number}") for number in range(8)]
    a_result(*people)
    a_broadcast("News")
    assert "News en" in staff.get("/admin/notifications/message/").content.decode()
    for table in ("readstatus", "delivery"):
        with statements(at_most=9):
            page = staff.get(f"/admin/notifications/{table}/").content.decode()
        assert "Reader 7" in page
        assert staff.get(f"/admin/notifications/{table}/add/").status_code == 403
    pk = Message.objects.first().pk
    assert (
        staff.post(f"/admin/notifications/message/{pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert staff.get(f"/admin/notifications/message/{pk}/change/").status_code == 200
