"""Sending: to people by id, or to a topic in one row. Rows first; mail goes after the commit."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.databases import atomic, on_commit
from config.errors import InvalidInput
from config.page import LOCALES
from notifications import catalogue
from notifications.catalogue import PLAIN, TEMPLATES, Value
from notifications.errors import BadContext, KeyReused, TooManyPeople, UnknownTemplate
from notifications.models import (
    Audience,
    Channel,
    Delivery,
    Message,
    MessageCounter,
    ReadStatus,
    UserInbox,
)
from notifications.tasks import deliver
from users import services as users

EVERYONE = "all"
MOST_PEOPLE = 1000
MOST_KEY = 150
TOPIC = re.compile(r"all|(?:role|locale|group):[A-Za-z0-9_-]{1,50}")
LONGEST = {"title": 120, "body": 4000}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The message, and whether this call made it (False: an earlier call with the same key)."""

    public_id: UUID
    created: bool


def notify(
    user_ids: Sequence[int],
    template: str,
    context: Mapping[str, Value],
    *,
    key: str,
    route: str = "",
    route_args: Mapping[str, str | int] | None = None,
) -> UUID:
    """Tell up to 1000 people something of the catalogue, on the site and by mail.

    `key` names the event, e.g. "order:<uuid>:paid". Safe to repeat: the same key and content give
    the same message and no second mail. Raises KeyReused, UnknownTemplate, BadContext,
    TooManyPeople. People who do not exist are left out.
    """
    if template not in TEMPLATES or template == PLAIN:
        raise UnknownTemplate(field="template", reason=_("There is no such template."))
    if wrong := catalogue.faults(template, context):
        raise BadContext(field=wrong[0], reason=_("This value is missing, unknown or wrong."))
    message = Message(
        audience=Audience.PEOPLE,
        category=TEMPLATES[template].category,
        template=template,
        context=dict(context),
        route=route,
        route_args=dict(route_args or {}),
        key=key,
    )
    return send(message, user_ids).public_id


def broadcast(
    topic: str,
    title: Mapping[str, str],
    body: Mapping[str, str],
    *,
    key: str,
    actor_id: int | None = None,
    expires_at: datetime | None = None,
) -> UUID:
    """Show everyone of a topic ("all", "role:…", "locale:…", "group:…") a message: one row.

    Texts are {"uz", "ru", "en"}, all given. On the site only; people who join later do not see
    it. Safe to repeat with the same key. Raises InvalidInput, KeyReused.
    """
    return publish(topic, title, body, key=key, actor_id=actor_id, expires_at=expires_at).public_id


def welcome(user_id: int) -> None:
    """Greet a person whose address was just confirmed. Safe to repeat."""
    notify([user_id], "welcome", {}, key=f"welcome:{user_id}", route="assessments:tests")


def publish(
    topic: str,
    title: Mapping[str, str],
    body: Mapping[str, str],
    *,
    key: str,
    actor_id: int | None = None,
    expires_at: datetime | None = None,
) -> Outcome:
    """`broadcast`, saying also whether the message is new."""
    if not TOPIC.fullmatch(topic):
        raise InvalidInput(field="topic", reason=_("There is no such topic."))
    message = plain(title, body, key=key, actor_id=actor_id)
    message.audience, message.topic, message.expires_at = Audience.TOPIC, topic, expires_at
    if expires_at is not None and expires_at <= timezone.now():
        raise InvalidInput(field="expires_at", reason=_("This time has passed."))
    if earlier := _earlier(message, [topic]):
        return earlier
    message.recipients = users.count_topic(topic)
    try:
        with atomic(Message):
            counter, _made = MessageCounter.objects.select_for_update().get_or_create(pk=1)
            counter.last_seq += 1
            counter.save(update_fields=["last_seq"])
            message.seq, message.published_at = counter.last_seq, timezone.now()
            message.save(force_insert=True)
    except IntegrityError:
        return _found(message, [topic])
    return Outcome(message.public_id, created=True)


def plain(
    title: Mapping[str, str], body: Mapping[str, str], *, key: str, actor_id: int | None
) -> Message:
    """An unsaved message in staff's own words. Raises InvalidInput naming field and language."""
    texts = {"title": _checked("title", title), "body": _checked("body", body)}
    return Message(
        audience=Audience.PEOPLE,
        category=TEMPLATES[PLAIN].category,
        template=PLAIN,
        texts=texts,
        key=key,
        created_by=actor_id,
    )


def send(message: Message, user_ids: Sequence[int]) -> Outcome:
    """Save a message with a copy and a mail delivery for each person, in one transaction."""
    wanted = sorted(set(user_ids))
    if len(wanted) > MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)
    if earlier := _earlier(message, wanted):
        return earlier
    known = users.contacts(wanted)
    ids = [user_id for user_id in wanted if user_id in known]
    with_mail = [user_id for user_id in ids if known[user_id].email]
    try:
        with atomic(Message):
            _write(message, ids, with_mail)
    except IntegrityError:
        return _found(message, wanted)
    return Outcome(message.public_id, created=True)


def touch_inboxes(user_ids: Iterable[int]) -> None:
    """Lock the inboxes in the order of their ids (making absent ones) and raise their version.

    Needs an open transaction. The lock makes a person's rows commit in the order of their ids.
    """
    ids = sorted(user_ids)
    UserInbox.objects.bulk_create(
        [UserInbox(user_id=user_id) for user_id in ids], ignore_conflicts=True
    )
    inboxes = UserInbox.objects.filter(pk__in=ids)
    if len(ids) > 1:
        list(inboxes.select_for_update().order_by("pk").values_list("pk", flat=True))
    inboxes.update(version=F("version") + 1, updated_at=timezone.now())


def _write(message: Message, ids: Sequence[int], with_mail: Sequence[int]) -> None:
    message.recipients = len(ids)
    message.save(force_insert=True)
    touch_inboxes(ids)
    ReadStatus.objects.bulk_create(
        [ReadStatus(message=message, user_id=user_id, direct=True) for user_id in ids]
    )
    owed = Delivery.objects.bulk_create(
        [
            Delivery(id=uuid4(), message=message, user_id=user_id, channel=Channel.MAIL)
            for user_id in with_mail
        ]
    )
    for delivery in owed:
        on_commit(Delivery, partial(deliver.delay, str(delivery.pk)))


def _checked(field: str, texts: Mapping[str, str]) -> dict[str, str]:
    for locale in LOCALES:
        text = texts.get(locale, "")
        if not text.strip():
            raise InvalidInput(field=f"{field}.{locale}", reason=_("Write the text here."))
        if len(text) > LONGEST[field]:
            raise InvalidInput(field=f"{field}.{locale}", reason=_("The text is too long."))
    return {locale: texts[locale].strip() for locale in LOCALES}


def _earlier(message: Message, to: Sequence[int] | Sequence[str]) -> Outcome | None:
    """The message of the same key. Also gives the message the digest of its content."""
    if not 0 < len(message.key) <= MOST_KEY:
        raise InvalidInput(field="key", reason=_("From 1 to 150 characters."))
    content = {
        "to": list(to),
        "template": message.template,
        "context": message.context,
        "texts": message.texts,
        "route": [message.route, message.route_args],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    message.content_sha256 = hashlib.sha256(text.encode()).hexdigest()
    earlier = Message.objects.filter(key=message.key).first()
    if earlier is None:
        return None
    if earlier.content_sha256 != message.content_sha256:
        raise KeyReused
    return Outcome(earlier.public_id, created=False)


def _found(message: Message, to: Sequence[int] | Sequence[str]) -> Outcome:
    """What the call that came first made, after a race for one key."""
    earlier = _earlier(message, to)
    if earlier is None:
        raise KeyReused
    return earlier
