"""The first page of the browsable API: where everything is."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, get_resolver
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.api import ApiView, answers


class ApiRootSerializer(serializers.Serializer[object]):
    """Every address without parameters, by app."""

    schema = serializers.URLField()
    docs = serializers.URLField()
    apps = serializers.DictField(child=serializers.DictField(child=serializers.URLField()))


class ApiRootView(ApiView):
    """Imtihon's API. Sign in at `/_allauth/app/v1/`, then send `X-Session-Token` or a JWT."""

    permission_classes = (AllowAny,)
    serializer_class = ApiRootSerializer

    def get_view_name(self) -> str:
        """The page's heading."""
        return str(_("Imtihon API"))

    @extend_schema(operation_id="api_root", responses=answers(ApiRootSerializer))
    def get(self, request: Request) -> Response:
        """All addresses that need no parameter."""
        return Response(
            {
                "schema": reverse("api-schema", request=request),
                "docs": reverse("api-docs", request=request),
                "apps": {app: _addresses(app, request) for app in settings.PRODUCT_APPS},
            }
        )


def _addresses(app: str, request: Request) -> dict[str, str]:
    namespaces = get_resolver().namespace_dict
    found = namespaces.get(f"{app}_api")
    if found is None:
        return {}
    addresses = {}
    for pattern in found[1].url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name:
            try:
                addresses[pattern.name] = reverse(f"{app}_api:{pattern.name}", request=request)
            except NoReverseMatch:
                continue
    return addresses
