"""The inbox for its reader, and the number on the bell."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from notifications import services
from notifications.models import ReadStatus
from notifications.pages.context import Badge
from notifications.tests.makers import a_broadcast, a_person, a_result, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def browser(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_visitor_is_asked_to_log_in():
    answer = Client().get("/en/inbox/")
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_an_empty_inbox_says_what_comes_here(browser):
    page = browser.get("/en/inbox/").content.decode()
    assert "Nothing here yet" in page
    assert "Mark all as read" not in page


@pytest.mark.parametrize(("prefix", "expected"), [("", "uz"), ("/ru", "ru"), ("/en", "en")])
def test_messages_are_read_in_the_language_of_the_page(browser, prefix, expected):
    a_broadcast("News")
    browser.cookies["django_language"] = "uz"
    assert f"News {expected}" in browser.get(f"{prefix}/inbox/").content.decode()


def test_opening_a_message_marks_it_read(person, browser):
    public_id = a_result(person, title="Reading <3>")
    assert "data-unread" in browser.get("/en/inbox/").content.decode()
    page = browser.get(f"/en/inbox/{public_id}/").content.decode()
    assert "Reading &lt;3&gt;. Band: 6.5." in page
    assert services.counts(person.pk).unread == 0
    assert "data-unread" not in browser.get("/en/inbox/").content.decode()


def test_the_act_link_marks_read_and_leads_on(person, browser):
    public_id = a_result(person)
    answer = browser.get(f"/en/inbox/{public_id}/?go=1")
    assert answer["Location"] == "/en/inbox/"
    assert ReadStatus.objects.get().read_at is not None


def test_a_message_without_a_page_stays_on_itself(browser):
    public_id = a_broadcast()
    assert browser.get(f"/en/inbox/{public_id}/?go=1").status_code == 200


def test_anothers_message_is_not_found(browser):
    for public_id in (a_result(a_person()), uuid4()):
        assert browser.get(f"/en/inbox/{public_id}/").status_code == 404


def test_marking_all_reads_what_the_page_showed(person, browser):
    a_broadcast()
    a_result(person)
    up_to = services.inbox(person.pk).up_to
    a_broadcast("Later")
    answer = browser.post("/en/inbox/read/", {"up_to": up_to}, follow=True)
    assert "All messages are marked as read." in answer.content.decode()
    assert services.counts(person.pk).unread == 1


@pytest.mark.parametrize("body", [{}, {"up_to": "zzz"}, {"up_to": "x" * 600}])
def test_a_broken_mark_changes_nothing_and_is_told(person, browser, body):
    a_broadcast()
    answer = browser.post(
        "/en/inbox/read/", body, headers={"Referer": "http://testserver/en/inbox/"}
    )
    assert answer.status_code == 302
    assert "page marker is not valid" in browser.get("/en/inbox/").content.decode()
    assert services.counts(person.pk).unread == 1


def test_marking_all_needs_the_csrf_token(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.post("/en/inbox/read/", {"up_to": "x"}).status_code == 403


def test_a_broken_cursor_is_refused(browser):
    assert browser.get("/en/inbox/?cursor=zzz").status_code == 400


def test_older_messages_come_by_link_and_by_htmx(browser):
    for number in range(25):
        a_broadcast(f"N{number}")
    first = browser.get("/en/inbox/")
    cursor = first.context["page"].next
    rows = browser.get("/en/inbox/", {"cursor": cursor}, headers={"HX-Request": "true"})
    assert "<html" not in rows.content.decode()
    assert rows.content.decode().count("row-item__title") == 5
    whole = browser.get("/en/inbox/", {"cursor": cursor}).content.decode()
    assert "<html" in whole
    assert "To the newest messages" in whole


def test_the_badge_is_asked_for_cheaply(person, browser, statements):
    first = browser.get("/en/inbox/badge/")
    assert "Inbox" in first.content.decode()
    same = browser.get("/en/inbox/badge/", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    a_result(person)
    with statements(at_most=4):
        more = browser.get("/en/inbox/badge/", headers={"If-None-Match": first["ETag"]})
    assert "1 unread message" in more.content.decode()


def test_the_badge_of_a_visitor_is_empty():
    assert Client().get("/en/inbox/badge/").status_code == 204


def test_the_badge_in_another_language_is_another_answer(browser):
    etag = browser.get("/en/inbox/badge/")["ETag"]
    assert browser.get("/ru/inbox/badge/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(("unread", "shown"), [(0, "0"), (99, "99"), (100, "99+")])
def test_the_badge_shows_at_most_99(unread, shown):
    assert str(Badge(unread)) == shown


def test_the_inbox_page_takes_few_statements(person, browser, statements):
    for number in range(15):
        a_broadcast(f"N{number}")
        a_result(person, title=words(f"R{number}"))
    browser.get("/en/inbox/")
    with statements(at_most=9):
        browser.get("/en/inbox/")
