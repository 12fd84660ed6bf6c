"""What programs send to allauth is read as strictly as what they send to our own API."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework.exceptions import APIException

from config.api import StrictJSONParser
from config.errors import ServiceError

PREFIX = "/_allauth/"
NOT_OFFERED = ("/account/phone", "/auth/phone/verify", "/auth/phone/verify/resend")
"""allauth has these addresses in any case, and no account here has a phone number."""


class HeadlessMiddleware:
    """Strict bodies in, and our refusals out in allauth's own shape.

    Refuses what allauth would stumble over: too deep, half a character, NUL, no JSON.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say in allauth's own shape what is wrong with the body.

        Raises Http404 for what allauth offers and we do not.
        """
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.path_info.endswith(NOT_OFFERED):
            raise Http404
        if request.body:
            try:
                StrictJSONParser().parse(BytesIO(request.body))
            except APIException as error:
                return _answer(error.status_code, error.default_code, str(error.detail))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal with its own status, and Retry-After where it ends by itself."""
        if not isinstance(error, ServiceError) or not request.path_info.startswith(PREFIX):
            return None
        details = error.details
        response = _answer(error.http_status, error.code, error.text(), **details)
        if "retry_after" in details:
            response["Retry-After"] = str(details["retry_after"])
        return response


def _answer(status: int, code: str, message: str, **details: object) -> JsonResponse:
    problem = {"code": code, "message": message, **details}
    return JsonResponse({"status": status, "errors": [problem]}, status=status)
