"""What a person has to read: the list, the count, and reading.

Unread = personal rows without `read_at`, and topic messages above the person's mark that he has
not opened. Nothing is counted in advance, so nothing can drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.databases import atomic
from config.errors import BadCursor
from config.page import Text, decode_cursor, encode_cursor
from notifications.catalogue import Category
from notifications.errors import MessageNotFound
from notifications.models import Audience, Message, MessageCounter, ReadStatus, UserInbox
from notifications.rendering import in_all
from notifications.sending import touch_inboxes
from users import services as users

AUDIENCE_S = 60
BADGE_SECONDS = 10
MOST = 50
NUMBERS = 10**18


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One message for its reader; the texts and the path to go to in each language."""

    public_id: UUID
    category: Category
    title: Text
    body: Text
    action: Text
    path: Text
    unread: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of an inbox, unread first, then newest first.

    `up_to` marks what there was when this page was made: give it to `mark_read_up_to`.
    """

    items: tuple[InboxItem, ...]
    next: str | None
    unread: int
    up_to: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is unread; `etag` changes whenever the number may have."""

    unread: int
    etag: str


@dataclass(frozen=True, slots=True)
class _Snapshot:
    unread: int
    version: int
    seq: int
    row: int


@dataclass(frozen=True, slots=True)
class _Position:
    """The sort key of the last item of a page."""

    unread: int
    published_at: datetime
    message_id: int


def counts(user_id: int) -> Counts:
    """A person's unread messages, in one statement (two when the audience is asked again)."""
    now = _snapshot(user_id, timezone.now())
    return Counts(now.unread, f'W/"{now.unread}-{now.version}-{now.seq}-{now.row}"')


def badge(user_id: int) -> int:
    """The unread messages for the bell of a page: one look-up by key, counted anew after an act.

    A message to everyone may show up to BADGE_SECONDS late; `counts` is always exact.
    """
    version = UserInbox.objects.filter(pk=user_id).values_list("version", flat=True).first()
    key = f"notifications:badge:{user_id}:{version}"
    unread: int | None = cache.get(key)
    if unread is None:
        unread = counts(user_id).unread
        cache.set(key, unread, BADGE_SECONDS)
    return unread


def inbox(user_id: int, cursor: str | None = None, limit: int = 20) -> Inbox:
    """A page of at most 50 messages; the same few queries however many there are.

    Raises BadCursor.
    """
    position = _position(cursor)
    limit = max(1, min(limit, MOST))
    at = timezone.now()
    now = _snapshot(user_id, at)
    rows = [
        *_page(_direct(user_id, at), position, limit + 1),
        *_page(_topical(user_id, at), position, limit + 1),
    ]
    rows.sort(key=lambda row: (row.unread, row.published_at, row.pk), reverse=True)
    shown = rows[:limit]
    more = len(rows) > limit
    return Inbox(
        items=tuple(_item(row, bool(row.unread)) for row in shown),
        next=_cursor(shown[-1]) if more else None,
        unread=now.unread,
        up_to=encode_cursor(now.seq, now.row),
    )


def opened(user_id: int, public_id: UUID) -> InboxItem:
    """One message for a reader who opens it: from now on it is read. Raises MessageNotFound."""
    return _item(_read(user_id, public_id), unread=False)


def mark_read(user_id: int, public_id: UUID) -> None:
    """Mark one message read. Safe to repeat: the first time stays. Raises MessageNotFound."""
    _read(user_id, public_id)


def _read(user_id: int, public_id: UUID) -> Message:
    at = timezone.now()
    message = _visible(user_id, public_id, at)
    with atomic(ReadStatus):
        touch_inboxes([user_id])
        mine = ReadStatus.objects.filter(user_id=user_id, message=message)
        if message.audience == Audience.PEOPLE:
            mine.filter(read_at__isnull=True).update(read_at=at)
        elif not mine.exists():
            ReadStatus.objects.create(message=message, user_id=user_id, direct=False, read_at=at)
    return message


def mark_read_up_to(user_id: int, cursor: str) -> None:
    """Mark read whatever there was when the page with this `up_to` was made; marks only grow.

    A message published after that page stays unread. Raises BadCursor.
    """
    seq, row = _marks(cursor)
    at = timezone.now()
    with atomic(UserInbox):
        touch_inboxes([user_id])
        published = MessageCounter.objects.filter(last_seq__gte=seq)
        UserInbox.objects.filter(Exists(published), pk=user_id, read_up_to_seq__lt=seq).update(
            read_up_to_seq=seq
        )
        ReadStatus.objects.filter(
            user_id=user_id, direct=True, read_at__isnull=True, pk__lte=row
        ).update(read_at=at)


def _audience(user_id: int) -> tuple[tuple[str, datetime], ...]:
    key = f"notifications:audience:{user_id}"
    topics = cache.get(key)
    if topics is None:
        topics = users.audience(user_id).topics
        cache.set(key, topics, AUDIENCE_S)
    return tuple(topics)


def _alive(at: datetime, prefix: str = "") -> Q:
    return Q(**{f"{prefix}expires_at__isnull": True}) | Q(**{f"{prefix}expires_at__gt": at})


def _in_topics(topics: Iterable[tuple[str, datetime]]) -> Q:
    """Messages of these topics, from the day the person belongs to each."""
    wanted = Q(pk__in=[])
    for topic, since in topics:
        wanted |= Q(topic=topic, published_at__gte=since)
    return wanted


def _mark(user_id: int) -> Coalesce:
    mark = UserInbox.objects.filter(pk=user_id).values("read_up_to_seq")
    return Coalesce(Subquery(mark), Value(0))


def _own_row(user_id: int) -> Exists:
    return Exists(ReadStatus.objects.filter(user_id=user_id, message=OuterRef("pk")))


def _direct(user_id: int, at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(_alive(at), reads__user_id=user_id, reads__direct=True).annotate(
        unread=Case(
            When(reads__read_at__isnull=True, then=1), default=0, output_field=IntegerField()
        )
    )


def _topical(user_id: int, at: datetime) -> QuerySet[Message]:
    return Message.objects.filter(
        _alive(at), _in_topics(_audience(user_id)), audience=Audience.TOPIC
    ).annotate(
        unread=Case(
            When(Q(seq__gt=_mark(user_id)) & ~Q(_own_row(user_id)), then=1),
            default=0,
            output_field=IntegerField(),
        )
    )


def _page(found: QuerySet[Any], after: _Position | None, limit: int) -> Sequence[Any]:
    if after is not None:
        older = Q(published_at__lt=after.published_at) | Q(
            published_at=after.published_at, pk__lt=after.message_id
        )
        found = found.filter(Q(unread__lt=after.unread) | Q(unread=after.unread) & older)
    return list(found.order_by("-unread", "-published_at", "-pk")[:limit])


def _snapshot(user_id: int, at: datetime) -> _Snapshot:
    """Everything that a count and a mark need, in one statement."""
    unread_rows = ReadStatus.objects.filter(
        _alive(at, "message__"), user_id=user_id, direct=True, read_at__isnull=True
    )
    unread_topics = Message.objects.filter(
        _alive(at), _in_topics(_audience(user_id)), ~Q(_own_row(user_id)), seq__gt=_mark(user_id)
    )
    rows = _one(unread_rows, "rows", Count("pk")).union(
        _one(unread_topics, "topics", Count("pk")),
        _one(UserInbox.objects.filter(pk=user_id), "version", F("version")),
        _one(MessageCounter.objects.filter(pk=1), "seq", F("last_seq")),
        _one(ReadStatus.objects.filter(user_id=user_id), "row", Max("pk")),
        all=True,
    )
    found: dict[str, int] = {name: number or 0 for name, number in rows}
    return _Snapshot(
        unread=found.get("rows", 0) + found.get("topics", 0),
        version=found.get("version", 0),
        seq=found.get("seq", 0),
        row=found.get("row", 0),
    )


def _one(found: QuerySet[Any], name: str, number: Any) -> QuerySet[Any, Any]:
    label = Value(name, output_field=CharField())
    labelled: QuerySet[Any, Any] = found.order_by().values(label=label).annotate(number=number)
    return labelled.values_list("label", "number")


def _visible(user_id: int, public_id: UUID, at: datetime) -> Message:
    """The message, if this person may see it."""
    mine = Exists(ReadStatus.objects.filter(user_id=user_id, message=OuterRef("pk"), direct=True))
    message = (
        Message.objects.filter(_alive(at), public_id=public_id)
        .filter(Q(mine) | _in_topics(_audience(user_id)))
        .first()
    )
    if message is None:
        raise MessageNotFound
    return message


def _item(message: Message, unread: bool) -> InboxItem:
    return InboxItem(
        public_id=message.public_id,
        category=Category(message.category),
        unread=unread,
        published_at=message.published_at,
        **in_all(message),
    )


def _cursor(row: Any) -> str:
    return encode_cursor(row.unread, row.published_at.isoformat(), row.pk)


def _position(cursor: str | None) -> _Position | None:
    if not cursor:
        return None
    unread, published, pk = decode_cursor(cursor, 3)
    try:
        at = datetime.fromisoformat(published)
        position = _Position(int(unread), at.astimezone(UTC), int(pk))
    except (ValueError, OverflowError) as error:
        raise BadCursor from error
    if at.tzinfo is None or not 0 <= position.message_id < NUMBERS:
        raise BadCursor
    if position.unread not in (0, 1):
        raise BadCursor
    return position


def _marks(cursor: str) -> tuple[int, int]:
    seq, row = decode_cursor(cursor, 2)
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (seq, row)):
        raise BadCursor
    return int(seq), int(row)
