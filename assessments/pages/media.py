"""Pictures and recordings: to the person whose paper shows them, and to authors."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from assessments import services
from assessments.pages.staff import is_allowed
from config.errors import NotFound
from config.http import LearnerRequest, private_file


@login_required
@require_safe
def media(request: LearnerRequest, sha256: str) -> HttpResponse:
    """A file of `?attempt=<uid>`; without an attempt, any file for staff who may see media."""
    staff = is_allowed(request, "assessments.view_media")
    if staff and "attempt" not in request.GET:
        found = services.media_content(sha256)
    else:
        uid = _uid(request.GET.get("attempt", ""))
        found = services.media_of_attempt(request.user.pk, uid, sha256)
    return private_file(found.content, found.mime)


def _uid(text: str) -> UUID:
    try:
        return UUID(text if len(text) == 36 else "")
    except ValueError as error:
        raise NotFound from error
