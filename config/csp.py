"""The one exception from the strict content security policy: the browsable API and Swagger."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse


class ApiPolicyMiddleware:
    """Lets pages under /api/ use inline styles, which DRF's and Swagger's own templates need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and loosen style-src below /api/ only."""
        response = self.get_response(request)
        if request.path_info.startswith("/api/"):
            response._csp_replace = {"style-src": [SELF, UNSAFE_INLINE]}  # type: ignore[attr-defined]  # read by CSPMiddleware
        return response
