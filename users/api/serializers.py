"""The shapes of the users API, made from the services' values."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework_dataclasses.serializers import DataclassSerializer

from config.api import CursorQuery
from users.services import Account, Profile, Target


class TargetSerializer(DataclassSerializer[Target]):
    """What a learner is preparing for."""

    band = serializers.DecimalField(
        max_digits=2, decimal_places=1, min_value=0, max_value=9, allow_null=True
    )

    class Meta:
        dataclass = Target


class ProfileSerializer(DataclassSerializer[Profile]):
    """One's own account."""

    target = TargetSerializer(allow_null=True)

    class Meta:
        dataclass = Profile


class TargetPatch(serializers.Serializer[Any]):
    """A new goal; a member that is left out is cleared."""

    exam = serializers.CharField(max_length=20, allow_blank=True, default="")
    band = serializers.DecimalField(
        max_digits=2, decimal_places=1, min_value=0, max_value=9, allow_null=True, default=None
    )
    date = serializers.DateField(allow_null=True, default=None)


class ProfilePatch(serializers.Serializer[Any]):
    """What may be changed of one's own account; members left out stay as they are."""

    name = serializers.CharField(max_length=80, allow_blank=True, required=False)
    locale = serializers.ChoiceField(choices=["uz", "ru", "en"], required=False)
    theme = serializers.ChoiceField(choices=["auto", "light", "dark", "contrast"], required=False)
    target = TargetPatch(required=False, allow_null=True)


class AccountSerializer(DataclassSerializer[Account]):
    """One person in the staff's list."""

    class Meta:
        dataclass = Account


class PeopleQuery(CursorQuery):
    """The query string of the list of people."""

    search = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=100,
        help_text="A part of a name or address, or #7 for a number.",
    )
