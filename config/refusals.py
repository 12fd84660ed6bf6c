"""Turns refusals that page views did not catch into pages (the API has its own handler)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from config.errors import NotFound, ServiceError
from config.http import back, problem_message, refusal_page


class RefusalMiddleware:
    """A refused form goes back to its page with a message; a refused page says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in or out: the work is in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Map a ServiceError; leave everything else to Django."""
        if not isinstance(error, ServiceError):
            return None
        if isinstance(error, NotFound):
            raise Http404 from error
        if request.method == "POST" and not request.headers.get("HX-Request"):
            problem_message(request, error)
            return back(request, "assessments:landing")
        return refusal_page(request, error)
