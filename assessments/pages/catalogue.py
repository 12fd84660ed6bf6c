"""The tests on offer, and the page of one test, from which it is started."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import services
from assessments.pages import cards
from assessments.pages.forms import CatalogueForm, StartForm
from config.http import LearnerRequest


@require_safe
def tests(request: HttpRequest) -> HttpResponse:
    """The published tests of all kinds."""
    return _catalogue(request, "")


@require_safe
def tests_of_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """The published tests of one kind."""
    return _catalogue(request, kind)


@never_cache
@require_safe
def test(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What a test asks and costs, and the button that starts it."""
    page = services.exam_page(kind, slug, request.user.pk)
    missing = 0 if page.available is None else max(0, page.tokens - page.available)
    context = {
        "page": page,
        "nav": "assessments:tests",
        "card": cards.cards([page])[0],
        "parts": cards.parts(page.parts),
        "level": cards.level(page),
        "missing": missing,
        "left_after": None if page.available is None else page.available - page.tokens,
        "form": StartForm(initial={"key": uuid.uuid4()}, auto_id=False),
    }
    return render(request, "assessments/test.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: LearnerRequest, kind: str, slug: str) -> HttpResponse:
    """Start the test once for the form's key; without enough tokens go to the tariffs.

    A GET comes from a login on the way: back to the test, whose button starts it.
    """
    if request.method != "POST":
        return redirect("assessments:test", kind=kind, slug=slug)
    form = StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This form is out of date. Please try again."))
        return redirect("assessments:test", kind=kind, slug=slug)
    user_id = int(request.user.pk)
    try:
        attempt = services.start(user_id, kind, slug, "exam", str(form.cleaned_data["key"]))
    except services.InsufficientTokens as refusal:  # which the tariffs say, with what is there now
        query = urlencode({"needed": str(refusal.details["needed"])})
        return HttpResponseRedirect(f"{reverse('payments:tariffs')}?{query}")
    if attempt.state == "in_progress":
        return redirect("assessments:part", uid=attempt.uid, number=1)
    return redirect("assessments:submitted", uid=attempt.uid)


def _catalogue(request: HttpRequest, kind: str) -> HttpResponse:
    form = CatalogueForm({**request.GET.dict(), **({"kind": kind} if kind else {})})
    asked = form.cleaned_data if form.is_valid() else {}
    names = ("kind", "family", "level")
    chosen = services.ExamFilter(**{name: asked.get(name, "") for name in names})
    cursor = asked.get("cursor") or None
    page = services.catalogue(chosen, cursor, user_id=request.user.pk)
    narrowed = {name: getattr(chosen, name) for name in names if getattr(chosen, name)}
    context = {
        "form": form,
        "page": page,
        "cards": cards.cards(page.items),
        "count": services.count_exams(chosen),
        "kind": kind,
        "kind_name": dict(services.kinds()).get(kind, ""),
        "nav": "assessments:tests",
        "narrowed": narrowed,
        "next": f"?{urlencode({**narrowed, 'cursor': page.next})}" if page.next else "",
        "first": f"?{urlencode(narrowed)}" if cursor else "",
    }
    return render(request, "assessments/tests.html", context)
