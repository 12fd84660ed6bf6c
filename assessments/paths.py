"""How a kind is written in an address: `reading`, never an unknown word."""

from __future__ import annotations

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
