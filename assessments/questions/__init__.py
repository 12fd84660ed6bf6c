"""The question types, a folder each; a new folder with a `TYPE` is all that a new type needs."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from django.utils.functional import Promise

from assessments.questions.contract import FormData, Group, Question, QuestionType, field_name
from config.page import Json


def _found() -> dict[str, QuestionType]:
    folders = sorted(found.name for found in iter_modules(__path__) if found.ispkg)
    return {name: import_module(f"{__name__}.{name}").TYPE for name in folders}


TYPES: dict[str, QuestionType] = _found()


def question_type(slug: str) -> QuestionType:
    """The rules of a type. Raises KeyError for a slug without a folder."""
    return TYPES[slug]


def choices() -> list[tuple[str, str | Promise]]:
    """Slug and name of every type, for a model's field."""
    return [(slug, found.label) for slug, found in TYPES.items()]


def kinds_of(kind: str) -> list[QuestionType]:
    """The types that tests of a kind, such as "reading", may use."""
    return [found for found in TYPES.values() if kind in found.kinds]


def read_form(group: Group, question: Question, data: FormData) -> Json:
    """A question's field of a posted plain form, to be given to the type's `read`.

    Without the field it is "": a browser sends nothing for boxes that are not ticked.
    """
    values = data.getlist(field_name(question))
    if question_type(group.type).several:
        return list(values)
    return values[-1] if values else ""
