"""Error pages for people, problem documents for programs that meet an error outside DRF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.problems import CONTENT_TYPE, problem


def _answer(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    if request.path_info.startswith(("/api/", "/_allauth/")):
        body = problem(code, status, detail)
        return JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    return render(request, f"{status}.html", {"detail": detail}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _answer(request, 400, "bad-request", _("The request could not be understood."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _answer(request, 403, "forbidden", _("You are not allowed to do this."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: the page is old, or cookies are off."""
    detail = _("This form is out of date. Go back, reload the page and send it again.")
    return _answer(request, 403, "csrf", detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _answer(request, 404, "not-found", _("Not found."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs no database, no session and no context processor."""
    if request.path_info.startswith(("/api/", "/_allauth/")):
        body = problem("server-error", 500, _("Something broke on our side."))
        return JsonResponse(body, status=500, content_type=CONTENT_TYPE)
    return HttpResponse(render_to_string("500.html"), status=500)
