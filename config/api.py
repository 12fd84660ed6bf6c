"""What every API view stands on: one strict JSON parser, one base view, cursors, permissions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import cache
from typing import Any, ClassVar, cast

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import permissions, serializers, status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from config.errors import InvalidInput
from config.page import Json, Page
from config.problems import CONTENT_TYPE, ProblemSerializer

MAX_DEPTH = 32
INT64 = 2**63


class TooLarge(APIException):
    """The body is larger than any call needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too large.")
    default_code = "too-large"


def _check(value: object, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_("The JSON is nested too deeply."))
    if isinstance(value, str):
        if "\x00" in value:
            raise ParseError(_("The text holds a NUL character."))
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise ParseError(_("The text holds half a character."))
    elif isinstance(value, int) and not isinstance(value, bool):
        if not -INT64 <= value < INT64:
            raise ParseError(_("A number is too large."))
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check(name, depth + 1)
            _check(item, depth + 1)


def _refuse_constant(name: str) -> None:
    raise ParseError(_("NaN and Infinity are not JSON."))


def _short_int(digits: str) -> int:
    if len(digits) > 20:
        raise ParseError(_("A number is too large."))
    return int(digits)


class StrictJSONParser(BaseParser):
    """JSON with limits: size, depth, whole numbers of 64 bits, no NUL, no lone surrogate."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(  # type: ignore[override]  # a body may be a list or a scalar: serializers refuse it
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Json:
        """The parsed body. Raises ParseError (400) or TooLarge (413)."""
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge
        try:
            value = json.loads(
                body.decode("utf-8"), parse_constant=_refuse_constant, parse_int=_short_int
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON.")) from error
        _check(value)
        return cast(Json, value)


class BrowsableRenderer(BrowsableAPIRenderer):
    """The browsable page, with the raw form only for bodies (no HTML form to drift from it)."""

    def show_form_for_method(self, view: Any, method: str, request: Request, obj: object) -> bool:
        """Show a form where the view has the method and the person may use it."""
        shown = super().show_form_for_method(view, method, request, obj)
        return bool(shown) and method in view.allowed_methods

    def get_default_renderer(self, view: Any) -> BaseRenderer:
        """Show the answer as JSON."""
        return JSONRenderer()


class ApiView(GenericAPIView[Any]):
    """One URL of the API. Subclasses name `serializer_class` and write get, post, put, patch.

    There is no queryset, no filter and no DRF paginator: services return values and pages.
    """

    queryset = None
    pagination_class = None
    filter_backends = ()
    parser_classes = (StrictJSONParser,)
    renderer_classes = (JSONRenderer, BrowsableRenderer)
    body_class: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with all times in UTC ("Z"), whatever the pages' time zone is."""
        with timezone.override(UTC):
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        """Learn who calls, and speak the account's language from here on, refusals included."""
        super().perform_authentication(request)
        if locale := getattr(request.user, "locale", ""):
            translation.activate(locale)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Also read JSON, wanted or not: malformed, it changes nothing where a call takes none."""
        super().initial(request, *args, **kwargs)
        if StrictJSONParser.media_type in (request.content_type or ""):
            request.data  # noqa: B018  reading it parses it

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        """A problem shown on the browsable page is a page, whatever its own content type."""
        response = super().finalize_response(*args, **kwargs)
        if isinstance(getattr(response, "accepted_renderer", None), BrowsableAPIRenderer):
            response.content_type = None
        return response

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """The body's serializer when one is written to (also in the browsable form)."""
        if self.body_class is not None and self.request and self.request.method not in ("GET",):
            return self.body_class
        if self.serializer_class is None:
            return EmptySerializer
        return self.serializer_class

    def get_object(self) -> None:
        """Nothing: services find the objects. DRF asks for one before OPTIONS describes a PUT."""

    def body(self, serializer: type[serializers.BaseSerializer[Any]] | None = None) -> Any:
        """The validated body (a dict, or the dataclass of a dataclass serializer).

        Raises ValidationError (400) naming each field.
        """
        chosen = serializer or self.get_serializer_class()
        filled = chosen(data=self.request.data, context=self.get_serializer_context())
        filled.is_valid(raise_exception=True)
        return filled.validated_data

    def params(self, serializer: type[serializers.BaseSerializer[Any]]) -> dict[str, Any]:
        """The validated query string. Raises ValidationError (400) naming each parameter."""
        filled = serializer(data=self.request.query_params)
        filled.is_valid(raise_exception=True)
        return cast(dict[str, Any], filled.validated_data)

    def answer(
        self,
        value: object,
        serializer: type[serializers.BaseSerializer[Any]] | None = None,
        status: int = 200,
    ) -> Response:
        """One value as a response."""
        chosen = serializer or self.serializer_class
        if chosen is None:
            return Response(value, status=status)
        if isinstance(self.request.accepted_renderer, JSONRenderer):
            return Response(_writer(chosen).to_representation(value), status=status)
        return Response(chosen(value).data, status=status)  # the browsable form wants both

    def page(
        self, page: Page[Any], serializer: type[serializers.BaseSerializer[Any]] | None = None
    ) -> Response:
        """A page of a list: `{"next": cursor | null, "results": […]}`."""
        chosen = serializer or self.serializer_class
        assert chosen is not None
        return Response({"next": page.next, "results": chosen(page.items, many=True).data})

    @property
    def user_id(self) -> int:
        """Whose call this is; only behind IsAuthenticated."""
        return cast(int, self.request.user.pk)


_writers: dict[type[serializers.BaseSerializer[Any]], serializers.BaseSerializer[Any]] = {}


def _writer(serializer: type[serializers.BaseSerializer[Any]]) -> serializers.BaseSerializer[Any]:
    """A serializer kept for writing: making its fields costs more than using them."""
    if serializer not in _writers:
        _writers[serializer] = serializer()
    return _writers[serializer]


class EmptySerializer(serializers.Serializer[Any]):
    """No body."""


class CursorQuery(serializers.Serializer[Any]):
    """The query string of a list: where to go on, and how many rows."""

    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.IntegerField(required=False, default=20, min_value=1, max_value=100)


@cache
def page_of(serializer: type[serializers.Serializer[Any]]) -> Any:
    """The schema of one page of a list, for `extend_schema(responses=…)`."""
    name = serializer.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"{name}Page",
        {
            "next": serializers.CharField(allow_null=True),
            "results": serializer(many=True),
        },
    )


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """The problem documents an operation may answer with, for `extend_schema(responses=…)`.

    400, 401, 403, 404, 405, 406, 413, 415 and 429 can come from any operation.
    """
    always = (400, 401, 403, 404, 405, 406, 413, 415, 429)
    return {
        (number, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description="Problem document")
        for number in sorted({*always, *statuses})
    }


def answers(
    responses: Mapping[int, Any] | type[serializers.BaseSerializer[Any]], *refusals: int
) -> dict[Any, Any]:
    """`responses` for `extend_schema`: the good answers by status, and every problem document."""
    good = responses if isinstance(responses, Mapping) else {200: responses}
    return {
        **{(number, "application/json"): value for number, value in good.items()},
        **problems(*refusals),
    }


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Makes a repeated request harmless: 1 to 100 letters, digits, or any of -_.:",
)
_KEY = re.compile(r"[A-Za-z0-9_.:\-]{1,100}")


def idempotency_key(request: Request) -> str:
    """The request's Idempotency-Key, "" without one. Raises InvalidInput."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not _KEY.fullmatch(key):
        raise InvalidInput(
            field="Idempotency-Key", reason=_("1 to 100 letters, digits, or any of -_.:")
        )
    return key


def requires(*names: str) -> type[permissions.BasePermission]:
    """A permission class: signed-in staff with every permission of `names` ("app.codename")."""

    class StaffWith(permissions.IsAuthenticated):
        def has_permission(self, request: Request, view: Any) -> bool:
            user = request.user
            return bool(
                super().has_permission(request, view)
                and getattr(user, "is_staff", False)
                and user.has_perms(names)
            )

    return StaffWith


class ByMethod:
    """Mixin: permissions by HTTP method, `method_permissions = {"POST": [requires(…)]}`."""

    method_permissions: ClassVar[Mapping[str, Sequence[type[permissions.BasePermission]]]] = {}

    def get_permissions(self) -> list[Any]:
        """The method's own permissions, else the view's."""
        request = getattr(self, "request", None)
        chosen = self.method_permissions.get(request.method if request else "")
        if chosen is None:
            return super().get_permissions()  # type: ignore[misc, no-any-return]  # a mixin over APIView
        return [permission() for permission in chosen]
