"""What staff do: write to one person or to everyone, and see how many were reached and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from config.page import Json, Page, Text, cut, decode_position
from notifications.catalogue import Category
from notifications.errors import MessageNotFound, UnknownRecipient
from notifications.models import Message
from notifications.rendering import in_all
from notifications.sending import EVERYONE, plain, publish, send
from users import services as users

MOST = 100


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A sent message for staff. `to` is a topic, or "people".

    `reached` counts people when it was sent; `read` counts those who opened or marked their own
    copy, and, of a topic, those who opened it.
    """

    public_id: UUID
    to: str
    category: Category
    template: str
    title: Text
    body: Text
    reached: int
    read: int
    created_by: int | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that staff sent, and whether this call made it."""

    message: MessageCard
    created: bool


def messages(cursor: str | None = None, limit: int = 20) -> Page[MessageCard]:
    """Messages that were sent, newest first, with their counts. Raises BadCursor."""
    before = decode_position(cursor)
    limit = max(1, min(limit, MOST))
    found = counted(Message.objects.order_by("-pk"))
    if before is not None:
        found = found.filter(pk__lt=before)
    return cut(list(found[: limit + 1]), limit, card, lambda row: row.pk)


def message(public_id: UUID) -> MessageCard:
    """One message that was sent. Raises MessageNotFound."""
    found = counted(Message.objects.filter(public_id=public_id)).first()
    if found is None:
        raise MessageNotFound
    return card(found)


def write(
    actor_id: int, to: str, title: Mapping[str, str], body: Mapping[str, str], *, key: str = ""
) -> Sent:
    """Send staff's own words: `to` is "all", a person's number, or an e-mail address.

    Everyone gets one message on the site; one person also gets a mail. With a `key` a repeat
    sends nothing and answers with the first. Raises InvalidInput, UnknownRecipient, KeyReused.
    """
    unique = f"staff:{actor_id}:{key or uuid4()}"
    if to == EVERYONE:
        outcome = publish(EVERYONE, title, body, key=unique, actor_id=actor_id)
        subject = None
    else:
        subject = person(to)
        outcome = send(plain(title, body, key=unique, actor_id=actor_id), [subject])
    if outcome.created:
        data: dict[str, Json] = {
            "message": str(outcome.public_id),
            "to": EVERYONE if subject is None else "person",
        }
        users.record("message.sent", actor_id=actor_id, subject_id=subject, data=data)
    return Sent(message(outcome.public_id), outcome.created)


def person(to: str) -> int:
    """The id of the person with this number or address. Raises UnknownRecipient."""
    to = to.strip()
    if to.isascii() and to.isdigit() and len(to) <= 18:
        found = next(iter(users.people([int(to)])), None)
    else:
        found = users.owner_of(to)
    if found is None:
        raise UnknownRecipient(field="to", reason=_("Nobody has this number or address."))
    return found


def counted(found: QuerySet[Message]) -> QuerySet[Message]:
    """The messages with `read`, how many people have read each."""
    return found.annotate(read=Count("reads", filter=Q(reads__read_at__isnull=False)))


def card(row: Any) -> MessageCard:
    """A counted message as staff see it."""
    words = in_all(row)
    return MessageCard(
        public_id=row.public_id,
        to=row.topic or row.audience,
        category=Category(row.category),
        template=row.template,
        title=words["title"],
        body=words["body"],
        reached=row.recipients,
        read=row.read,
        created_by=row.created_by,
        published_at=row.published_at,
    )
