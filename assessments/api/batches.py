"""Bodies that hold a list of which each item is judged on its own, by the service."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from config.api import TooLarge
from config.page import Json

LARGEST = 524_288
"""Bytes: a hundred items with the longest texts, however they are escaped, need less."""


def batch(request: Request, name: str, body: type[Serializer[Any]]) -> list[Json]:
    """The list `name` of a body. Raises TooLarge, and ValidationError where there is no list."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise TooLarge
    data: Any = request.data
    found = data.get(name) if isinstance(data, dict) else None
    if not isinstance(found, list):
        body(data=data).is_valid(raise_exception=True)
        raise ValidationError
    return found
