"""What was done, to be read: attempts, marks, analyses, versions; and the media files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments import models, services
from assessments.kinds import KINDS
from assessments.models import Analyse, Attempt, AttemptEvent, ExamVersion, Mark, Media
from config.admin import AppendOnly, PeopleColumn
from config.errors import ServiceError

MOST_AT_ONCE = 200


class EventInline(admin.TabularInline):
    """What happened to an attempt."""

    model = AttemptEvent
    fields = ["at", "type", "actor_id", "data"]
    readonly_fields = ["at", "type", "actor_id", "data"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the attempt."""
        return request.user.has_perm("assessments.view_attempt")


class ReasonForm(ActionForm):
    """Why the chosen act is done."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


@admin.register(Attempt)
class AttemptAdmin(AppendOnly, PeopleColumn):
    """The attempts of all kinds. Acts on the chosen ones call the services, with a reason."""

    action_form = ReasonForm
    actions = ["release", "rejudge", "void"]
    list_display = ["created_at", "person", "exam", "version", "state", "raw", "max_raw", "band"]
    list_filter = ["kind", "state", "mode"]
    list_select_related = ["exam", "version"]
    search_fields = ["uid", "exam__slug"]
    inlines = [EventInline]

    @admin.action(description=_("Show the results of the chosen attempts"), permissions=["release"])
    def release(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        """Release marked results; needs a reason."""
        self._act(request, chosen, services.release)

    @admin.action(description=_("Mark the chosen attempts again"), permissions=["rejudge"])
    def rejudge(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        """Mark by the rules of today; needs a reason."""
        self._act(request, chosen, services.rejudge)

    @admin.action(
        description=_("Declare the chosen attempts void and give their tokens back"),
        permissions=["void"],
    )
    def void(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        """Take them out of everything that counts; needs a reason."""
        self._act(request, chosen, services.void)

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Markers."""
        return bool(request.user.has_perm("assessments.release_attempt"))

    def has_rejudge_permission(self, request: HttpRequest) -> bool:
        """Markers."""
        return bool(request.user.has_perm("assessments.rejudge_attempt"))

    def has_void_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return bool(request.user.has_perm("assessments.void_attempt"))

    def _act(
        self, request: HttpRequest, chosen: QuerySet[Attempt], act: Callable[..., object]
    ) -> None:
        """Do it to each; a refusal is told with its attempt and stops none of the others."""
        reason, done = request.POST.get("reason", "")[:300].replace("\x00", ""), 0
        uids = list(chosen.order_by("pk").values_list("uid", flat=True)[: MOST_AT_ONCE + 1])
        if len(uids) > MOST_AT_ONCE:
            text = gettext("Choose fewer attempts. Allowed at once: %(most)d")
            self.message_user(request, text % {"most": MOST_AT_ONCE}, messages.ERROR)
            return
        for uid in uids:
            try:
                act(uid, actor_id=request.user.pk, reason=reason)
            except services.ReasonMissing as error:
                self.message_user(request, error.text(), messages.ERROR)
                return
            except ServiceError as error:
                self.message_user(request, f"#{uid}: {error.text()}", messages.WARNING)
            else:
                done += 1
        text = ngettext("Done for %(count)d attempt.", "Done for %(count)d attempts.", done)
        self.message_user(request, text % {"count": done})


@admin.register(Mark)
class MarkAdmin(AppendOnly):
    """Every judgement of every answer."""

    list_display = ["created_at", "attempt", "question", "source", "value", "max", "reason_code"]
    list_filter = ["source", "reason_code"]
    list_select_related = ["attempt"]
    search_fields = ["attempt__uid", "question"]
    show_full_result_count = False


@admin.register(ExamVersion)
class ExamVersionAdmin(AppendOnly):
    """What learners take, frozen."""

    list_display = ["exam", "number", "questions", "max_raw", "published_at", "note", "sha256"]
    list_filter = ["kind"]
    list_select_related = ["exam"]
    search_fields = ["exam__slug", "sha256"]


class AnalyseAdmin(AppendOnly, PeopleColumn):
    """The analyses of one kind."""

    list_display = ["created_at", "person", "attempt", "revision", "raw", "max_raw", "band"]
    list_select_related = ["attempt"]
    search_fields = ["attempt__uid"]


class UploadForm(forms.Form):
    """A picture or a recording."""

    file = forms.FileField(
        label=_("File"), help_text=_("PNG, JPEG or WebP up to 5 MB; WAV up to 30 MB.")
    )


@admin.register(Media)
class MediaAdmin(AppendOnly):
    """Pictures and recordings: added here, used in parts and groups, never changed."""

    list_display = ["name", "mime", "bytes", "width", "height", "seconds", "created_at"]
    list_filter = ["mime"]
    search_fields = ["name", "sha256"]
    readonly_fields = ["picture"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Authors."""
        return bool(request.user.has_perm("assessments.add_media"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Take a file; the service decides what it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                stored = services.add_media(upload.read(), upload.name, actor_id=request.user.pk)
            except ServiceError as error:
                form.add_error("file", error.text())
            else:
                messages.success(request, gettext("The file is kept: %s") % stored.name)
                return HttpResponseRedirect(reverse("admin:assessments_media_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Add a media file"),
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/assessments/media_add.html", context)

    @admin.display(description=_("picture"))
    def picture(self, media: Media) -> SafeString | str:
        """The picture itself."""
        if not media.mime.startswith("image/"):
            return "–"
        address = reverse("assessments:media", args=[media.sha256])
        return format_html('<img src="{}" alt="{}" width="400">', address, media.name)


for _slug in KINDS:
    _model: type[Analyse] = getattr(models, f"{_slug.title()}Analyse")
    admin.site.register(_model, type(f"{_slug.title()}AnalyseAdmin", (AnalyseAdmin,), {}))
