"""Every refusal of the users app."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import ServiceError
from config.formats import span


class Refused(ServiceError):
    """A refusal that may end by itself. details: retry_after (seconds), when it does."""

    def text(self) -> str:
        """The refusal in the active language, with the time to wait as 0:45 or 2:10:00."""
        seconds = self.details.get("retry_after")
        wait = span(max(seconds, 1)) if isinstance(seconds, int) else ""
        return str(self.message) % {**self.details, "wait": wait}


class WrongCode(Refused):
    """The code is not the one that was sent. details: left (tries)."""

    code, http_status = "code-wrong", 400
    message = _("This is not the code. Tries left: %(left)d.")


class CodeExpired(Refused):
    """The code is too old."""

    code, http_status = "code-expired", 400
    message = _("This code has expired. Ask for a new one.")


class CodeUsed(Refused):
    """The code did its work already."""

    code, http_status = "code-used", 400
    message = _("This code has been used. Ask for a new one.")


class CodeReplaced(Refused):
    """A newer code was sent, so this one is void."""

    code, http_status = "code-replaced", 400
    message = _("A newer code was sent. Use the newest one, or ask for another.")


class CodeBurnt(Refused):
    """All tries of this code are used up."""

    code, http_status = "code-burnt", 400
    message = _("Too many wrong tries: this code no longer works. Ask for a new one.")


class TooManyTries(Refused):
    """Too many wrong codes for one address in a day. details: retry_after (seconds)."""

    code, http_status = "code-too-many-tries", 429
    message = _("Too many wrong codes for this address. Try again in %(wait)s.")


class CodeAskedTooOften(Refused):
    """Codes are asked for faster than we send them. details: retry_after (seconds)."""

    code, http_status = "code-asked-too-often", 429
    message = _("A code was asked for too often. You can ask again in %(wait)s.")


class UnknownTopic(ServiceError):
    """There is no such audience. details: topic."""

    code, http_status = "unknown-topic", 400
    message = _("There is no audience “%(topic)s”.")
