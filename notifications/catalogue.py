"""Every message the product can send: its words, its values, its kind, its way.

Pure. The words are found in the reader's language when the message is shown, so one row serves
everybody. `plain` is what staff write themselves, in three languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.page import LOCALES

PLAIN = "plain"
Kind = Literal["text", "integer", "band"]
Value = str | int | dict[str, str]


class Category(TextChoices):
    """What a message is about, as the inbox shows it."""

    ACCOUNT = "account", _("Account")
    RESULT = "result", _("Result")
    PAYMENT = "payment", _("Payment")
    NEWS = "news", _("News")


@dataclass(frozen=True, slots=True)
class Template:
    """One message: lazy words with %(name)s of its declared values, and what the button says."""

    category: Category
    title: str | Promise
    body: str | Promise
    action: str | Promise = ""
    values: Mapping[str, Kind] = field(default_factory=dict)


TEMPLATES: Mapping[str, Template] = {
    "welcome": Template(
        Category.ACCOUNT,
        _("Welcome to Imtihon"),
        _("Your address is confirmed, and your first tokens are in your account. Choose a test."),
        _("Choose a test"),
    ),
    "result.ready": Template(
        Category.RESULT,
        _("Your result is ready"),
        _("%(title)s. Band: %(band)s. See why, question by question, and what to do next."),
        _("See the result"),
        {"title": "text", "band": "band"},
    ),
    "attempt.void": Template(
        Category.RESULT,
        _("Your attempt does not count"),
        _("%(title)s. Tokens given back: %(tokens)s. Reason: %(reason)s"),
        _("See your tokens"),
        {"title": "text", "tokens": "integer", "reason": "text"},
    ),
    "order.paid": Template(
        Category.PAYMENT,
        _("Your order is paid"),
        _("Tariff: %(tariff)s. Tokens added to your account: %(tokens)s."),
        _("See your tokens"),
        {"tariff": "text", "tokens": "integer"},
    ),
    PLAIN: Template(Category.NEWS, "", "", _("Open")),
}


def choices() -> list[tuple[str, str]]:
    """The codes of all templates, for the model's field (a new one needs no migration)."""
    return [(code, code) for code in TEMPLATES]


def faults(template: str, context: Mapping[str, object]) -> list[str]:
    """The names of the values that are missing, unknown or of a wrong kind."""
    declared = TEMPLATES[template].values
    return sorted(set(declared) ^ set(context)) + [
        name
        for name, kind in declared.items()
        if name in context and not _fits(kind, context[name])
    ]


def _fits(kind: Kind, value: object) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if isinstance(value, dict) and kind == "text":
        return set(value) <= set(LOCALES) and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str) and len(value) <= 300
