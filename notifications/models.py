"""Messages, who read them, and what is still to be mailed. People are plain ids."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.page import localised
from notifications import catalogue


class Audience(models.TextChoices):
    """How a message finds its readers."""

    PEOPLE = "people", _("chosen people")
    TOPIC = "topic", _("a topic")


class Message(models.Model):
    """One message, however many people it reaches. A broadcast is one row with a topic.

    It holds no ready text but a template's code and values (or, for `plain`, the texts in three
    languages): each reader's language is chosen when it is read.
    """

    public_id = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    audience = models.CharField(_("for"), max_length=6, choices=Audience.choices)
    topic = models.CharField(_("topic"), max_length=64, blank=True)
    seq = models.PositiveBigIntegerField(
        _("sequence number"),
        null=True,
        unique=True,
        editable=False,
        help_text=_("order of publishing among topics"),
    )
    category = models.CharField(_("kind"), max_length=8, choices=catalogue.Category.choices)
    template = models.CharField(_("template"), max_length=40, choices=catalogue.choices)
    context = models.JSONField(_("values"), default=dict)
    texts = models.JSONField(_("texts"), null=True, blank=True)
    route = models.CharField(_("leads to"), max_length=80, blank=True)
    route_args = models.JSONField(_("details of the link"), default=dict)
    key = models.CharField(
        _("key"), max_length=150, unique=True, help_text=_("makes a repeat harmless")
    )
    content_sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    recipients = models.PositiveIntegerField(_("reached"), help_text=_("people, when it was sent"))
    created_by = models.BigIntegerField(_("sent by"), null=True, blank=True)
    published_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("shown until"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.PEOPLE, topic="", seq__isnull=True)
                | ~Q(topic="") & Q(audience=Audience.TOPIC, seq__isnull=False),
                name="message_has_topic_and_seq_or_people",
            ),
            models.CheckConstraint(
                condition=Q(template=catalogue.PLAIN, texts__isnull=False)
                | ~Q(template=catalogue.PLAIN) & Q(texts__isnull=True),
                name="message_has_texts_or_a_template",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("published_at")),
                name="message_is_shown_for_a_while",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "seq"], condition=~Q(topic=""), name="message_of_a_topic")
        ]

    def __str__(self) -> str:
        if self.template == catalogue.PLAIN:
            return localised((self.texts or {}).get("title"), get_language() or "uz")
        return str(catalogue.TEMPLATES[self.template].title)


class MessageCounter(models.Model):
    """The last number given to a topic's message: given under a lock, so commits keep the order."""

    last_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="messagecounter_is_one_row")]

    def __str__(self) -> str:
        return str(self.last_seq)


class UserInbox(models.Model):
    """How far a person has read the topics. The mark only grows, so two devices agree."""

    user_id = models.BigIntegerField(_("person"), primary_key=True)
    read_up_to_seq = models.PositiveBigIntegerField(_("read up to"), default=0)
    version = models.PositiveBigIntegerField(
        _("version"), default=0, help_text=_("grows with every change")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("inbox")
        verbose_name_plural = _("inboxes")

    def __str__(self) -> str:
        return f"#{self.user_id}"


class ReadStatus(models.Model):
    """A person's copy of a personal message, or his opening of a topic's message."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="reads", verbose_name=_("message")
    )
    user_id = models.BigIntegerField(_("person"))
    direct = models.BooleanField(_("personal"), help_text=_("written when the message was sent"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    created_at = models.DateTimeField(_("put in the inbox"), default=timezone.now)

    class Meta:
        verbose_name = _("read status")
        verbose_name_plural = _("read statuses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "message"], name="readstatus_one_a_person_and_message"
            ),
            models.CheckConstraint(
                condition=Q(direct=True) | Q(read_at__isnull=False),
                name="readstatus_of_a_topic_is_an_opening",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user_id", "id"],
                condition=Q(read_at__isnull=True),
                name="readstatus_unread_of_a_person",
            ),
            models.Index(fields=["user_id", "-id"], name="readstatus_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.message}"


class Channel(models.TextChoices):
    """How a message travels beside the site."""

    MAIL = "mail", _("e-mail")


class DeliveryState(models.TextChoices):
    """How far a delivery got."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SUPPRESSED = "suppressed", _("not sent")


class Delivery(models.Model):
    """One message owed to one person on one channel. The row is the outbox; it holds no address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(
        Message, models.CASCADE, related_name="deliveries", verbose_name=_("message")
    )
    user_id = models.BigIntegerField(_("person"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try"), default=timezone.now)
    lease_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("owed since"), default=timezone.now)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "user_id", "channel"],
                name="delivery_one_a_message_person_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | ~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True),
                name="delivery_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=5), name="delivery_at_most_five_tries"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING]),
                name="delivery_still_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"
