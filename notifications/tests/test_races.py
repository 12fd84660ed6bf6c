"""Many at once on PostgreSQL: one key, one reader, one mail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connections

from notifications import services
from notifications.models import Delivery, Message, ReadStatus, UserInbox
from notifications.tasks import deliver
from notifications.tests.makers import a_broadcast, a_person, a_result

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def at_once(many, do):
    def act(number):
        try:
            return do(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(act, range(many)))


def test_one_key_from_many_callers_is_one_message():
    person = a_person()
    found = at_once(10, lambda _: a_result(person, key="result:1:1"))
    assert len(set(found)) == 1
    assert Message.objects.count() == ReadStatus.objects.count() == Delivery.objects.count() == 1


def test_broadcasts_published_at_once_have_different_numbers_without_a_gap():
    at_once(10, lambda number: a_broadcast(f"N{number}"))
    assert sorted(Message.objects.values_list("seq", flat=True)) == list(range(1, 11))


def test_messages_to_the_same_people_at_once_do_not_block_each_other():
    people = [a_person() for _ in range(5)]
    at_once(10, lambda number: a_result(*(people if number % 2 else people[::-1])))
    for person in people:
        assert services.counts(person.pk).unread == 10
        assert UserInbox.objects.get(pk=person.pk).version == 10


def test_opening_one_broadcast_on_many_devices_writes_one_row():
    person = a_person()
    public_id = a_broadcast()
    at_once(10, lambda _: services.opened(person.pk, public_id))
    assert ReadStatus.objects.count() == 1


def test_many_workers_send_one_mail_each():
    a_result(*[a_person() for _ in range(20)])
    ids = [str(pk) for pk in Delivery.objects.values_list("pk", flat=True)]
    at_once(8, lambda _: [deliver(delivery_id) for delivery_id in ids])
    assert len(mail.outbox) == 20
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
