"""Telling people: once for a key, in the right language, with a mail that is owed until sent."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from config.errors import InvalidInput
from config.worker import drain
from notifications import delivery, services
from notifications.models import Delivery, DeliveryState, Message, ReadStatus
from notifications.tasks import deliver, sweep
from notifications.tests.makers import a_broadcast, a_person, a_result, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class Broken:
    """A mail server that is away."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("away")


BROKEN = f"{__name__}.Broken"


def test_the_same_key_sends_once():
    person = a_person()
    assert a_result(person, key="result:1:1") == a_result(person, key="result:1:1")
    assert Message.objects.count() == ReadStatus.objects.count() == Delivery.objects.count() == 1
    sweep()
    drain()
    assert len(mail.outbox) == 1


def test_the_same_key_with_other_content_is_refused():
    person = a_person()
    a_result(person, key="k", band="6.5")
    with pytest.raises(services.KeyReused):
        a_result(person, key="k", band="7.0")
    with pytest.raises(services.KeyReused):
        a_result(person, a_person(), key="k", band="6.5")
    assert Message.objects.count() == 1


def test_a_broadcast_repeated_with_its_key_is_one_message():
    assert a_broadcast(key="k") == a_broadcast(key="k")
    with pytest.raises(services.KeyReused):
        a_broadcast("Other", key="k")


@pytest.mark.parametrize(
    ("template", "context", "error"),
    [
        ("no.such", {}, services.UnknownTemplate),
        ("plain", {}, services.UnknownTemplate),
        ("result.ready", {"title": "Reading 3"}, services.BadContext),
        ("result.ready", {"title": "R", "band": "6.5", "more": "x"}, services.BadContext),
        ("order.paid", {"tariff": "Pro", "tokens": "12"}, services.BadContext),
        ("order.paid", {"tariff": {"xx": "Pro"}, "tokens": 12}, services.BadContext),
        ("result.ready", {"title": "x" * 301, "band": "6.5"}, services.BadContext),
    ],
)
def test_what_does_not_fit_the_template_is_refused(template, context, error):
    with pytest.raises(error):
        services.notify([a_person().pk], template, context, key="k")
    assert Message.objects.count() == 0


def test_at_most_a_thousand_people_are_named():
    with pytest.raises(services.TooManyPeople):
        services.notify(range(1, 1002), "welcome", {}, key="k")


def test_people_who_do_not_exist_are_left_out():
    person = a_person()
    services.notify([person.pk, 10**9], "welcome", {}, key="k")
    assert ReadStatus.objects.get().user_id == person.pk


@pytest.mark.parametrize("topic", ["", "everyone", "role:", "role:x y", "all\n"])
def test_an_unknown_topic_is_refused(topic):
    with pytest.raises(InvalidInput):
        a_broadcast(topic=topic)


@pytest.mark.parametrize("missing", ["uz", "ru", "en"])
def test_a_broadcast_needs_all_three_languages(missing):
    with pytest.raises(InvalidInput) as refusal:
        services.broadcast("all", {**words(), missing: " "}, words(), key="k")
    assert refusal.value.details["field"] == f"title.{missing}"


def test_the_welcome_comes_once():
    person = a_person()
    services.welcome(person.pk)
    services.welcome(person.pk)
    assert Message.objects.get().template == "welcome"


def test_values_are_written_as_the_language_writes_them():
    person = a_person()
    a_result(person, band="6.5")
    body = services.inbox(person.pk).items[0].body
    assert "6.5" in body["en"]
    assert "6,5" in body["ru"]
    assert "6,5" in body["uz"]


def test_the_link_is_made_when_read_and_in_the_readers_language():
    person = a_person()
    a_result(person)
    item = services.inbox(person.pk).items[0]
    assert item.path == {"uz": "/inbox/", "ru": "/ru/inbox/", "en": "/en/inbox/"}
    Message.objects.update(route="nowhere:at_all")
    assert services.inbox(person.pk).items[0].path["en"] == ""
    assert services.inbox(person.pk).items[0].action["en"] == ""


def test_the_mail_goes_after_the_commit_in_the_readers_language(after_commit, settings):
    settings.SITE_URL = "https://imtihon.example"
    person = a_person(locale="ru", name="Анна <b>")
    with after_commit():
        a_result(person)
    assert mail.outbox == []
    drain()
    (sent,) = mail.outbox
    owed = Delivery.objects.get()
    assert owed.state == DeliveryState.SENT
    assert sent.to == [person.email]
    assert sent.extra_headers["Message-ID"] == f"<{owed.pk}@imtihon.example>"
    assert "https://imtihon.example/ru/inbox/" in sent.body
    assert "Анна <b>" in sent.body
    page, mimetype = sent.alternatives[0]
    assert mimetype == "text/html"
    assert "Анна &lt;b&gt;" in page
    assert 'lang="ru"' in page


def test_two_runs_of_one_delivery_send_once():
    a_result(a_person())
    delivery_id = str(Delivery.objects.get().pk)
    deliver(delivery_id)
    deliver(delivery_id)
    assert len(mail.outbox) == 1


def test_a_delivery_in_other_hands_is_left_alone_until_its_lease_ends():
    a_result(a_person())
    owed, now = Delivery.objects.get().pk, timezone.now()
    assert delivery.claim(owed, now)
    assert delivery.claim(owed, now + timedelta(seconds=119)) is None
    assert delivery.owed(now + timedelta(seconds=119)) == []
    assert delivery.owed(now + timedelta(seconds=121)) == [owed]
    assert delivery.claim(owed, now + timedelta(seconds=121)).attempt == 2


def test_a_worker_that_lost_its_lease_changes_nothing():
    a_result(a_person())
    owed, now = Delivery.objects.get().pk, timezone.now()
    slow = delivery.claim(owed, now)
    quick = delivery.claim(owed, now + timedelta(seconds=121))
    delivery.send(quick)
    sent_at = Delivery.objects.get().sent_at
    delivery.send(slow)
    row = Delivery.objects.get()
    assert (row.state, row.sent_at, row.attempts) == (DeliveryState.SENT, sent_at, 2)


def test_five_failures_end_it_with_growing_pauses(settings):
    settings.EMAIL_BACKEND = BROKEN
    a_result(a_person())
    owed, at, pauses = Delivery.objects.get().pk, timezone.now(), []
    for _ in range(5):
        before = timezone.now()
        delivery.send(delivery.claim(owed, at))
        row = Delivery.objects.get()
        pauses.append((row.next_at - before).total_seconds())
        at = row.next_at + timedelta(seconds=1)
    for pause, seconds in zip(pauses, (30, 120, 600, 3600), strict=False):
        assert 0.79 * seconds < pause < 1.21 * seconds + 1
    assert (row.state, row.reason, row.attempts) == ("failed", "ConnectionRefusedError", 5)
    assert delivery.claim(owed, at + timedelta(days=1)) is None


def test_a_delivery_whose_worker_died_at_the_last_try_is_closed():
    a_result(a_person())
    now = timezone.now()
    Delivery.objects.update(state="sending", attempts=5, lease_until=now - timedelta(seconds=1))
    sweep()
    assert Delivery.objects.get().reason == "worker-lost"


def test_no_mail_goes_to_an_address_that_is_not_confirmed():
    a_result(a_person(verified=False))
    sweep()
    drain()
    assert mail.outbox == []
    row = Delivery.objects.get()
    assert (row.state, row.reason) == (DeliveryState.SUPPRESSED, "address-not-confirmed")


def test_a_title_with_line_breaks_makes_no_mail_header():
    person = a_person()
    sender = a_person(is_staff=True)
    title = {"uz": "Bir\nBcc: x@y.z", "ru": "Раз\r\nBcc: x@y.z", "en": "One\nBcc: x@y.z"}
    services.write(sender.pk, str(person.pk), title, words("Body"))
    drain()
    assert mail.outbox[0].subject == "One Bcc: x@y.z"


@pytest.mark.parametrize(
    ("locale", "subject", "minutes"),
    [("en", "Your code for Imtihon", "10 minutes"), ("en", "Your code for Imtihon", "1 minute.")],
)
def test_a_code_is_mailed_with_text_and_html(locale, subject, minutes):
    life = timedelta(minutes=int(minutes.split()[0]))
    at = timezone.now() + life
    state = services.send_code("email", "new@imtihon.example", "482913", "signup", locale, at)
    assert state == "sent"
    (sent,) = mail.outbox
    assert sent.subject == subject
    assert "482913" in sent.body
    assert minutes in sent.body
    assert "482913" in sent.alternatives[0][0]
    assert not Delivery.objects.exists()


def test_a_code_that_can_not_be_mailed_is_told_and_kept_nowhere(settings, caplog):
    settings.EMAIL_BACKEND = BROKEN
    caplog.set_level(logging.DEBUG, logger="notifications")
    at = timezone.now() + timedelta(minutes=10)
    assert services.send_code("email", "a@b.example", "482913", "signup", "uz", at) == "failed"
    assert "could not be mailed" in caplog.text
    assert "482913" not in caplog.text
    assert services.send_code("pigeon", "a", "482913", "signup", "uz", at) == "failed"


def test_staff_write_to_one_person_by_number_or_address(after_commit):
    sender, person = a_person(is_staff=True), a_person()
    by_number = services.write(sender.pk, str(person.pk), words(), words("Body"))
    by_address = services.write(sender.pk, person.email.upper(), words(), words("Body"))
    assert by_number.created
    assert by_address.created
    assert services.counts(person.pk).unread == 2
    assert services.counts(sender.pk).unread == 0


def test_an_address_is_found_among_many_that_hold_it():
    person = a_person(email="i@imtihon.example")
    for number in range(55):
        a_person(email=f"person-{number}-i@imtihon.example")
    sent = services.write(a_person(is_staff=True).pk, "I@imtihon.example ", words(), words("Body"))
    assert sent.message.reached == 1
    assert services.counts(person.pk).unread == 1


@pytest.mark.parametrize("to", ["", "nobody@imtihon.example", "999999999", "-1", "imtihon.example"])
def test_staff_writing_to_nobody_is_refused(to):
    with pytest.raises(services.UnknownRecipient):
        services.write(a_person().pk, to, words(), words("Body"))


def test_staff_see_how_many_were_reached_and_read(statements):
    sender, one, two = a_person(), a_person(), a_person()
    sent = services.write(sender.pk, "all", words(), words("Body"))
    services.opened(one.pk, sent.message.public_id)
    personal = a_result(one, two)
    services.mark_read_up_to(two.pk, services.inbox(two.pk).up_to)
    with statements(exactly=1):
        cards = services.messages().items
    assert [(card.reached, card.read) for card in cards] == [(2, 1), (3, 1)]
    assert cards[0].public_id == personal


def test_staff_messages_come_in_pages():
    for number in range(5):
        a_broadcast(f"N{number}", key=str(uuid4()))
    first = services.messages(limit=3)
    rest = services.messages(cursor=first.next, limit=3)
    assert [len(first.items), len(rest.items), rest.next] == [3, 2, None]


def test_the_demo_is_safe_to_repeat():
    services.load_demo(timezone.now())
    services.load_demo(timezone.now() + timedelta(days=1))
    assert Message.objects.count() == 1
