"""The exam screen and what follows it: a part, the check before handing in, the receipt."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments import services
from assessments.pages import exam_view, exam_words
from assessments.services import Paper
from config.http import LearnerRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: LearnerRequest, uid: UUID, number: int) -> HttpResponse:
    """One part: shows it; takes its form from a browser without JavaScript."""
    if request.method == "POST":
        return _save(request, uid, number)
    paper = services.paper(_user_id(request), uid)
    if elsewhere := _elsewhere(paper):
        return elsewhere
    shown = exam_view.open_part(paper, number)
    if shown is None:
        raise Http404
    return render(request, "assessments/exam.html", _screen(paper, shown))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """What is answered, open and flagged; handing in is a form of its own."""
    if request.method == "POST":
        services.submit(_user_id(request), uid)
        return redirect("assessments:submitted", uid=uid)
    paper = services.paper(_user_id(request), uid)
    if paper.attempt.phase != "grace" and (elsewhere := _elsewhere(paper)):
        return elsewhere
    parts = exam_view.palette(paper)
    context = {
        "paper": paper,
        "attempt": paper.attempt,
        "parts": parts,
        "total": sum(part.total for part in parts),
        "answered": sum(part.answered for part in parts),
        "unanswered": sum(part.unanswered for part in parts),
        "flagged": sum(part.flagged for part in parts),
    }
    return render(request, "assessments/finish.html", context)


@login_required
@never_cache
@require_safe
def submitted(request: LearnerRequest, uid: UUID) -> HttpResponse:
    """The receipt of an attempt; one that still runs is continued."""
    paper = services.paper(_user_id(request), uid)
    attempt = paper.attempt
    if attempt.state == "created":
        return redirect("assessments:test", kind=attempt.kind, slug=attempt.slug)
    if attempt.state == "in_progress":
        name = "assessments:finish" if attempt.phase == "grace" else "assessments:part"
        args = [uid] if attempt.phase == "grace" else [uid, 1]
        return HttpResponseRedirect(reverse(name, args=args))
    parts = exam_view.palette(paper)
    context = {
        "attempt": attempt,
        "receipt": str(uid)[:8].upper(),
        "answered": sum(part.answered for part in parts),
        "total": sum(part.total for part in parts),
    }
    return render(request, "assessments/submitted.html", context)


def _save(request: LearnerRequest, uid: UUID, number: int) -> HttpResponse:
    """Store the form of a part, then do what the pressed button says."""
    user_id = _user_id(request)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    saved = services.save_form(user_id, uid, number, fields)
    for refused in saved.refused:
        messages.error(request, refused.detail)
    if saved.late:
        messages.error(request, _("The time was over: these answers are kept but do not count."))
    here = reverse("assessments:part", args=[uid, number])
    paper = services.paper(user_id, uid)
    if elsewhere := _elsewhere(paper):
        return elsewhere
    if question := request.POST.get("flag"):
        services.flag(user_id, uid, question, question not in paper.flags)
        return HttpResponseRedirect(f"{here}#q-{_number(paper, question)}")
    if saved.refused:
        return HttpResponseRedirect(here)
    return HttpResponseRedirect(_target(paper, request.POST.get("go", "stay"), number))


def _target(paper: Paper, go: str, number: int) -> str:
    """Where a button of the form leads: another part, the check, or the same part."""
    parts = exam_view.palette(paper)
    wanted = {"next": number + 1, "previous": number - 1}.get(go, number)
    if go == "finish" or (go == "next" and wanted > len(parts)):
        return reverse("assessments:finish", args=[paper.attempt.uid])
    known = wanted if any(part.number == wanted for part in parts) else number
    return reverse("assessments:part", args=[paper.attempt.uid, known])


def _number(paper: Paper, question: str) -> int:
    links = (link for part in exam_view.palette(paper) for link in part.links)
    return next((link.number for link in links if link.uid == question), 0)


def _elsewhere(paper: Paper) -> HttpResponse | None:
    """Where a learner is sent whose attempt shows no form: not begun, time up, or closed."""
    attempt = paper.attempt
    if attempt.state == "in_progress":
        up = attempt.phase == "grace"
        return redirect("assessments:finish", uid=attempt.uid) if up else None
    return redirect("assessments:submitted", uid=attempt.uid)


def _screen(paper: Paper, shown: exam_view.OpenPart) -> dict[str, object]:
    parts = exam_view.palette(paper, shown.number)
    here = next(part for part in parts if part.is_open)
    return {
        "paper": paper,
        "attempt": paper.attempt,
        "part": shown,
        "words": exam_words.words(),
        "parts": parts,
        "here": here,
        "is_last": shown.number == len(parts),
        "is_first": shown.number == parts[0].number,
        "following": next((part for part in parts if part.number == shown.number + 1), None),
        "previous": next((part for part in parts if part.number == shown.number - 1), None),
        "total": sum(part.total for part in parts),
        "answered": sum(part.answered for part in parts),
        "flagged": sum(part.flagged for part in parts),
    }


def _user_id(request: LearnerRequest) -> int:
    return int(request.user.pk)
