"""The inbox and staff's messages for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseNotModified
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import (
    IDEMPOTENCY_KEY,
    ApiView,
    ByMethod,
    CursorQuery,
    answers,
    idempotency_key,
    page_of,
    requires,
)
from notifications import services
from notifications.api.serializers import (
    CountSerializer,
    InboxSerializer,
    MessageCardSerializer,
    NewMessageSerializer,
    UpToSerializer,
)

POLL_S = 60
IF_NONE_MATCH = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304])
POLL = OpenApiParameter(
    "X-Poll-Interval",
    int,
    OpenApiParameter.HEADER,
    response=[200, 304],
    description="Seconds to wait before asking again",
)
NOTHING = OpenApiResponse(description="Done; no body")


class InboxView(ApiView):
    """The reader's messages, unread first, then newest first. Listing marks nothing."""

    serializer_class = InboxSerializer

    @extend_schema(
        operation_id="inbox", parameters=[CursorQuery], responses=answers(InboxSerializer)
    )
    def get(self, request: Request) -> Response:
        """A page of at most 50."""
        return self.answer(services.inbox(self.user_id, **self.params(CursorQuery)))


class CountView(ApiView):
    """How many messages are unread. Ask with If-None-Match, every X-Poll-Interval seconds."""

    serializer_class = CountSerializer

    @extend_schema(
        operation_id="inbox_count",
        parameters=[IF_NONE_MATCH, ETAG, POLL],
        responses={
            **answers(CountSerializer),
            304: OpenApiResponse(description="Nothing changed"),
        },
    )
    def get(self, request: Request) -> Response | HttpResponseNotModified:
        """The number, or 304."""
        counts = services.counts(self.user_id)
        same = counts.etag in parse_etags(request.headers.get("If-None-Match", ""))
        response = HttpResponseNotModified() if same else self.answer(counts)
        response["ETag"] = counts.etag
        response["X-Poll-Interval"] = str(POLL_S)
        response["Cache-Control"] = "private, no-cache"
        return response


class ReadView(ApiView):
    """Opening one message."""

    @extend_schema(
        operation_id="inbox_read_one", request=None, responses={**answers({}), 204: NOTHING}
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Mark it read. Safe to repeat; another's message is not found."""
        services.mark_read(self.user_id, public_id)
        return Response(status=204)


class ReadUpToView(ApiView):
    """Marking read what a page of the inbox knew of."""

    body_class = UpToSerializer

    @extend_schema(
        operation_id="inbox_read_up_to",
        request=UpToSerializer,
        responses={**answers({}), 204: NOTHING},
    )
    def put(self, request: Request) -> Response:
        """Later messages stay unread. Safe to repeat; an older mark changes nothing."""
        services.mark_read_up_to(self.user_id, self.body()["up_to"])
        return Response(status=204)


class MessagesView(ByMethod, ApiView):
    """Messages that staff and the product sent, with reached and read counts."""

    serializer_class = MessageCardSerializer
    body_class = NewMessageSerializer
    permission_classes = (requires("notifications.view_message"),)
    method_permissions = {"POST": [requires("notifications.add_message")]}

    @extend_schema(
        operation_id="messages",
        parameters=[CursorQuery],
        responses=answers({200: page_of(MessageCardSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        return self.page(services.messages(**self.params(CursorQuery)))

    @extend_schema(
        operation_id="messages_send",
        parameters=[IDEMPOTENCY_KEY],
        request=NewMessageSerializer,
        responses=answers({201: MessageCardSerializer, 200: MessageCardSerializer}, 409),
    )
    def post(self, request: Request) -> Response:
        """Send to one person (site and mail) or to everyone (site). A repeated key: 200."""
        body = self.body()
        key = idempotency_key(request) or body.get("key", "")
        sent = services.write(self.user_id, body["to"], body["title"], body["body"], key=key)
        return self.answer(sent.message, MessageCardSerializer, 201 if sent.created else 200)
