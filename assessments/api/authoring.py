"""What authors do through the API: make a test, read and replace its draft, check, publish."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments import services
from assessments.api.catalogue import KindView as KindCatalogueView
from assessments.api.documents import DraftDocument, TextInput
from assessments.api.values import ValueSerializer
from config.api import ApiView, CursorQuery, EmptySerializer, answers, page_of, requires
from config.page import Json

ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description="Of the draft."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the draft that was read.",
)

ENOUGH_BYTES = 30 * 1024 * 1024 + 1
"""More than any file may have."""


class OfKind(BasePermission):
    """Staff with the permission that the view's method needs for the kind in the address."""

    acts: ClassVar[dict[str, str]] = {
        "GET": "view",
        "HEAD": "view",
        "OPTIONS": "view",
        "PUT": "change",
    }

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the person may do this act with tests of this kind."""
        acts = {**self.acts, **getattr(view, "acts", {})}
        act, kind = acts.get(request.method or "", ""), view.kwargs.get("kind", "")
        user = request.user
        return bool(
            user.is_authenticated
            and getattr(user, "is_staff", False)
            and act
            and user.has_perm(f"assessments.{act}_{kind}")
        )


class NewExamSerializer(serializers.Serializer[Any]):
    """What a new test begins with."""

    slug = serializers.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    title = TextInput(initial="")
    family = serializers.ChoiceField(
        choices=services.families(), default="custom", initial="custom"
    )
    level_from = serializers.ChoiceField(choices=services.levels(), default="B1", initial="B1")
    level_to = serializers.ChoiceField(choices=services.levels(), default="C1", initial="C1")
    tokens = serializers.IntegerField(default=1, initial=1, min_value=1, max_value=1_000)
    duration_s = serializers.IntegerField(
        required=False, initial=3_600, min_value=60, max_value=36_000
    )


class NoteSerializer(serializers.Serializer[Any]):
    """What is new in this version, for colleagues."""

    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class VersionSerializer(ValueSerializer[services.Version]):
    """A published version."""

    class Meta:
        dataclass = services.Version


class MediaFileSerializer(ValueSerializer[services.MediaFile]):
    """A picture or recording that drafts name by its sha256."""

    seconds = serializers.DecimalField(max_digits=9, decimal_places=3, allow_null=True)

    class Meta:
        dataclass = services.MediaFile


class UploadSerializer(serializers.Serializer[Any]):
    """A PNG, JPEG or WebP picture (5 MB) or a WAV recording (30 MB)."""

    file = serializers.FileField(allow_empty_file=True)


class FaultSerializer(serializers.Serializer[Any]):
    """One thing to mend, and where."""

    place = serializers.CharField()
    where = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()
    part = serializers.CharField()
    uid = serializers.CharField()


class CheckSerializer(serializers.Serializer[Any]):
    """Whether the draft could be published."""

    publishable = serializers.BooleanField()
    faults = FaultSerializer(many=True)


class KindView(KindCatalogueView):
    """The tests of a kind that are on offer; authors make new ones here."""

    acts: ClassVar[dict[str, str]] = {"POST": "add"}
    body_class = NewExamSerializer

    def get_permissions(self) -> list[Any]:
        """Everybody reads; authors of the kind write."""
        request = getattr(self, "request", None)
        if request and request.method == "POST":
            return [OfKind()]
        return [*super().get_permissions()]

    @extend_schema(
        operation_id="exam_create",
        parameters=[ETAG],
        request=NewExamSerializer,
        responses=answers({201: DraftDocument}, 409),
    )
    def post(self, request: Request, kind: str) -> Response:
        """Make an empty test of this kind; the answer is its draft."""
        new = services.NewExam(**self.body(NewExamSerializer))
        made = services.create_exam(kind, new, actor_id=self.user_id)
        return _with_etag(made, status=201)


class DraftView(ApiView):
    """The draft of a test, whole and with its keys."""

    permission_classes = (OfKind,)
    serializer_class = DraftDocument

    @extend_schema(operation_id="draft", parameters=[ETAG], responses=answers(DraftDocument))
    def get(self, request: Request, kind: str, slug: str) -> Response:
        """The draft, and in the header ETag what a PUT must send as If-Match."""
        return _with_etag(services.draft(kind, slug))

    @extend_schema(
        operation_id="draft_replace",
        parameters=[IF_MATCH, ETAG],
        request=DraftDocument,
        responses=answers(DraftDocument, 409, 412, 428),
    )
    def put(self, request: Request, kind: str, slug: str) -> Response:
        """Put another document in its place. Uids that are in it stay."""
        replaced = services.replace_draft(
            kind,
            slug,
            cast(Json, request.data),
            if_match=_etag(request.headers.get("If-Match", "")),
            actor_id=self.user_id,
        )
        return _with_etag(replaced)


class CheckView(ApiView):
    """What keeps a draft from being published."""

    permission_classes = (OfKind,)
    serializer_class = CheckSerializer

    @extend_schema(operation_id="draft_check", responses=answers(CheckSerializer))
    def get(self, request: Request, kind: str, slug: str) -> Response:
        """Every fault of the draft, each with its place."""
        faults = services.check(kind, slug)
        named = [
            {
                "place": fault.place,
                "where": fault.where,
                "code": fault.code,
                "detail": fault.text(),
                "part": fault.part,
                "uid": fault.uid,
            }
            for fault in faults
        ]
        return self.answer({"publishable": not faults, "faults": named})


class PublishView(ApiView):
    """Puts a test on offer."""

    acts: ClassVar[dict[str, str]] = {"POST": "publish"}
    permission_classes = (OfKind,)
    serializer_class = VersionSerializer
    body_class = NoteSerializer

    @extend_schema(
        operation_id="exam_publish",
        request=NoteSerializer,
        responses=answers(VersionSerializer, 409),
    )
    def post(self, request: Request, kind: str, slug: str) -> Response:
        """Freeze the draft as the next version; an unchanged draft answers with the current one."""
        note = self.body(NoteSerializer)["note"]
        return self.answer(services.publish(kind, slug, actor_id=self.user_id, note=note))


class ArchiveView(ApiView):
    """Takes a test off offer."""

    acts: ClassVar[dict[str, str]] = {"POST": "publish"}
    permission_classes = (OfKind,)
    serializer_class = EmptySerializer

    @extend_schema(operation_id="exam_archive", request=None, responses=answers({204: None}, 409))
    def post(self, request: Request, kind: str, slug: str) -> Response:
        """End the offer; attempts and results stay."""
        services.archive(kind, slug, actor_id=self.user_id)
        return Response(status=204)


class VersionsView(ApiView):
    """The published versions of a test."""

    permission_classes = (OfKind,)
    serializer_class = VersionSerializer

    @extend_schema(
        operation_id="exam_versions",
        parameters=[CursorQuery],
        responses=answers({200: page_of(VersionSerializer)}),
    )
    def get(self, request: Request, kind: str, slug: str) -> Response:
        """Newest first."""
        query = self.params(CursorQuery)
        found = services.exam_versions(kind, slug, cursor=query.get("cursor"), limit=query["limit"])
        return self.page(found)


class MediaView(ApiView):
    """Pictures and recordings of tests."""

    permission_classes = (requires("assessments.add_media"),)
    parser_classes = (MultiPartParser,)  # type: ignore[assignment]  # a file, not JSON
    serializer_class = MediaFileSerializer
    body_class = UploadSerializer

    @extend_schema(
        operation_id="media_add",
        request={"multipart/form-data": UploadSerializer},
        responses=answers({201: MediaFileSerializer}),
    )
    def post(self, request: Request) -> Response:
        """Keep a file; the same bytes again answer with the same file."""
        upload = self.body(UploadSerializer)["file"]
        content = upload.read(ENOUGH_BYTES)
        stored = services.add_media(content, upload.name, actor_id=self.user_id)
        return self.answer(stored, status=201)


def _etag(header: str) -> str:
    """The tag in an If-Match header, without its quotes."""
    return header.strip().removeprefix("W/").strip('"')[:40]


def _with_etag(found: services.Draft, status: int = 200) -> Response:
    return Response(found.document, status=status, headers={"ETag": f'"{found.etag}"'})
