"""Highlights and notes in the passages of an attempt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import services
from assessments.api.batches import batch
from assessments.api.values import ValueSerializer
from config.api import ApiView, answers


class PassageMarkSerializer(ValueSerializer[services.PassageMark]):
    """A highlight: characters `start` to `end` of a paragraph; paragraphs count from 1."""

    class Meta:
        dataclass = services.PassageMark


class ChangeSerializer(serializers.Serializer[Any]):
    """A highlight as it is to be: `uid` names it, of its changes the highest `seq` counts."""

    uid = serializers.UUIDField()
    seq = serializers.IntegerField(min_value=0, max_value=2**53)
    part = serializers.IntegerField(min_value=1)
    paragraph = serializers.IntegerField(min_value=1)
    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)
    colour = serializers.IntegerField(min_value=1, max_value=3, default=1)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    removed = serializers.BooleanField(default=False)


class ChangesSerializer(serializers.Serializer[Any]):
    """A batch of changes, each judged on its own."""

    changes = serializers.ListField(child=ChangeSerializer(), max_length=100)


class RefusedMarkSerializer(ValueSerializer[services.RefusedMark]):
    """A change that was not stored, and why."""

    class Meta:
        dataclass = services.RefusedMark


class MarkedSerializer(ValueSerializer[services.Marked]):
    """What became of a batch; `acked` are the uids that need not be sent again."""

    acked = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedMarkSerializer(many=True)

    class Meta:
        dataclass = services.Marked


class HighlightsView(ApiView):
    """Marking the passage."""

    serializer_class = MarkedSerializer
    body_class = ChangesSerializer

    @extend_schema(
        operation_id="attempt_highlights",
        request=ChangesSerializer,
        responses=answers(MarkedSerializer, 409),
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Store a batch of highlights. Safe to repeat; one bad change does not lose the others."""
        changes = batch(request, "changes", ChangesSerializer)
        return self.answer(services.mark_passage(self.user_id, uid, changes), MarkedSerializer)
