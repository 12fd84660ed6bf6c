"""Reading what a learner sent: the shapes of answers, and the refusals of other shapes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import ServiceError
from config.page import Json

LONGEST_TEXT = 500


class BadValue(ServiceError):
    """The value can not be an answer to its question; nothing was stored."""

    code, http_status = "bad-value", 400
    message = _("This can not be an answer to the question.")


class WrongShape(BadValue):
    """Another JSON type than the question takes, or a sign that no text may hold."""

    code, http_status = "wrong-shape", 400
    message = _("The answer has the wrong form for this question.")


class UnknownOption(BadValue):
    """The question has no such option."""

    code, http_status = "unknown-option", 400
    message = _("The question has no such option.")


class ValueTooLong(BadValue):
    """The text is longer than any answer may be. details: most (characters)."""

    code, http_status = "value-too-long", 400
    message = _("The answer is too long. Characters allowed: %(most)d.")


class TooManyOptions(BadValue):
    """More options were chosen than the question asks for. details: most."""

    code, http_status = "too-many-options", 400
    message = _("Too many options are chosen. Options allowed: %(most)d.")


def read_text(value: Json) -> str:
    """A short typed answer: blanks at the ends gone, line breaks made blanks, else as typed."""
    if not isinstance(value, str):
        raise WrongShape
    if len(value) > LONGEST_TEXT:
        raise ValueTooLong(most=LONGEST_TEXT)
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise WrongShape
    return " ".join(value.split())


def read_option(value: Json, keys: tuple[str, ...]) -> str:
    """One of the options' keys."""
    if not isinstance(value, str):
        raise WrongShape
    if value not in keys:
        raise UnknownOption
    return value


def read_options(value: Json, keys: tuple[str, ...], most: int) -> list[str]:
    """Some of the options' keys, each once, in the options' order; at most `most`."""
    if not isinstance(value, list) or len(value) > 100:
        raise WrongShape
    chosen = {read_option(item, keys) for item in value}
    if len(chosen) > most:
        raise TooManyOptions(most=most)
    return [key for key in keys if key in chosen]
