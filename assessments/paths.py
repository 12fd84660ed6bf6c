"""How a kind is written in an address: `reading`, never an unknown word."""

from __future__ import annotations

from django.urls import converters

from assessments.kinds import KINDS


class KindConverter:
    """A path converter for the seven kinds; any other word does not match the address."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        """The kind's slug."""
        return value

    def to_url(self, value: str) -> str:
        """The kind's slug."""
        return value


def register() -> None:
    """Let addresses say `<kind:kind>`; repeating it changes nothing."""
    if "kind" not in converters.get_converters():
        converters.register_converter(KindConverter, "kind")
