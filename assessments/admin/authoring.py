"""Pages of a test in the admin beside its form: check and publish, the document, the versions."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import services
from assessments.models import Exam, Part, QuestionGroup
from config.errors import ServiceError
from config.page import Json

MOST_BYTES = 2_621_440


class DocumentForm(forms.Form):
    """A draft document as a file or as text, over the draft that was read."""

    etag = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField(required=False, label=gettext_lazy("File"))
    text = forms.CharField(
        required=False,
        max_length=MOST_BYTES,
        label=gettext_lazy("Or its text"),
        widget=forms.Textarea(attrs={"rows": 18, "cols": 100}),
    )

    def document(self) -> Json:
        """What was sent. Raises ValueError for what is not JSON."""
        upload = self.cleaned_data["file"]
        given = upload.read(MOST_BYTES).decode("utf-8") if upload else self.cleaned_data["text"]
        found: Json = json.loads(given, parse_constant=_no_number)
        return found


def _no_number(name: str) -> None:
    raise ValueError(name)


class AuthoringPages:
    """Mixin of a kind's test admin. Acts call the services, outside the admin's transaction."""

    kind: str
    admin_site: Any
    opts: Any

    def check_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is missing, with the way to each place; publishes and archives."""
        exam = self._exam(request, pk, "view")
        if request.method == "POST":
            self._require(request, "publish")
            return self._act(request, exam)
        faults = services.check(self.kind, exam.slug)
        context = {
            "faults": [(fault.text(), self._place_of(fault)) for fault in faults],
            "attempts": exam.attempts.count(),
            "may_publish": request.user.has_perm(f"assessments.publish_{self.kind}"),
        }
        return self._page(request, exam, "check", _("Check and publish"), context)

    def document_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole draft as one JSON document: to be kept, or put in its place."""
        exam = self._exam(request, pk, "change")
        draft = services.draft(self.kind, exam.slug)
        if "download" in request.GET:
            content = json.dumps(draft.document, ensure_ascii=False, indent=1)
            headers = {"Content-Disposition": f'attachment; filename="{exam.slug}.json"'}
            return HttpResponse(content, content_type="application/json", headers=headers)
        form = DocumentForm(request.POST or None, request.FILES or None)
        problems: list[str] = []
        if request.method == "POST" and form.is_valid():
            problems = self._replace(request, exam, form)
            if not problems:
                messages.success(request, _("The draft was replaced."))
                return HttpResponseRedirect(self._url("change", exam))
        elif request.method != "POST":
            form = DocumentForm(initial={"etag": draft.etag})
        context = {"form": form, "problems": problems}
        return self._page(request, exam, "document", _("The draft as a document"), context)

    def versions_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The published versions; they never change."""
        exam = self._exam(request, pk, "view")
        page = services.exam_versions(
            self.kind, exam.slug, cursor=request.GET.get("cursor"), limit=50
        )
        return self._page(request, exam, "versions", _("Versions"), {"page": page})

    def _replace(self, request: HttpRequest, exam: Exam, form: DocumentForm) -> list[str]:
        """Why the document can not be taken; [] if it was."""
        try:
            services.replace_draft(
                self.kind,
                exam.slug,
                form.document(),
                if_match=form.cleaned_data["etag"],
                actor_id=request.user.pk,
            )
        except (ValueError, RecursionError):
            return [_("This is not a JSON document.")]
        except services.DraftInvalid as error:
            return [f"{fault.path}: {fault.text()}" for fault in error.faults]
        except ServiceError as error:
            return [error.text()]
        return []

    def _act(self, request: HttpRequest, exam: Exam) -> HttpResponse:
        try:
            if "archive" in request.POST:
                services.archive(self.kind, exam.slug, actor_id=request.user.pk)
                messages.success(request, _("The test is no longer on offer."))
            else:
                note = request.POST.get("note", "")[:300].replace("\x00", "")
                version = services.publish(
                    self.kind, exam.slug, actor_id=request.user.pk, note=note
                )
                text = _("The test is on offer. Version: %(number)d")
                messages.success(request, text % {"number": version.number})
        except ServiceError as error:
            messages.error(request, error.text())
        return HttpResponseRedirect(self._url("check", exam))

    def _exam(self, request: HttpRequest, pk: int, act: str) -> Exam:
        self._require(request, act)
        exam = Exam.objects.filter(pk=pk, kind=self.kind).first()
        if exam is None:
            raise Http404
        return exam  # type: ignore[no-any-return]  # the manager is untyped

    def _require(self, request: HttpRequest, act: str) -> None:
        names = [f"assessments.{act}_{self.kind}"]
        if act == "view":
            names.append(f"assessments.change_{self.kind}")
        if not any(request.user.has_perm(name) for name in names):
            raise PermissionDenied

    def _url(self, page: str, exam: Exam) -> str:
        return reverse(f"admin:assessments_{self.kind}_{page}", args=[exam.pk])

    def _place_of(self, fault: services.PublishFault) -> str:
        """The admin page where a fault is mended; "" for the test's own."""
        if fault.place == "part":
            part = Part.objects.filter(uid=fault.uid).first()
            return self._part_url(part.pk) if part else ""
        none = QuestionGroup.objects.none()
        if fault.place == "group":
            groups = QuestionGroup.objects.filter(uid=fault.uid)
        else:
            groups = QuestionGroup.objects.filter(questions__uid=fault.uid) if fault.uid else none
        group = groups.first()
        return reverse("admin:assessments_questiongroup_change", args=[group.pk]) if group else ""

    def _part_url(self, pk: int) -> str:
        return reverse(f"admin:assessments_{self.kind}part_change", args=[pk])

    def _page(
        self, request: HttpRequest, exam: Exam, name: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "exam": exam,
            "opts": self.opts,
            "change_url": self._url("change", exam),
            "check_url": self._url("check", exam),
            "preview_url": reverse("assessments:preview", args=[self.kind, exam.slug]),
        }
        template = f"admin/assessments/exam_{name}.html"
        return TemplateResponse(request, template, {**shared, **context})
