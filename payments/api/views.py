"""The payments API: one's tokens and orders; staff with permissions see and do more."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import (
    IDEMPOTENCY_KEY,
    ApiView,
    answers,
    idempotency_key,
    page_of,
    requires,
)
from config.errors import Forbidden
from payments import services
from payments.api.serializers import (
    BalanceSerializer,
    MarkPaidBody,
    MovementSerializer,
    OrderBody,
    OrderSerializer,
    OrdersQuery,
    PersonQuery,
)


class PaymentsView(ApiView):
    """For signed-in people."""

    def may(self, permission: str) -> bool:
        """Whether the caller is staff with that permission of payments."""
        named = requires(f"payments.{permission}")
        return bool(named().has_permission(self.request, self))

    def owner(self) -> int | None:
        """Whose orders the caller may see: None is everyone's."""
        return None if self.may("view_payment") else self.user_id


class TokensView(PaymentsView):
    """The caller's tokens."""

    serializer_class = BalanceSerializer

    @extend_schema(operation_id="tokens", responses=answers(BalanceSerializer))
    def get(self, request: Request) -> Response:
        """How many there are, and which expire when."""
        return self.answer(services.balance(self.user_id))


class TransactionsView(PaymentsView):
    """Movements of tokens, newest first."""

    serializer_class = MovementSerializer

    @extend_schema(
        operation_id="token_transactions",
        parameters=[PersonQuery],
        responses=answers({200: page_of(MovementSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """The caller's own; with `user` another's, for payments.view_tokentransaction."""
        query = self.params(PersonQuery)
        person = query.get("user", self.user_id)
        if person != self.user_id and not self.may("view_tokentransaction"):
            raise Forbidden
        return self.page(services.statement(person, query.get("cursor"), query["limit"]))


class OrdersView(PaymentsView):
    """Orders of tariffs."""

    serializer_class = OrderSerializer
    body_class = OrderBody

    @extend_schema(
        operation_id="orders",
        parameters=[OrdersQuery],
        responses=answers({200: page_of(OrderSerializer)}),
    )
    def get(self, request: Request) -> Response:
        """The caller's own, newest first; with payments.view_payment everyone's."""
        query = self.params(OrdersQuery)
        owner, wanted = self.owner(), query.get("user")
        if owner is not None and wanted not in (None, owner):
            raise Forbidden
        found = services.orders(
            wanted or owner,
            status=query.get("status", ""),
            cursor=query.get("cursor"),
            limit=query["limit"],
        )
        return self.page(found)

    @extend_schema(
        operation_id="order_start",
        parameters=[IDEMPOTENCY_KEY],
        request=OrderBody,
        responses=answers({200: OrderSerializer, 201: OrderSerializer}, 409),
    )
    def post(self, request: Request) -> Response:
        """Order a tariff at its price of now: 201.

        The same Idempotency-Key, or while an order of that tariff is open: 200 and that order.
        """
        body = self.body(OrderBody)
        started = services.start_order(
            self.user_id, body["tariff"], provider=body["provider"], key=idempotency_key(request)
        )
        return self.answer(started.order, status=201 if started.is_new else 200)


class OrderView(PaymentsView):
    """One order."""

    serializer_class = OrderSerializer

    @extend_schema(operation_id="order", responses=answers(OrderSerializer))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Show it."""
        return self.answer(services.order(public_id, user_id=self.owner()))


class CancelView(PaymentsView):
    """The end of an order that will not be paid."""

    serializer_class = OrderSerializer

    @extend_schema(
        operation_id="order_cancel", request=None, responses=answers(OrderSerializer, 409)
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Cancel one's own open order; again: the same answer."""
        return self.answer(services.cancel_order(public_id, user_id=self.user_id))


class MarkPaidView(PaymentsView):
    """Money that came by bank transfer."""

    serializer_class = OrderSerializer
    body_class = MarkPaidBody
    permission_classes = (requires("payments.mark_paid_payment"),)

    @extend_schema(
        operation_id="order_mark_paid",
        request=MarkPaidBody,
        responses=answers(OrderSerializer, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Mark an open or expired order paid; its tokens and tariff arrive at once, only once."""
        body = self.body(MarkPaidBody)
        order = services.mark_paid(
            public_id,
            reference=body["reference"],
            reason=body["reason"],
            actor_id=self.user_id,
        )
        return self.answer(order)
