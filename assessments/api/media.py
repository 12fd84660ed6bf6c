"""Pictures and recordings of an attempt's paper, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from assessments import services
from config.api import ApiView, EmptySerializer, problems
from config.http import private_file

SORTS = ("image/png", "image/jpeg", "image/webp", "audio/wav")


class AttemptMediaView(ApiView):
    """A file that the document of the reader's own attempt names by its sha256."""

    serializer_class = EmptySerializer

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whatever is accepted: the file has the media type it has."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="attempt_media",
        responses={**{(200, sort): OpenApiTypes.BINARY for sort in SORTS}, **problems()},
    )
    def get(self, request: Request, uid: UUID, sha256: str) -> HttpResponse:
        """The file, while the attempt runs or once its result is released."""
        found = services.media_of_attempt(self.user_id, uid, sha256)
        return private_file(found.content, found.mime)
