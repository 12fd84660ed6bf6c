"""Results: the analysis of an attempt, its review, and a reader's own analyses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import services
from assessments.api.values import (
    BandField,
    MarksField,
    TextField,
    UtcDateTimeField,
    ValueSerializer,
)
from config.api import ApiView, CursorQuery, answers, page_of
from config.page import Json


class StepSerializer(serializers.Serializer[Any]):
    """Something to do next; `title` and `text` are in the reader's language.

    Every analysis has three, different ones: first those with a cause in this attempt, by the
    marks lost there, then general ones with facts of it. Numbers in `params` are of this attempt.
    """

    code = serializers.CharField()
    params = serializers.DictField()
    title = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()

    def get_title(self, step: services.NextStep) -> str:
        """What to do."""
        return services.step_text(step.code, step.params).title

    def get_text(self, step: services.NextStep) -> str:
        """Why."""
        return services.step_text(step.code, step.params).text


class SumsSerializer(serializers.Serializer[Any]):
    """Marks earned of marks possible, over a number of questions."""

    right = MarksField()
    total = MarksField()
    questions = serializers.IntegerField()
    unanswered = serializers.IntegerField()


class PartResultSerializer(SumsSerializer):
    """One part of the test."""

    number = serializers.IntegerField()
    title = TextField()
    seconds = serializers.IntegerField(allow_null=True)


class TypeResultSerializer(SumsSerializer):
    """One type of question."""

    type = serializers.CharField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field, not its label

    def get_label(self, found: services.TypeResult) -> str:
        """The type's name in the reader's language."""
        return services.type_label(found.type)


class QuestionResultSerializer(ValueSerializer[services.QuestionResult]):
    """One question: its mark, and the time until its answer."""

    mark = MarksField()
    max = MarksField()

    class Meta:
        dataclass = services.QuestionResult


class NextBandSerializer(serializers.Serializer[Any]):
    """The next higher band and the marks that are wanting."""

    band = BandField()
    marks = serializers.IntegerField()


class LevelSerializer(serializers.Serializer[Any]):
    """From which band on a level is reached."""

    level = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name that Python lets a class have."""
        return {"from": serializers.CharField(), **super().get_fields()}


class EarlierSerializer(serializers.Serializer[Any]):
    """The result before this one."""

    uid = serializers.UUIDField()
    title = TextField()
    raw = MarksField(allow_null=True)
    max_raw = MarksField(allow_null=True)
    band = BandField(allow_null=True)
    submitted_at = UtcDateTimeField(allow_null=True)


class ReportSerializer(ValueSerializer[services.Report]):
    """The analysis of a released attempt. Types stand weakest first; lists hold numbers."""

    title = TextField()
    source = TextField()  # type: ignore[assignment]  # a field, not where it comes from
    raw = MarksField()
    max_raw = MarksField()
    band = BandField(allow_null=True)
    low = BandField(allow_null=True)
    high = BandField(allow_null=True)
    next_band = NextBandSerializer(allow_null=True)
    levels = LevelSerializer(many=True)
    parts = PartResultSerializer(many=True)
    types = TypeResultSerializer(many=True)
    questions = QuestionResultSerializer(many=True)
    next_steps = StepSerializer(many=True)
    earlier = EarlierSerializer(allow_null=True)

    class Meta:
        dataclass = services.Report


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a mark was given, as a code and in the reader's language."""

    code = serializers.CharField()
    text = serializers.CharField()
    params = serializers.DictField()


class EvidenceSerializer(serializers.Serializer[Any]):
    """Words of the passage that decide; paragraphs count from 1."""

    paragraph = serializers.IntegerField()
    quote = serializers.CharField()


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
)
class AnswerField(serializers.JSONField):
    """An answer as it was saved; "" for none."""


class ReviewedQuestionSerializer(serializers.Serializer[Any]):
    """One question: own answer, accepted answers, mark, and why."""

    uid = serializers.UUIDField()
    number = serializers.IntegerField()
    number_to = serializers.IntegerField()
    part = serializers.IntegerField()
    type = serializers.CharField()
    answer = AnswerField(source="value")
    answer_text = serializers.CharField(source="answer", allow_blank=True)
    normalised = serializers.CharField(allow_blank=True)
    accepted = serializers.ListField(child=serializers.CharField())
    mark = MarksField()
    max = MarksField()
    verdict = serializers.ChoiceField(choices=["right", "partial", "wrong", "none"])
    reason = serializers.SerializerMethodField()
    explanation = TextField()
    evidence = EvidenceSerializer(many=True)
    flagged = serializers.BooleanField()
    seconds = serializers.IntegerField(allow_null=True)

    @extend_schema_field(ReasonSerializer)
    def get_reason(self, question: services.ReviewedQuestion) -> Mapping[str, Json]:
        """Code, parameters and sentence."""
        code, params = question.reason_code, question.reason_params
        return {"code": code, "text": services.reason_words(code, params), "params": params}


class ReviewSerializer(serializers.Serializer[Any]):
    """A released attempt question by question."""

    uid = serializers.UUIDField(source="report.uid")
    kind = serializers.CharField(source="report.kind")
    revision = serializers.IntegerField(source="report.revision")
    raw = MarksField(source="report.raw")
    max_raw = MarksField(source="report.max_raw")
    questions = ReviewedQuestionSerializer(many=True)


class ReviewQuery(serializers.Serializer[Any]):
    """Which questions are wanted."""

    show = serializers.ChoiceField(choices=services.shows(), required=False, default="all")


class AnalysisLineSerializer(ValueSerializer[services.AnalysisLine]):
    """One analysis in a list."""

    raw = MarksField()
    max_raw = MarksField()
    band = BandField(allow_null=True)
    next_steps = StepSerializer(many=True)

    class Meta:
        dataclass = services.AnalysisLine


class AnalysisView(ApiView):
    """Score, causes and next steps of an attempt, once its result is released."""

    serializer_class = ReportSerializer

    @extend_schema(operation_id="attempt_analysis", responses=answers(ReportSerializer, 409))
    def get(self, request: Request, uid: UUID) -> Response:
        """The revision that counts."""
        return self.answer(services.analysis(self.user_id, uid))


class ReviewView(ApiView):
    """An attempt question by question with the right answers, once its result is released."""

    serializer_class = ReviewSerializer

    @extend_schema(
        operation_id="attempt_review",
        parameters=[ReviewQuery],
        responses=answers(ReviewSerializer, 409),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """All questions, or the wrong, flagged or slow ones."""
        return self.answer(services.review(self.user_id, uid, **self.params(ReviewQuery)))


class AnalysesView(ApiView):
    """The reader's own released analyses of a kind, newest first."""

    serializer_class = AnalysisLineSerializer

    @extend_schema(
        operation_id="analyses",
        parameters=[CursorQuery],
        responses=answers(page_of(AnalysisLineSerializer)),
    )
    def get(self, request: Request, kind: str) -> Response:
        """A page of them."""
        return self.page(services.analyses(self.user_id, kind, **self.params(CursorQuery)))
