"""Every address of the product, found in the URL configuration, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

Values = Mapping[str, Sequence[Mapping[str, object]]]
"""By namespace: the sets of values that its addresses are filled with."""


@dataclass(frozen=True, slots=True)
class Address:
    """One named pattern: its namespace ("" for none), its name and the names of its parameters."""

    namespace: str
    name: str
    parameters: frozenset[str]
    route: str

    @property
    def full_name(self) -> str:
        """As `reverse` takes it."""
        return f"{self.namespace}:{self.name}" if self.namespace else self.name

    @property
    def is_api(self) -> bool:
        """Whether it is one of the product's own API."""
        return self.route.startswith("api/")


def addresses() -> list[Address]:
    """All that have a name, in the order of the URL configuration."""
    return list(_walk(get_resolver().url_patterns, "", "", frozenset()))


def _walk(
    patterns: Sequence[URLPattern | URLResolver],
    namespace: str,
    route: str,
    parameters: frozenset[str],
) -> Iterator[Address]:
    for pattern in patterns:
        own = parameters | set(pattern.pattern.regex.groupindex)
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield Address(namespace, pattern.name, own, path)
        else:
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from _walk(pattern.url_patterns, inner, path, own)


def pages() -> list[Address]:
    """The pages for learners and visitors: what has a language of its own."""
    left_out = ("admin", "api", "_allauth", "healthz", "readyz", "language", "theme")
    return [one for one in addresses() if not one.route.startswith(left_out)]


def paths(address: Address, values: Values, locale: str = "en") -> list[str]:
    """The address filled with each set of values that fits it, each once."""
    found: dict[str, None] = {}
    with translation.override(locale):
        for given in values.get(address.namespace, ()) if address.parameters else ({},):
            if address.parameters <= set(given):
                kwargs = {name: given[name] for name in address.parameters}
                found[reverse(address.full_name, kwargs=kwargs)] = None
    return list(found)
