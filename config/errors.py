"""What a service may refuse. Pure: no request, no response, no language chosen yet."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Detail = str | int | bool | None | list[str] | Promise


class ServiceError(Exception):
    """A refusal that a person or a program can act on.

    Subclasses set `code` (stable, for programs), `http_status` and `message` (lazy; holds %(name)s
    of the details). The text is made when it is shown: a task has no reader's language.
    """

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 400
    message: ClassVar[str | Promise] = _("This can not be done.")

    def __init__(self, **details: Detail) -> None:
        super().__init__(self.code, details)
        self.details: dict[str, Detail] = details

    def text(self) -> str:
        """The refusal in the active language."""
        return str(self.message) % self.details


class NotFound(ServiceError):
    """There is no such object, or it is another person's: the two are never told apart."""

    code, http_status = "not-found", 404
    message = _("Not found.")


class InvalidInput(ServiceError):
    """A value can not be taken. details: field, reason (a sentence, may be lazy)."""

    code, http_status = "invalid", 400
    message = _("%(field)s: %(reason)s")


class BadCursor(ServiceError):
    """The cursor was not one of ours."""

    code, http_status = "bad-cursor", 400
    message = _("This page marker is not valid. Start from the first page.")


class Conflict(ServiceError):
    """The object is in a state, or another request holds a key, that forbids this."""

    code, http_status = "conflict", 409
    message = _("This does not fit the present state.")


class IdempotencyKeyReused(Conflict):
    """The Idempotency-Key names the answer to another request. An app says of which."""

    code = "idempotency-key-reused"
    message = _("This Idempotency-Key was already used for another request.")


class Forbidden(ServiceError):
    """The person lacks a permission. Only for acts, never to hide that an object exists."""

    code, http_status = "forbidden", 403
    message = _("You are not allowed to do this.")
