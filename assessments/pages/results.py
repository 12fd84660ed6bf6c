"""A learner's results: the report of one attempt, its review, and the history of them all."""

from __future__ import annotations

import csv
from io import StringIO
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import services
from assessments.pages import results_view
from assessments.pages.results_forms import HistoryForm, ReviewForm
from assessments.templatetags.results import marks
from config.http import LearnerRequest
from config.page import localised

MOST_ROWS = 5_000
NAV = "assessments:history"


@login_required
@never_cache
@require_safe
def result(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """What an attempt scored, why, and what to do next."""
    report = services.analysis(int(request.user.pk), uid)
    context = {"report": report, "nav": NAV, **results_view.report_context(report)}
    return render(request, "assessments/result.html", context)


@login_required
@never_cache
@require_safe
def review(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """Each question with own answer, right answer, reason and evidence beside the passage."""
    form = ReviewForm(request.GET)
    query = form.cleaned_data if form.is_valid() else {}
    found = services.review(int(request.user.pk), uid, query.get("show") or "all")
    part = results_view.open_part(found, query.get("part"))
    context = {
        "review": found,
        "report": found.report,
        "nav": NAV,
        "tabs": results_view.review_tabs(found),
        "part_tabs": results_view.part_tabs(found, part),
        "parts": results_view.review_parts(found, part),
        "next_part": results_view.next_part(found, part),
    }
    return render(request, "assessments/review.html", context)


@login_required
@never_cache
@require_safe
def history(request: LearnerRequest) -> HttpResponse:
    """Ended attempts, newest first, of one kind or of all; a line a kind with two results."""
    form = HistoryForm(request.GET)
    query = form.cleaned_data if form.is_valid() else {}
    kind, cursor = query.get("kind", ""), query.get("cursor", "")
    user_id = int(request.user.pk)
    page = services.history(user_id, kind, cursor=cursor)
    address, chosen = reverse("assessments:history"), {"kind": kind} if kind else {}
    context = {
        "page": page,
        "form": form,
        "kind": kind,
        "nav": NAV,
        "names": results_view.kind_names(),
        "states": dict(services.states()),
        "charts": results_view.progress_charts(services.progress(user_id, kind)),
        "estimates": services.estimates(user_id),
        "next": f"{address}?{urlencode({**chosen, 'cursor': page.next})}" if page.next else "",
        "first": f"{address}?{urlencode(chosen)}" if cursor else "",
        "csv": f"{reverse('assessments:history_csv')}?{urlencode(chosen)}",
    }
    return render(request, "assessments/history.html", context)


@login_required
@never_cache
@require_safe
def history_csv(request: LearnerRequest) -> HttpResponse:
    """The same table as a file for a spreadsheet, whole up to 5,000 attempts."""
    form = HistoryForm(request.GET)
    kind = form.cleaned_data["kind"] if form.is_valid() else ""
    page = services.history(int(request.user.pk), kind, limit=MOST_ROWS)
    names, locale, text = results_view.kind_names(), get_language() or "uz", StringIO()
    rows = csv.writer(text)
    rows.writerow([_("Date"), _("Test"), _("Kind"), _("Marks"), _("Of"), _("Band")])
    for item in page.items:
        at = timezone.localtime(item.submitted_at) if item.submitted_at else None
        cells = [
            at.strftime("%Y-%m-%d %H:%M") if at else "",
            localised(item.title, locale),
            names.get(item.kind, item.kind),
            marks(item.raw),
            marks(item.max_raw),
            "" if item.band is None else str(item.band),
        ]
        rows.writerow([_cell(cell) for cell in cells])
    # the mark tells spreadsheets that the file is UTF-8
    response = HttpResponse(f"\ufeff{text.getvalue()}", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="imtihon-results.csv"'
    return response


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
