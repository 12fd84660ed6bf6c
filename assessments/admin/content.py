"""Parts, groups and questions in the admin: pages below their test, never a list of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assessments.admin.forms import (
    GroupForm,
    GroupLineForm,
    PartForm,
    group_fields,
    next_numbers,
    question_fields,
    question_form,
)
from assessments.admin.numbering import NumberedFormSet
from assessments.kinds import KINDS
from assessments.models import Exam, Media, Part, Question, QuestionGroup
from assessments.questions import TYPES
from config.admin import ModelAdmin


def note_change(exam_id: int) -> None:
    """The draft of this test was edited: its etag changes."""
    Exam.objects.filter(pk=exam_id).update(draft_revision=F("draft_revision") + 1)


class Inside(ModelAdmin):
    """A page inside a test: made on its owner's page, allowed to whoever may change the test."""

    change_form_template = "admin/assessments/inside_change.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the way back to the test, and its other pages."""
        row = context.get("original")
        if row is not None:
            exam = Exam.objects.get(pk=self.exam_of(row))
            name = f"admin:assessments_{exam.kind}"
            context |= {
                "trail": [
                    (capfirst(str(KINDS[exam.kind].label)), reverse(f"{name}_changelist")),
                    (str(exam), reverse(f"{name}_change", args=[exam.pk])),
                    *self.above(row),
                ],
                "check_url": reverse(f"{name}_check", args=[exam.pk]),
                "preview_url": reverse("assessments:preview", args=[exam.kind, exam.slug]),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def above(self, obj: Any) -> list[tuple[str, str]]:
        """What stands between the test and the row: name and address."""
        return []

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Not on the front page."""
        return {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Made on the page of its owner."""
        return False

    def kind_of(self, obj: Any) -> str:
        """The kind of the test that a row belongs to."""
        raise NotImplementedError

    def exam_of(self, obj: Any) -> int:
        """The id of the test that a row belongs to."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who may change tests of this kind."""
        if obj is None:
            return False
        return request.user.has_perm(f"assessments.change_{self.kind_of(obj)}")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who may see tests of this kind."""
        if obj is None:
            return False
        may_view = request.user.has_perm(f"assessments.view_{self.kind_of(obj)}")
        return may_view or self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who may change the test."""
        return self.has_change_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, and note that the draft changed."""
        super().save_related(request, form, formsets, change)
        note_change(self.exam_of(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and note that the draft changed."""
        exam_id = self.exam_of(obj)
        super().delete_model(request, obj)
        note_change(exam_id)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the owner's page."""
        return HttpResponseRedirect(self.owner_url(obj))

    def owner_url(self, obj: Any) -> str:
        """The page that leads here."""
        raise NotImplementedError


class InsideInline(admin.TabularInline):
    """Rows on their owner's page: whoever may change the test may change them."""

    formset = NumberedFormSet
    extra = 0
    show_change_link = True

    def kind_of(self, request: HttpRequest, obj: Any) -> str:
        """The kind of the owner."""
        return obj.kind if obj is not None else ""

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        kind = getattr(self.model, "KIND", "") or getattr(obj, "kind", "")
        return bool(kind) and request.user.has_perm(f"assessments.change_{kind}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the owner's page."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change the test."""
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change the test."""
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change the test."""
        return self._may(request, obj)


class GroupInline(InsideInline):
    """The groups of a part: their order and type; the rest stands on the group's page."""

    model = QuestionGroup
    verbose_name_plural = _("groups of questions")
    readonly_fields = ["content"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """With the types of the part's kind."""
        form = type("KindGroupLineForm", (GroupLineForm,), {"kind": obj.kind if obj else ""})
        return super().get_formset(request, obj, **{**kwargs, "form": form})

    @admin.display(description=_("questions"))
    def content(self, group: QuestionGroup) -> SafeString | str:
        """How many questions, and the way to them."""
        if group.pk is None:
            return "–"
        numbers = [row.number for row in group.questions.all()]
        address = reverse("admin:assessments_questiongroup_change", args=[group.pk])
        if not numbers:
            return format_html('<a href="{}">{}</a>', address, _("Write the questions"))
        shown = f"{min(numbers)}–{max(numbers)}" if len(numbers) > 1 else str(numbers[0])
        return format_html('<a href="{}">{}: {}</a>', address, _("Questions"), shown)


class PartAdmin(Inside):
    """A part with its passage, its timing and its groups."""

    form = PartForm
    inlines = [GroupInline]
    readonly_fields = ["test"]
    fieldsets = [
        (None, {"fields": ["test", "number", "title", "instructions"]}),
        (
            _("Passage"),
            {"fields": ["passage_title", "passage_subtitle", "labelled", "passage"]},
        ),
        (
            _("Recording, timing and length"),
            {
                "classes": ["collapse"],
                "fields": [
                    "audio",
                    "transcript",
                    "max_plays",
                    "preview_s",
                    "prep_s",
                    "answer_s",
                    "check_s",
                    "duration_s",
                    "min_words",
                    "max_words",
                ],
            },
        ),
    ]

    def kind_of(self, obj: Any) -> str:
        """The part's own."""
        return str(obj.kind)

    def exam_of(self, obj: Any) -> int:
        """The part's test."""
        return int(obj.exam_id)

    def owner_url(self, obj: Any) -> str:
        """The page of the test."""
        return reverse(f"admin:assessments_{obj.kind}_change", args=[obj.exam_id])

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only recordings can be the recording."""
        if db_field.name == "audio":
            kwargs["queryset"] = Media.objects.filter(mime__startswith="audio/").order_by("-id")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("test"))
    def test(self, part: Part) -> SafeString | str:
        """The way back."""
        return format_html('<a href="{}">{}</a>', self.owner_url(part), str(part.exam))


class QuestionFormSet(NumberedFormSet):
    """New forms begin with the numbers that are still without a question."""

    also_moved = ("number_to",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        group = kwargs.get("instance")
        if group is not None and group.pk:
            kwargs["initial"] = [{"number": number} for number in next_numbers(group)]
        super().__init__(*args, **kwargs)


class QuestionInline(admin.StackedInline):
    """The questions of a group, in the form of its type."""

    model = Question
    formset = QuestionFormSet

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The fitting form."""
        form = question_form(obj)
        return super().get_formset(request, obj, **{**kwargs, "form": form, "fields": None})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the type has."""
        return question_fields(TYPES[obj.type])

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A form for each gap without a question, else one."""
        return len(next_numbers(obj))

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        return bool(obj) and request.user.has_perm(f"assessments.change_{obj.part.kind}")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the group's page."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change the test."""
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change the test."""
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change the test."""
        return self._may(request, obj)


@admin.register(QuestionGroup)
class GroupAdmin(Inside):
    """A group with its questions."""

    form = GroupForm
    inlines = [QuestionInline]
    readonly_fields = ["part_link", "type_name"]
    list_select_related = ["part__exam"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the type has."""
        return ["part_link", "type_name", *group_fields(TYPES[obj.type])]

    def kind_of(self, obj: Any) -> str:
        """The part's."""
        return str(obj.part.kind)

    def exam_of(self, obj: Any) -> int:
        """The part's test."""
        return int(obj.part.exam_id)

    def owner_url(self, obj: Any) -> str:
        """The page of the part."""
        return reverse(f"admin:assessments_{obj.part.kind}part_change", args=[obj.part_id])

    def above(self, obj: Any) -> list[tuple[str, str]]:
        """The part."""
        return [(str(obj.part), self.owner_url(obj))]

    @admin.display(description=_("part"))
    def part_link(self, group: QuestionGroup) -> SafeString | str:
        """The way back."""
        return format_html('<a href="{}">{}</a>', self.owner_url(group), str(group.part))

    @admin.display(description=_("type"))
    def type_name(self, group: QuestionGroup) -> str:
        """The name of the type."""
        return str(TYPES[group.type].label)
