"""Messages to people: on the site, by mail, and codes. The table of contents."""

from __future__ import annotations

from notifications.catalogue import Category
from notifications.codes import send_code
from notifications.demo import load_demo
from notifications.errors import (
    BadContext,
    KeyReused,
    MessageNotFound,
    TooManyPeople,
    UnknownRecipient,
    UnknownTemplate,
)
from notifications.inbox import (
    Counts,
    Inbox,
    InboxItem,
    badge,
    counts,
    inbox,
    mark_read,
    mark_read_up_to,
    opened,
)
from notifications.sending import broadcast, notify, welcome
from notifications.staff import MessageCard, Sent, message, messages, write
from notifications.tiles import tiles

__all__ = [
    "BadContext",
    "Category",
    "Counts",
    "Inbox",
    "InboxItem",
    "KeyReused",
    "MessageCard",
    "MessageNotFound",
    "Sent",
    "TooManyPeople",
    "UnknownRecipient",
    "UnknownTemplate",
    "badge",
    "broadcast",
    "counts",
    "inbox",
    "load_demo",
    "mark_read",
    "mark_read_up_to",
    "message",
    "messages",
    "notify",
    "opened",
    "send_code",
    "tiles",
    "welcome",
    "write",
]
