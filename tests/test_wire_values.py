"""Every public service function takes and returns only what could cross a wire."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import types
import typing
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from uuid import UUID

import pytest
from django.conf import settings
from django.utils.functional import Promise

from config.errors import ServiceError

SCALARS = {str, bytes, int, bool, float, Decimal, datetime, date, timedelta, UUID, type(None)}
CONTAINERS = {tuple, list, dict, set, frozenset}
SERVICES = [f"{app}.services" for app in settings.PRODUCT_APPS]


def _strange(annotation: object, seen: frozenset[object]) -> list[str]:
    """Names of types inside `annotation` that could not cross a wire."""
    if isinstance(annotation, typing.TypeVar | typing.ForwardRef) or annotation is Ellipsis:
        return []
    if annotation in SCALARS or annotation in seen:
        return []
    origin = typing.get_origin(annotation)
    inner = typing.get_args(annotation)
    if origin is typing.Literal:
        return []
    if origin in (typing.Union, types.UnionType, *CONTAINERS) or annotation in CONTAINERS:
        return [name for part in inner for name in _strange(part, seen)]
    abstract = getattr(origin, "__module__", "") == "collections.abc"
    if abstract and origin.__name__ in ("Iterable", "Sequence", "Collection", "Mapping"):
        return [name for part in inner for name in _strange(part, seen)]
    base = origin or annotation
    if isinstance(base, type) and issubclass(base, enum.Enum):
        return []
    if isinstance(base, type) and dataclasses.is_dataclass(base):
        if not base.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            return [f"{base.__name__} is not frozen"]
        hints = typing.get_type_hints(base)
        parts = [*inner, *hints.values()]
        return [name for part in parts for name in _strange(part, seen | {annotation})]
    return [str(annotation)]


def _public(module_name: str) -> list[tuple[str, object]]:
    module = import_module(module_name)
    return [(name, getattr(module, name)) for name in module.__all__]


@pytest.mark.parametrize("module_name", SERVICES)
def test_services_speak_in_wire_values(module_name):
    strange = []
    for name, thing in _public(module_name):
        if inspect.isfunction(thing):
            hints = typing.get_type_hints(thing)
            parameters = inspect.signature(thing).parameters
            assert set(parameters) <= set(hints), f"{name} is not typed"
            assert "return" in hints, f"{name} does not say what it returns"
            strange += [
                f"{name}: {part}" for hint in hints.values() for part in _strange(hint, frozenset())
            ]
        elif isinstance(thing, type) and issubclass(thing, ServiceError | enum.Enum):
            continue
        elif dataclasses.is_dataclass(thing):
            strange += [f"{name}: {part}" for part in _strange(thing, frozenset())]
    assert strange == []


@pytest.mark.parametrize("module_name", SERVICES)
def test_every_public_function_says_what_a_caller_gets(module_name):
    silent = [
        name
        for name, thing in _public(module_name)
        if inspect.isfunction(thing) and not inspect.getdoc(thing)
    ]
    assert silent == []


def test_no_value_has_the_name_of_a_model():
    from django.apps import apps

    models = {model.__name__ for model in apps.get_models()}
    clashes = [
        f"{module}.{name}"
        for module in SERVICES
        for name, thing in _public(module)
        if dataclasses.is_dataclass(thing) and name in models
    ]
    assert clashes == []


def test_every_refusal_has_a_code_of_its_own_and_a_lazy_message():
    codes: dict[str, str] = {}
    for app in settings.PRODUCT_APPS:
        for name, thing in vars(import_module(f"{app}.errors")).items():
            if isinstance(thing, type) and issubclass(thing, ServiceError):
                assert isinstance(thing.message, Promise), name
                if thing.__module__ == f"{app}.errors" and "code" in vars(thing):
                    earlier = codes.setdefault(thing.code, name)
                    assert earlier == name or thing.code == "not-found", f"{name} and {earlier}"
