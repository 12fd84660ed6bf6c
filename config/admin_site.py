"""The admin's site: apps and tables in the order of the work, scripts in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.i18n import JavaScriptCatalog

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
MOST_DIGITS = 18
FIRST = ("assessments", "payments", "tariffs", "notifications", "users")


class Site(AdminSite):
    """Django's admin, in the order in which apps name their tables."""

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Our apps first, each with its tables in the order of their registration."""
        place = {model: number for number, model in enumerate(self._registry)}
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda row: place[row["model"]])
        return sorted(apps, key=lambda app: _place(app["app_label"]))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A view of the admin; it refuses a query with what no database can hold."""
        inner = super().admin_view(view, cacheable)

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            for name, values in request.GET.lists():
                if any(_is_impossible(name, value) for value in values):
                    raise BadRequest(f"no value for {name!r}")
            return inner(request, *args, **kwargs)

        return cast(View, asked)

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The words of the admin's scripts, completed by ours."""
        packages = ["django.contrib.admin", "config"]
        view = cast("Callable[..., HttpResponse]", JavaScriptCatalog.as_view(packages=packages))
        return view(request)


def _is_impossible(name: str, value: str) -> bool:
    """NUL fails in PostgreSQL, a whole number beyond 64 bits in SQLite; a search is only text."""
    return "\x00" in value or (name != "q" and value.isdecimal() and len(value) > MOST_DIGITS)


def _place(label: str) -> int:
    return FIRST.index(label) if label in FIRST else len(FIRST)
