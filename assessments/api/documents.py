"""The draft document as the API describes it; the service reads it, strictly."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessments.api.values import TextField

TEXT = {
    "oneOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {name: {"type": "string"} for name in ("uz", "ru", "en")},
            "additionalProperties": False,
        },
    ]
}
KEY = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


@extend_schema_field(TEXT)
class TextInput(TextField):
    """A text that may be sent: one string, or `{"uz", "ru", "en"}`."""

    default_error_messages = {"not-a-text": _("This must be a text.")}

    def to_internal_value(self, data: Any) -> Any:
        """As it was sent; the service reads it."""
        whole = isinstance(data, dict) and all(isinstance(item, str) for item in data.values())
        if not (isinstance(data, str) or whole):
            self.fail("not-a-text")
        return data


@extend_schema_field(KEY)
class KeyField(serializers.JSONField):
    """A right answer: a text, a list of texts, or "" while there is none."""


class OptionDocument(serializers.Serializer[Any]):
    """One thing to choose."""

    key = serializers.CharField(max_length=20)
    text = serializers.CharField(max_length=500, required=False, allow_blank=True)


class EvidenceDocument(serializers.Serializer[Any]):
    """Where the passage says so: exact words of a paragraph, counted from 1."""

    paragraph = serializers.IntegerField(min_value=1, max_value=100)
    quote = serializers.CharField(max_length=2_000)


class QuestionDocument(serializers.Serializer[Any]):
    """A question with its key."""

    uid = serializers.UUIDField(required=False, allow_null=True)
    number = serializers.IntegerField(min_value=1, max_value=200)
    number_to = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=200
    )
    marks = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=20)
    prompt = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
    options = OptionDocument(many=True, required=False)
    key = KeyField(required=False)
    explanation = TextInput(required=False)
    evidence = EvidenceDocument(many=True, required=False)


class LimitDocument(serializers.Serializer[Any]):
    """NO MORE THAN so many words, and/or a number."""

    words = serializers.IntegerField(min_value=0, max_value=10)
    numbers = serializers.BooleanField(required=False)


class ImageDocument(serializers.Serializer[Any]):
    """A picture among the media, and what it shows."""

    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    alt = TextInput(required=False)


class GroupDocument(serializers.Serializer[Any]):
    """Questions of one type; a gap in `body` is written `[[7]]`."""

    uid = serializers.UUIDField(required=False, allow_null=True)
    type = serializers.CharField(max_length=40)
    number = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=200)
    number_to = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=200
    )
    instructions = TextInput(required=False)
    body = serializers.CharField(required=False, allow_null=True, max_length=20_000)
    options = OptionDocument(many=True, required=False)
    reuse = serializers.BooleanField(required=False)
    word_limit = LimitDocument(required=False, allow_null=True)
    image = ImageDocument(required=False, allow_null=True)
    questions = QuestionDocument(many=True, required=False)


class ParagraphDocument(serializers.Serializer[Any]):
    """A paragraph of a passage."""

    label = serializers.CharField(  # type: ignore[assignment]  # a field, not Field.label
        required=False, allow_blank=True, max_length=2
    )
    text = serializers.CharField(max_length=10_000)


class PassageDocument(serializers.Serializer[Any]):
    """What is read."""

    title = serializers.CharField(required=False, allow_blank=True, max_length=200)
    subtitle = serializers.CharField(required=False, allow_blank=True, max_length=300)
    labelled = serializers.BooleanField(required=False)
    paragraphs = ParagraphDocument(many=True)


class PartDocument(serializers.Serializer[Any]):
    """A part of a test, its timing and its groups of questions."""

    uid = serializers.UUIDField(required=False, allow_null=True)
    number = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=20)
    title = TextInput(required=False)
    instructions = TextInput(required=False)
    duration_s = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=36_000
    )
    preview_s = serializers.IntegerField(required=False, min_value=0, max_value=36_000)
    check_s = serializers.IntegerField(required=False, min_value=0, max_value=36_000)
    prep_s = serializers.IntegerField(required=False, min_value=0, max_value=36_000)
    answer_s = serializers.IntegerField(required=False, min_value=0, max_value=36_000)
    max_plays = serializers.IntegerField(required=False, min_value=0, max_value=10)
    min_words = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=5_000
    )
    max_words = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=5_000
    )
    audio = serializers.RegexField(r"^[0-9a-f]{64}$", required=False, allow_null=True)
    transcript = serializers.CharField(required=False, allow_blank=True, max_length=50_000)
    passage = PassageDocument(required=False, allow_null=True)
    groups = GroupDocument(many=True, required=False)


class ReleaseDocument(serializers.Serializer[Any]):
    """When the result is shown: at_once, when_marked, date (then with `at`) or manual."""

    policy = serializers.CharField(max_length=12)
    at = serializers.DateTimeField(required=False, allow_null=True)


class BandRow(serializers.Serializer[Any]):
    """From so many marks on, this band."""

    band = serializers.RegexField(r"^\d{1,3}(\.\d)?$")

    def get_fields(self) -> dict[str, serializers.Field]:
        """`from` is no name for an attribute."""
        least = serializers.IntegerField(min_value=0, max_value=10_000)
        return {"from": least, **super().get_fields()}


class CefrRow(serializers.Serializer[Any]):
    """From this band on, this level."""

    level = serializers.CharField(max_length=2)

    def get_fields(self) -> dict[str, serializers.Field]:
        """`from` is no name for an attribute."""
        return {"from": serializers.RegexField(r"^\d{1,3}(\.\d)?$"), **super().get_fields()}


class ScaleDocument(serializers.Serializer[Any]):
    """The band table, with its source; an empty object while there is none."""

    schema = serializers.IntegerField(required=False)
    source = TextInput(required=False)  # type: ignore[assignment]  # a field, not Field.source
    bands = BandRow(many=True, required=False)
    cefr = CefrRow(many=True, required=False)


class DraftDocument(serializers.Serializer[Any]):
    """A whole test with its keys. Uids that are kept in it stay; missing ones are made."""

    schema = serializers.IntegerField(min_value=1, max_value=1)
    kind = serializers.CharField(required=False, max_length=20)
    slug = serializers.CharField(required=False, max_length=80)
    family = serializers.CharField(max_length=20)
    level_from = serializers.CharField(required=False, max_length=2)
    level_to = serializers.CharField(required=False, max_length=2)
    tokens = serializers.IntegerField(required=False, min_value=1, max_value=1_000)
    title = TextInput()
    instructions = TextInput(required=False)
    language = serializers.CharField(required=False, max_length=5)
    duration_s = serializers.IntegerField(min_value=60, max_value=36_000)
    release = ReleaseDocument(required=False)
    scale = ScaleDocument(required=False)
    parts = PartDocument(many=True)
