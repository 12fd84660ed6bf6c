"""Shapes of the notifications API, made from the services' values."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer

from config.page import localised
from notifications import services


class TextsSerializer(serializers.Serializer[Any]):
    """One text in three languages."""

    uz = serializers.CharField()
    ru = serializers.CharField()
    en = serializers.CharField()


class InboxItemSerializer(DataclassSerializer[services.InboxItem]):
    """One message for its reader. `path` is where it leads, in the language of the request."""

    category = serializers.ChoiceField(choices=services.Category.choices)
    title = TextsSerializer()
    body = TextsSerializer()
    action = TextsSerializer()
    path = serializers.SerializerMethodField()

    class Meta:
        dataclass = services.InboxItem
        fields = [
            "public_id",
            "category",
            "title",
            "body",
            "action",
            "path",
            "unread",
            "published_at",
        ]

    def get_path(self, item: services.InboxItem) -> str:
        """The path for the active language."""
        return localised(item.path, get_language() or "uz")


class InboxSerializer(serializers.Serializer[Any]):
    """A page of the inbox. Give `up_to` to `PUT inbox/read/` to mark what this page knew of."""

    next = serializers.CharField(allow_null=True)
    unread = serializers.IntegerField()
    up_to = serializers.CharField()
    results = InboxItemSerializer(many=True, source="items")


class CountSerializer(serializers.Serializer[Any]):
    """How many messages are unread."""

    unread = serializers.IntegerField()


class UpToSerializer(serializers.Serializer[Any]):
    """The `up_to` of a page of the inbox."""

    up_to = serializers.CharField(max_length=500)


class MessageCardSerializer(DataclassSerializer[services.MessageCard]):
    """A message that was sent: reached and read counts."""

    category = serializers.ChoiceField(choices=services.Category.choices)
    title = TextsSerializer()
    body = TextsSerializer()

    class Meta:
        dataclass = services.MessageCard
        fields = [
            "public_id",
            "to",
            "category",
            "template",
            "title",
            "body",
            "reached",
            "read",
            "created_by",
            "published_at",
        ]


class TitleSerializer(serializers.Serializer[Any]):
    """A title in three languages."""

    uz = serializers.CharField(max_length=120)
    ru = serializers.CharField(max_length=120)
    en = serializers.CharField(max_length=120)


class BodySerializer(serializers.Serializer[Any]):
    """A text in three languages."""

    uz = serializers.CharField(max_length=4000)
    ru = serializers.CharField(max_length=4000)
    en = serializers.CharField(max_length=4000)


class NewMessageSerializer(serializers.Serializer[Any]):
    """A message to write: `to` is "all", a person's number, or an e-mail address."""

    to = serializers.CharField(max_length=254)
    title = TitleSerializer()
    body = BodySerializer()
    key = serializers.RegexField(r"\A[A-Za-z0-9_.:\-]{1,100}\Z", required=False)
