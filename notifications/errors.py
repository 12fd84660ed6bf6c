"""What notifications may refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, InvalidInput, NotFound, ServiceError


class MessageNotFound(NotFound):
    """No such message, or it is not for this reader."""

    code = "message-not-found"
    message = _("There is no such message.")


class KeyReused(Conflict):
    """The key was used for another message. Nothing was sent."""

    code = "message-key-reused"
    message = _("This key was already used for another message.")


class UnknownTemplate(InvalidInput):
    """There is no message template of that code."""

    code = "unknown-template"


class BadContext(InvalidInput):
    """A template's value is missing, unknown or of the wrong kind."""

    code = "bad-context"


class TooManyPeople(ServiceError):
    """A list of people this long is a topic. details: most."""

    code, http_status = "too-many-people", 400
    message = _("A message can name at most %(most)d people.")


class UnknownRecipient(InvalidInput):
    """Nobody has this number or address."""

    code = "unknown-recipient"
