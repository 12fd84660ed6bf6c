"""Attempts: start, read, save answers, flag, hand in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import services
from assessments.api.batches import batch
from assessments.api.highlights import PassageMarkSerializer
from assessments.api.values import (
    BandField,
    MarksField,
    TextField,
    UtcDateTimeField,
    ValueSerializer,
)
from config.api import (
    IDEMPOTENCY_KEY,
    ApiView,
    CursorQuery,
    answers,
    idempotency_key,
    page_of,
)


class AttemptSerializer(ValueSerializer[services.AttemptState]):
    """Where an attempt stands; raw, max_raw and band are null until the result is released."""

    title = TextField()
    raw = MarksField(allow_null=True)
    max_raw = MarksField(allow_null=True)
    band = BandField(allow_null=True)

    class Meta:
        dataclass = services.AttemptState
        exclude = ("is_new",)


class GivenAnswerSerializer(serializers.Serializer[Any]):
    """The answer that counts for a question."""

    value = serializers.JSONField()
    seq = serializers.IntegerField()


class PaperSerializer(AttemptSerializer):
    """An attempt with its document, the answers and flags by question uid, and the highlights."""

    document = serializers.DictField(allow_null=True)
    responses = serializers.DictField(child=GivenAnswerSerializer())
    flags = serializers.ListField(child=serializers.CharField())
    next_seq = serializers.IntegerField()
    highlights = PassageMarkSerializer(many=True)

    class Meta(AttemptSerializer.Meta):
        pass


class StartSerializer(serializers.Serializer[Any]):
    """How the test is to be taken."""

    mode = serializers.ChoiceField(choices=["exam", "practice"], default="exam", initial="exam")


class AnswerSerializer(serializers.Serializer[Any]):
    """One answer: `idem` names it, `seq` orders the answers of the attempt, "" clears."""

    idem = serializers.UUIDField()
    question = serializers.CharField(max_length=36)
    seq = serializers.IntegerField(min_value=0, max_value=2**53)
    value = serializers.JSONField()
    client_at = UtcDateTimeField(required=False, allow_null=True)


class AnswersSerializer(serializers.Serializer[Any]):
    """A batch of answers, each judged on its own."""

    answers = serializers.ListField(child=AnswerSerializer(), max_length=100)


class RefusedAnswerSerializer(ValueSerializer[services.RefusedAnswer]):
    """An answer that was not stored, and why."""

    class Meta:
        dataclass = services.RefusedAnswer


class SavedSerializer(ValueSerializer[services.Saved]):
    """What became of a batch; `acked` holds all that is stored, the late ones included."""

    refused = RefusedAnswerSerializer(many=True)

    class Meta:
        dataclass = services.Saved


class FlagSerializer(serializers.Serializer[Any]):
    """A question, and whether it is marked to come back to."""

    question = serializers.CharField(max_length=36)
    flagged = serializers.BooleanField()


class AttemptsQuery(CursorQuery):
    """Which attempts are listed."""

    kind = serializers.ChoiceField(choices=services.kinds(), required=False)
    state = serializers.ChoiceField(choices=services.states(), required=False)


class AttemptsView(ApiView):
    """The reader's own attempts, newest first."""

    serializer_class = AttemptSerializer

    @extend_schema(
        operation_id="attempts",
        parameters=[AttemptsQuery],
        responses=answers({200: page_of(AttemptSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List them."""
        return self.page(services.attempts(self.user_id, **self.params(AttemptsQuery)))


class StartView(ApiView):
    """Starting a test."""

    serializer_class = AttemptSerializer
    body_class = StartSerializer

    @extend_schema(
        operation_id="attempt_start",
        parameters=[IDEMPOTENCY_KEY],
        request=StartSerializer,
        responses=answers({201: AttemptSerializer, 200: AttemptSerializer}, 402, 409),
    )
    def post(self, request: Request, kind: str, slug: str) -> Response:
        """Start an attempt and take its tokens, once; while one is open, answer with that one."""
        mode = self.body(StartSerializer)["mode"]
        state = services.start(self.user_id, kind, slug, mode, idempotency_key(request))
        return self.answer(state, AttemptSerializer, status=201 if state.is_new else 200)


class AttemptView(ApiView):
    """One attempt of the reader's own."""

    serializer_class = PaperSerializer

    @extend_schema(operation_id="attempt", responses=answers(PaperSerializer))
    def get(self, request: Request, uid: UUID) -> Response:
        """Show it with its document, and the answers and flags given so far.

        The document is null before the start, and between the deadline and the close.
        """
        paper = services.paper(self.user_id, uid)
        given = {
            question: {"value": answer.value, "seq": answer.seq}
            for question, answer in paper.responses.items()
        }
        more = {"document": paper.document, "responses": given}
        return Response(
            {
                **AttemptSerializer(paper.attempt).data,
                **more,
                "flags": paper.flags,
                "next_seq": paper.next_seq,
                "highlights": PassageMarkSerializer(paper.highlights, many=True).data,
            }
        )


class AnswersView(ApiView):
    """Saving answers."""

    serializer_class = SavedSerializer
    body_class = AnswersSerializer

    @extend_schema(
        operation_id="attempt_answers",
        request=AnswersSerializer,
        responses=answers(SavedSerializer, 409),
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Store a batch. One bad answer does not lose the others; a repeated idem is one answer."""
        given = batch(request, "answers", AnswersSerializer)
        return self.answer(services.save(self.user_id, uid, given), SavedSerializer)


class SubmitView(ApiView):
    """Handing an attempt in."""

    serializer_class = AttemptSerializer
    body_class = serializers.Serializer

    @extend_schema(
        operation_id="attempt_submit", request=None, responses=answers(AttemptSerializer, 409)
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Close it at once and for good. Safe to repeat."""
        services.submit(self.user_id, uid)
        return self.answer(services.attempt(self.user_id, uid), AttemptSerializer)


class FlagsView(ApiView):
    """Marking questions to come back to."""

    serializer_class = AttemptSerializer
    body_class = FlagSerializer

    @extend_schema(
        operation_id="attempt_flag",
        request=FlagSerializer,
        responses=answers(AttemptSerializer, 409),
    )
    def put(self, request: Request, uid: UUID) -> Response:
        """Set or take away one mark. Safe to repeat."""
        state = services.flag(self.user_id, uid, **self.body(FlagSerializer))
        return self.answer(state, AttemptSerializer)


class HeartbeatView(ApiView):
    """Saying that the learner is there."""

    serializer_class = AttemptSerializer
    body_class = serializers.Serializer

    @extend_schema(
        operation_id="attempt_heartbeat", request=None, responses=answers(AttemptSerializer)
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Note it, and answer with the state, the deadline and the server's time."""
        return self.answer(services.heartbeat(self.user_id, uid), AttemptSerializer)
