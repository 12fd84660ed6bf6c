"""The tests in the admin: each kind has its own entry, permissions, and pages to publish."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments import models
from assessments.admin.authoring import AuthoringPages
from assessments.admin.content import InsideInline, PartAdmin, note_change
from assessments.admin.forms import ExamForm, PartLineForm
from assessments.kinds import KINDS
from assessments.models import Attempt, Exam, Part
from config.admin import ModelAdmin
from config.page import localised


class ExamAdmin(AuthoringPages, ModelAdmin):
    """A test: what it is called, asks and costs; its parts lead to their own pages."""

    form = ExamForm
    change_form_template = "admin/assessments/exam_change.html"
    list_display = ["name", "slug", "status", "version", "tokens", "used"]
    list_filter = ["status", "family"]
    search_fields = ["slug", "title"]
    list_select_related = ("current_version",)
    readonly_fields = ["status", "version", "used"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "family", ("level_from", "level_to")]}),
        (_("Price and clock"), {"fields": ["tokens", "duration_s", "instructions"]}),
        (_("Result"), {"fields": ["release_policy", "release_at"]}),
        (_("Band table"), {"fields": ["scale_source", "scale_bands", "scale_cefr"]}),
        (_("On offer"), {"fields": ["status", "version", "used"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the number of attempts."""
        return super().get_queryset(request).annotate(attempted=Count("attempts"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address of a published test stays."""
        published = obj is not None and obj.current_version_id is not None
        return [*self.readonly_fields, *(["slug"] if published else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A test that was published is archived instead."""
        published = obj is not None and obj.current_version_id is not None
        return not published and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Also note who made it."""
        if not change:
            obj.created_by = request.user.pk
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, and note that the draft changed."""
        super().save_related(request, form, formsets, change)
        if change:
            note_change(form.instance.pk)

    def get_urls(self) -> list[URLPattern]:
        """Also the pages to check, publish and replace."""
        name = f"assessments_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/check/", view(self.check_page), name=f"{name}_check"),
            path("<int:pk>/document/", view(self.document_page), name=f"{name}_document"),
            path("<int:pk>/versions/", view(self.versions_page), name=f"{name}_versions"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=_("title"))
    def name(self, exam: Exam) -> str:
        """The title in the reader's language."""
        return localised(exam.title, get_language() or "uz") or exam.slug

    @admin.display(description=_("version"))
    def version(self, exam: Exam) -> str:
        """The version that new attempts get."""
        return str(exam.current_version) if exam.current_version else "–"

    @admin.display(description=_("attempts"))
    def used(self, exam: Exam) -> int:
        """How many attempts there are, at all versions."""
        number: int | None = getattr(exam, "attempted", None)
        return Attempt.objects.filter(exam_id=exam.pk).count() if number is None else number


def _register(exam: type[Exam], part: type[Part], slug: str) -> None:
    """The admin of one kind: its tests, and the pages of their parts."""
    line_form = type("KindPartLineForm", (PartLineForm,), {})
    inline = type(
        f"{slug.title()}PartInline",
        (InsideInline,),
        {"model": part, "form": line_form, "ordering": ["number"]},
    )
    test_admin = type(f"{slug.title()}Admin", (ExamAdmin,), {"inlines": [inline], "kind": slug})
    admin.site.register(exam, test_admin)
    admin.site.register(part, type(f"{slug.title()}PartAdmin", (PartAdmin,), {}))


for _slug in KINDS:
    _name = _slug.title()
    _register(getattr(models, _name), getattr(models, f"{_name}Part"), _slug)
