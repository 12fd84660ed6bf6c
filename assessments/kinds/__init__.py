"""The seven kinds of test, found by folder. Importing this package imports no models."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from django.utils.functional import Promise

from assessments.kinds.contract import Kind

_FOUND: list[Kind] = [
    import_module(f"{__name__}.{name}").KIND
    for _finder, name, is_package in pkgutil.iter_modules(__path__)
    if is_package
]
KINDS: dict[str, Kind] = {kind.slug: kind for kind in sorted(_FOUND, key=lambda kind: kind.order)}


def choices() -> list[tuple[str, Promise]]:
    """(slug, label) of every kind, for form and model fields."""
    return [(kind.slug, kind.label) for kind in KINDS.values()]
