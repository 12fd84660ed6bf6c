"""Who of the staff may see a page."""

from __future__ import annotations

from typing import Protocol, cast

from config.http import LearnerRequest


class Colleague(Protocol):
    """What permissions are asked of."""

    is_staff: bool

    def has_perm(self, perm: str) -> bool:
        """Whether the person has this permission."""


def is_allowed(request: LearnerRequest, permission: str) -> bool:
    """Whether the reader is one of the staff and has the permission."""
    person = cast(Colleague, request.user)
    return person.is_staff and person.has_perm(permission)
