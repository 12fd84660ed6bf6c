"""The product's addresses, and one a refusal: `/told/429/` answers as a refusal of that status."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config import urls
from config.errors import ServiceError
from config.http import refusal_page
from config.styleguide import styleguide


def told(request: HttpRequest, status: int) -> HttpResponse:
    """What a page looks like that is refused with this status."""
    if status == 400:
        raise SuspiciousOperation
    if status == 403:
        raise PermissionDenied
    if status == 429:
        return render(request, "429.html", status=429)
    if status == 500:
        raise RuntimeError("told to break")
    return refusal_page(request, _Told())


class _Told(ServiceError):
    code, http_status = "told", 402
    message = "You need 3 tokens and have 1."


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    *i18n_patterns(
        path("told/<int:status>/", told),
        prefix_default_language=False,
    ),
    path("styleguide/", styleguide, name="styleguide"),
    *urls.urlpatterns,
]
