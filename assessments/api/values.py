"""Serializers made from the services' values: times in UTC, bands with one decimal."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer

from config.page import LOCALES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    T = TypeVar("T", bound=DataclassInstance)
else:
    T = TypeVar("T")


class UtcDateTimeField(serializers.DateTimeField):
    """A moment as `2026-11-24T09:03:22.120000Z`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default_timezone": UTC, **options})


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "object"}]})
class TextField(serializers.Field[Any, Any, Any, Any]):
    """One text, or the same in each language: `{"uz", "ru", "en"}`."""

    def to_representation(self, value: Any) -> Any:
        """As it is stored."""
        if isinstance(value, dict):
            return {locale: value.get(locale, "") for locale in LOCALES}
        return value


class BandField(serializers.DecimalField):
    """A band or mark with one decimal, as a string."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 4, "decimal_places": 1, **options})


class ValueSerializer(DataclassSerializer[T]):
    """A value of the services as JSON, its members in their order."""

    serializer_field_mapping = {
        **DataclassSerializer.serializer_field_mapping,
        datetime: UtcDateTimeField,
        Decimal: serializers.DecimalField,
    }


@extend_schema_field({"type": "number"})
class MarksField(serializers.Field[Any, Any, Any, Any]):
    """A number of marks, whole if it is whole."""

    def to_representation(self, value: Decimal) -> int | float:
        """2, or 1.5."""
        return int(value) if value == value.to_integral_value() else float(value)
