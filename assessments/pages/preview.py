"""A draft as a learner would see it: no attempt, no tokens, nothing is saved."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from assessments import services
from assessments.interactions.views import group_context
from assessments.pages.staff import is_allowed
from config.http import LearnerRequest


@login_required
@require_safe
def preview(request: LearnerRequest, kind: str, slug: str) -> HttpResponse:
    """One part of the draft in the frame of the exam: `?part=2`."""
    if not is_allowed(request, f"assessments.view_{kind}"):
        raise PermissionDenied
    found = services.preview(kind, slug)
    number = request.GET.get("part", "1")
    part = next((part for part in found.parts if str(part.number) == number), None)
    if part is None and number != "1":
        raise Http404
    locale = get_language() or "uz"
    groups = [
        group_context(group, {}, locale=locale, picture_url=_picture_url)
        for group in (part.groups if part else ())
    ]
    back_url = reverse(f"admin:assessments_{kind}_changelist")
    context = {"preview": found, "part": part, "groups": groups, "back_url": back_url}
    return render(request, "assessments/preview.html", context)


def _picture_url(sha256: str) -> str:
    return reverse("assessments:media", args=[sha256])
