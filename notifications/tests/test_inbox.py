"""The inbox: who sees what, what is unread, and what reading does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from config.errors import BadCursor
from config.page import encode_cursor
from notifications import services
from notifications.models import Delivery, Message, ReadStatus, UserInbox
from notifications.tests.makers import a_broadcast, a_person, a_result, words

pytestmark = pytest.mark.django_db


def titles(person, **query):
    return [item.title["en"] for item in services.inbox(person.pk, **query).items]


def unread(person):
    return services.counts(person.pk).unread


def test_a_broadcast_is_one_row_and_everyone_has_it_unread():
    people = [a_person() for _ in range(3)]
    a_broadcast("News")
    assert Message.objects.count() == 1
    assert ReadStatus.objects.count() == Delivery.objects.count() == 0
    for person in people:
        assert titles(person) == ["News en"]
        assert unread(person) == 1


def test_a_broadcast_remembers_how_many_it_reached():
    a_person()
    a_person()
    public_id = a_broadcast()
    assert services.message(public_id).reached == 2


def test_who_signs_up_later_does_not_see_old_news():
    a_broadcast("Old")
    newcomer = a_person()
    assert titles(newcomer) == []
    assert unread(newcomer) == 0
    a_broadcast("New")
    assert titles(newcomer) == ["New en"]


def test_a_topic_reaches_only_its_people():
    uzbek, russian = a_person(locale="uz"), a_person(locale="ru")
    a_broadcast("For ru", topic="locale:ru")
    assert (unread(uzbek), unread(russian)) == (0, 1)


def test_a_personal_message_is_seen_by_its_reader_alone():
    mine, other = a_person(), a_person()
    public_id = a_result(mine)
    assert titles(mine) == ["Your result is ready"]
    assert titles(other) == []
    with pytest.raises(services.MessageNotFound):
        services.opened(other.pk, public_id)
    with pytest.raises(services.MessageNotFound):
        services.mark_read(other.pk, public_id)
    assert unread(mine) == 1


def test_opening_a_broadcast_writes_one_read_status():
    person = a_person()
    public_id = a_broadcast()
    services.opened(person.pk, public_id)
    services.opened(person.pk, public_id)
    row = ReadStatus.objects.get()
    assert (row.user_id, row.direct) == (person.pk, False)
    assert row.read_at is not None
    assert unread(person) == 0


def test_reading_again_keeps_the_first_time():
    person = a_person()
    public_id = a_result(person)
    services.mark_read(person.pk, public_id)
    first = ReadStatus.objects.get().read_at
    services.mark_read(person.pk, public_id)
    assert ReadStatus.objects.get().read_at == first


def test_an_unknown_message_is_not_found():
    with pytest.raises(services.MessageNotFound):
        services.mark_read(a_person().pk, uuid4())


def test_unread_come_first_then_the_newest():
    person = a_person()
    first = a_broadcast("One")
    a_result(person)
    a_broadcast("Two")
    third = a_broadcast("Three")
    services.mark_read(person.pk, third)
    assert titles(person) == ["Two en", "Your result is ready", "One en", "Three en"]
    services.mark_read(person.pk, first)
    assert titles(person) == ["Two en", "Your result is ready", "Three en", "One en"]


def test_pages_follow_each_other_without_gap_or_repeat():
    person = a_person()
    for number in range(7):
        a_broadcast(f"N{number}")
        a_result(person, title=f"R{number}")
    seen, cursor = [], None
    while True:
        page = services.inbox(person.pk, cursor=cursor, limit=4)
        seen += [item.public_id for item in page.items]
        if (cursor := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 14


def test_marking_all_reads_what_the_page_showed_and_nothing_later():
    person = a_person()
    a_broadcast("Shown")
    a_result(person)
    up_to = services.inbox(person.pk).up_to
    a_broadcast("Later")
    a_result(person, title="Later")
    services.mark_read_up_to(person.pk, up_to)
    assert unread(person) == 2
    assert titles(person)[:2] == ["Your result is ready", "Later en"]


def test_two_devices_end_at_the_higher_mark():
    person = a_person()
    marks = []
    for number in range(3):
        a_broadcast(f"N{number}")
        marks.append(services.inbox(person.pk).up_to)
    for mark in (marks[1], marks[2], marks[0]):
        services.mark_read_up_to(person.pk, mark)
    assert unread(person) == 0
    assert UserInbox.objects.get(pk=person.pk).read_up_to_seq == 3


def test_a_made_up_mark_does_not_reach_into_the_future():
    person = a_person()
    services.mark_read_up_to(person.pk, encode_cursor(10**6, 10**6))
    a_broadcast()
    assert unread(person) == 1


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", encode_cursor("a", "b"), encode_cursor(-1, 2)])
def test_a_broken_mark_is_refused(cursor):
    with pytest.raises(BadCursor):
        services.mark_read_up_to(a_person().pk, cursor)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        encode_cursor(1),
        encode_cursor(2, "2026-01-01T00:00:00+00:00", 1),
        encode_cursor(1, "2026-01-01", 1),
        encode_cursor(1, "never", 1),
        encode_cursor(1, "0001-01-01T00:00:00+23:59", 1),
        encode_cursor(1, "9999-12-31T23:59:59-23:59", 1),
        encode_cursor(1, "2026-01-01T00:00:00+00:00", 10**30),
    ],
)
def test_a_broken_page_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        services.inbox(a_person().pk, cursor=cursor)


def test_expired_messages_leave_list_and_count_at_once():
    person = a_person()
    public_id = a_broadcast(expires_at=timezone.now() + timedelta(hours=1))
    assert unread(person) == 1
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.update(published_at=past - timedelta(hours=2), expires_at=past)
    assert unread(person) == 0
    assert titles(person) == []
    with pytest.raises(services.MessageNotFound):
        services.opened(person.pk, public_id)


def test_every_reader_reads_his_own_language_of_one_row():
    person = a_person()
    a_broadcast("News")
    item = services.inbox(person.pk).items[0]
    assert item.title == words("News")


def test_a_missing_language_falls_back_to_uzbek():
    person = a_person()
    a_broadcast("News")
    texts = {"title": {"uz": "Faqat oʻzbekcha"}, "body": {"uz": "Matn"}}
    Message.objects.update(texts=texts)
    assert services.inbox(person.pk).items[0].title["ru"] == "Faqat oʻzbekcha"


def test_the_etag_changes_with_everything_that_may_change_the_count():
    person = a_person()
    etags = [services.counts(person.pk).etag]
    public_id = a_broadcast()
    etags.append(services.counts(person.pk).etag)
    a_result(person)
    etags.append(services.counts(person.pk).etag)
    services.mark_read(person.pk, public_id)
    etags.append(services.counts(person.pk).etag)
    assert len(set(etags)) == 4
    assert services.counts(person.pk).etag == etags[-1]


@pytest.mark.parametrize("many", [1, 60])
def test_the_inbox_takes_the_same_few_statements_however_much_there_is(statements, many):
    person = a_person()
    for number in range(many):
        a_broadcast(f"N{number}")
        a_result(person, title=f"R{number}")
    with statements(at_most=5):
        assert services.inbox(person.pk).items


def test_the_count_is_one_statement(statements):
    person = a_person()
    a_broadcast()
    a_result(person)
    services.counts(person.pk)
    with statements(exactly=1):
        assert services.counts(person.pk).unread == 2


def test_marking_everything_takes_as_many_statements_for_one_as_for_many(statements):
    person = a_person()
    for number in range(30):
        a_broadcast(f"N{number}")
        a_result(person, title=f"R{number}")
    up_to = services.inbox(person.pk).up_to
    with statements(at_most=4):
        services.mark_read_up_to(person.pk, up_to)
    assert unread(person) == 0
