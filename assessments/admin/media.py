"""The media files in the admin: added here, used in parts and groups, never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments import services
from assessments.models import Media
from config.admin import AppendOnly, PeopleColumn
from config.errors import ServiceError


class UploadForm(forms.Form):
    """A picture or a recording."""

    file = forms.FileField(
        label=_("File"), help_text=_("PNG, JPEG or WebP up to 5 MB; WAV up to 30 MB.")
    )


@admin.register(Media)
class MediaAdmin(AppendOnly, PeopleColumn):
    """Pictures and recordings: added here, used in parts and groups, never changed."""

    person_field = "created_by"
    list_display = ["name", "mime", "size", "width", "height", "seconds", "added_by", "created_at"]
    list_filter = ["mime"]
    search_fields = ["name", "sha256"]
    ordering = ["-id"]
    readonly_fields = (
        "picture",
        "name",
        "mime",
        "size",
        "width",
        "height",
        "seconds",
        "added_by",
        "created_at",
        "sha256",
    )
    fields = readonly_fields

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

    @admin.display(description=_("size"), ordering="bytes")
    def size(self, media: Media) -> str:
        """In bytes, KB or MB."""
        return filesizeformat(media.bytes)

    @admin.display(description=_("added by"), ordering="created_by")
    def added_by(self, media: Media) -> str:
        """Who added it."""
        return self.named(media, "created_by")

    @admin.display(description=_("picture"))
    def picture(self, media: Media) -> SafeString | str:
        """The picture itself."""
        if not media.mime.startswith("image/"):
            return "–"
        address = reverse("assessments:media", args=[media.sha256])
        return format_html('<img src="{}" alt="{}" width="400">', address, media.name)
