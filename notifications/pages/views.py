"""The inbox for its reader."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.errors import BadCursor
from config.http import LearnerRequest
from config.page import localised
from notifications import services
from notifications.pages.context import Badge
from notifications.pages.forms import InboxQuery, ReadAllForm


@login_required
@require_safe
def inbox(request: LearnerRequest) -> HttpResponse:
    """A reader's messages, unread first: the whole page, or for htmx only the next rows."""
    query = InboxQuery(request.GET)
    cursor = query.cleaned_data["cursor"] if query.is_valid() else ""
    page = services.inbox(request.user.pk, cursor=cursor)
    template = "notifications/_rows.html" if request.htmx else "notifications/inbox.html"
    first = not cursor
    return render(request, template, {"page": page, "first": first, "nav": "notifications:inbox"})


@login_required
@require_safe
def message(request: LearnerRequest, public_id: UUID) -> HttpResponse:
    """One message; opening it marks it read. `?go` leads on to what it is about."""
    item = services.opened(request.user.pk, public_id)
    path = localised(item.path, get_language() or "uz")
    if "go" in request.GET and path:
        return redirect(path)
    return render(request, "notifications/message.html", {"item": item})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read_all(request: LearnerRequest) -> HttpResponse:
    """Mark read whatever the page with the button showed, and go back to it.

    A GET comes from a login on the way: it marks nothing.
    """
    if request.method != "POST":
        return redirect("notifications:inbox")
    form = ReadAllForm(request.POST)
    if not form.is_valid():
        raise BadCursor
    services.mark_read_up_to(request.user.pk, form.cleaned_data["up_to"])
    messages.success(request, _("All messages are marked as read."))
    return redirect("notifications:inbox")


@require_safe
def badge(request: LearnerRequest) -> HttpResponse:
    """The number on the bell, asked for every minute; 304 while nothing changed, 204 signed out."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    counts = services.counts(request.user.pk)
    etag = counts.etag[:-1] + f'-{get_language()}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        context = {"nav_unread": Badge(counts.unread)}
        response = render(request, "notifications/_badge.html", context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
