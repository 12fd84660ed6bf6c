"""The shapes of the payments API, made from the services' values."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer

from config.api import CursorQuery
from payments.services import Balance, Movement, Order, Status

MOST = 2**63 - 1


class BalanceSerializer(DataclassSerializer[Balance]):
    """Tokens that can be spent now, that are set aside, and that are lost unless spent in time."""

    class Meta:
        dataclass = Balance


class MovementSerializer(DataclassSerializer[Movement]):
    """One change of the balance; `tokens` is negative when tokens were taken."""

    class Meta:
        dataclass = Movement


class OrderSerializer(DataclassSerializer[Order]):
    """An order with what was frozen in it; amounts in tiyin."""

    class Meta:
        dataclass = Order


class PersonQuery(CursorQuery):
    """A list, for staff of one person."""

    user = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST, help_text="Staff: whose. Default: one's own."
    )


class OrdersQuery(CursorQuery):
    """The orders of one person, or in one state."""

    user = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST, help_text="Staff: whose. Default: everyone's."
    )
    status = serializers.ChoiceField(choices=Status.values, required=False)


class OrderBody(serializers.Serializer[Any]):
    """What is ordered, and how it will be paid."""

    tariff = serializers.SlugField(max_length=80, help_text="The slug of a tariff.")
    provider = serializers.CharField(max_length=16, default="manual")


class MarkPaidBody(serializers.Serializer[Any]):
    """How staff know that the money came."""

    reference = serializers.CharField(max_length=64, help_text="The bank's reference; used once.")
    reason = serializers.CharField(max_length=300)
