"""The tests on offer: all kinds, one kind, one test."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import services
from assessments.api.attempts import AttemptSerializer
from assessments.api.values import BandField, TextField, ValueSerializer
from config.api import ApiView, CursorQuery, answers, page_of


class TestCardSerializer(ValueSerializer[services.ExamCard]):
    """A test in a list; `done` and `best` are the reader's own."""

    title = TextField()
    best = BandField(allow_null=True)

    class Meta:
        dataclass = services.ExamCard


class PartCardSerializer(ValueSerializer[services.PartCard]):
    """A part, before the test is started."""

    title = TextField()

    class Meta:
        dataclass = services.PartCard


class TestSerializer(ValueSerializer[services.ExamPage]):
    """One test, as it is announced before it is started."""

    title = TextField()
    best = BandField(allow_null=True)
    instructions = TextField()
    parts = PartCardSerializer(many=True)
    attempts = AttemptSerializer(many=True)

    class Meta:
        dataclass = services.ExamPage


class KindQuery(CursorQuery):
    """What the list is narrowed to."""

    family = serializers.ChoiceField(choices=services.families(), required=False)
    level = serializers.ChoiceField(choices=services.levels(), required=False)


class CatalogueQuery(KindQuery):
    """What the list of all kinds is narrowed to."""

    kind = serializers.ChoiceField(choices=services.kinds(), required=False)


class CatalogueView(ApiView):
    """The published tests of all kinds, newest first."""

    serializer_class = TestCardSerializer
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="tests",
        parameters=[CatalogueQuery],
        responses=answers({200: page_of(TestCardSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """List them."""
        return self.page(_cards(request, **self.params(CatalogueQuery)), TestCardSerializer)


class KindView(ApiView):
    """The published tests of one kind, newest first."""

    serializer_class = TestCardSerializer
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="tests_of_kind",
        parameters=[KindQuery],
        responses=answers({200: page_of(TestCardSerializer)}),
    )
    def get(self, request: Request, kind: str) -> Response:
        """List them."""
        cards = _cards(request, kind=kind, **self.params(KindQuery))
        return self.page(cards, TestCardSerializer)


class TestView(ApiView):
    """One published test."""

    serializer_class = TestSerializer
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="test", responses=answers(TestSerializer))
    def get(self, request: Request, kind: str, slug: str) -> Response:
        """Show what it asks and costs, and the reader's own attempts at it."""
        return self.answer(services.exam_page(kind, slug, request.user.pk), TestSerializer)


def _cards(request: Request, **query: Any) -> Any:
    chosen = services.ExamFilter(
        **{name: query.pop(name) for name in ("kind", "family", "level") if name in query}
    )
    return services.catalogue(chosen, user_id=request.user.pk, **query)
