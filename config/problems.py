"""RFC 9457 problem documents: the one mapping from refusals to API answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from config.errors import InvalidInput, NotFound, ServiceError
from config.page import Json

CONTENT_TYPE = "application/problem+json"


class FieldProblemSerializer(serializers.Serializer[object]):
    """One field that was refused, and why."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """An RFC 9457 problem document. More members may follow, as the code says."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]  # a member's name, as RFC 9457 has it


def problem(code: str, status: int, detail: str, **more: Json) -> dict[str, Json]:
    """A problem document as a dict."""
    return {
        "type": f"urn:imtihon:problem:{code}",
        "title": detail.split("\n", 1)[0],
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }


def _plain(value: object) -> Json:
    if isinstance(value, Promise):
        return str(value)
    return value  # type: ignore[return-value]  # details hold scalars and lists of them


def _field_problems(detail: object, field: str = "") -> Iterator[dict[str, Json]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _field_problems(inner, f"{field}.{own}".strip(".") if own else field)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, Mapping)
            if nested and not inner:
                continue
            yield from _field_problems(inner, f"{field}.{position}".strip(".") if nested else field)
    else:
        code = str(getattr(detail, "code", "invalid"))
        yield {"field": field, "code": code, "detail": str(detail)}


def _of_service(error: ServiceError) -> Response:
    more = {name: _plain(value) for name, value in error.details.items()}
    if isinstance(error, InvalidInput):
        field, reason = str(error.details["field"]), str(error.details["reason"])
        more["errors"] = [{"field": field, "code": error.code, "detail": reason}]
    body = problem(error.code, error.http_status, error.text())
    response = Response({**more, **body}, status=error.http_status)
    retry_after = error.details.get("retry_after")
    if isinstance(retry_after, int):
        response["Retry-After"] = str(retry_after)
    return response


def _of_api(error: exceptions.APIException) -> Response:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    more: dict[str, Json] = {}
    wait: float | None = getattr(error, "wait", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
        more["retry_after"] = int(wait) + 1
    if isinstance(error, exceptions.ValidationError):
        more["errors"] = list(_field_problems(error.detail))
        body = problem("invalid", error.status_code, _("Some values can not be taken."), **more)
        return Response(body, status=error.status_code, headers=headers)
    code = str(getattr(error.detail, "code", error.default_code)).replace("_", "-")
    # Packages refuse a token in English words of their own.
    own = not isinstance(error, exceptions.AuthenticationFailed)
    detail = str(error.detail if own else error.default_detail)
    body = problem(code, error.status_code, detail, **more)
    return Response(body, status=error.status_code, headers=headers)


def handle(error: Exception, context: Mapping[str, object]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. None lets Django answer 500 for what is our own fault."""
    if isinstance(error, Http404):
        error = NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, ServiceError):
        response = _of_service(error)
    elif isinstance(error, exceptions.APIException):
        response = _of_api(error)
    else:
        return None
    response.content_type = CONTENT_TYPE
    return response
