"""What was done, to be read: attempts, marks, analyses, versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments import models, services
from assessments.delivery.highlighting import paragraph_texts
from assessments.kinds import KINDS
from assessments.marking.reasons import REASONS
from assessments.models import Analyse, Attempt, AttemptEvent, ExamVersion, Highlight, Mark, State
from assessments.templatetags.results import marks
from assessments.versions import published
from config.admin import AppendOnly, PeopleColumn, ReadInline, named
from config.errors import ServiceError

MOST_AT_ONCE = 200
PAPER = ("document", "keys", "scale")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TIMES = ["created_at", "started_at", "deadline_at", "submitted_at", "released_at", "last_seen_at"]


class KindFilter(admin.SimpleListFilter):
    """The kind of test, by its name."""

    title = _("kind of test")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The seven kinds."""
        return [(slug, kind.label) for slug, kind in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen one."""
        return queryset.filter(kind=self.value()) if self.value() in KINDS else queryset


class ReasonFilter(admin.SimpleListFilter):
    """Why a mark was given, in the words that a learner sees."""

    title = _("reason")
    parameter_name = "reason_code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All reasons there are."""
        return [(code, PLACEHOLDER.sub("…", str(words))) for code, words in REASONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Marks given for the chosen one."""
        return queryset.filter(reason_code=self.value()) if self.value() in REASONS else queryset


def state_words(state: str) -> str:
    """A state of an attempt, or another event, in words; what is neither as it is."""
    others = {"rejudged": _("marked again"), "settled": _("tokens settled")}
    return str({**dict(State.choices), **others}.get(state, state))


def marks_of(row: Attempt | Analyse) -> str:
    """The marks given, of those that could be given: 36/40."""
    if row.raw is None or row.max_raw is None:
        return "–"
    return f"{marks(row.raw)}/{marks(row.max_raw)}"


class OfAttempt(ReadInline):
    """Rows of an attempt."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the attempt."""
        return request.user.has_perm("assessments.view_attempt")


class EventInline(OfAttempt):
    """What happened to an attempt."""

    model = AttemptEvent
    readonly_fields = ("at", "what", "actor", "details")
    fields = readonly_fields

    @admin.display(description=_("what happened"))
    def what(self, event: AttemptEvent) -> str:
        """The state that the attempt came to, in words."""
        return state_words(event.type)

    @admin.display(description=_("who"))
    def actor(self, event: AttemptEvent) -> str:
        """Who of the staff did it."""
        return named(event.actor_id)

    @admin.display(description=_("details"))
    def details(self, event: AttemptEvent) -> str:
        """The state before it, and the reason that was given."""
        before, reason = (str(event.data.get(name) or "") for name in ("from", "reason"))
        words = [gettext("before: %s") % state_words(before)] if before else []
        return "; ".join([*words, *([reason] if reason else [])]) or "–"


class HighlightInline(OfAttempt):
    """What the learner marked in the passages, with notes."""

    model = Highlight
    readonly_fields = ("part", "paragraph", "words", "note", "updated_at")
    fields = readonly_fields
    ordering = ("part", "paragraph", "start")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Highlight]:
        """Those that were not taken away again."""
        rows: QuerySet[Highlight] = super().get_queryset(request)
        return rows.filter(removed=False).select_related("attempt")

    @admin.display(description=_("marked words"))
    def words(self, mark: Highlight) -> str:
        """The stretch of the passage."""
        paragraphs = paragraph_texts(mark.attempt.version_id)
        text = paragraphs.get((mark.part, mark.paragraph), "")
        return text[mark.start : mark.end] or "–"


class ReasonForm(ActionForm):
    """Why the chosen act is done."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


@admin.register(Attempt)
class AttemptAdmin(AppendOnly, PeopleColumn):
    """The attempts of all kinds. Acts on the chosen ones call the services, with a reason."""

    action_form = ReasonForm
    actions = ["release", "rejudge", "void"]
    list_display = ["created_at", "person", "test", "state", "score", "band"]
    list_filter = [KindFilter, "state", "mode"]
    list_select_related = ["exam", "version"]
    search_fields = ["uid", "exam__slug"]
    fieldsets = [
        (None, {"fields": ["uid", "person", "test", "version", "mode", "state", "score", "band"]}),
        (_("Times"), {"fields": [*TIMES, "closed_by_clock"]}),
        (_("Conditions"), {"fields": ["tokens", "duration_s", "extra_pct", "paused_s", "grace_s"]}),
    ]
    readonly_fields = ["person", "test", "score"]
    inlines = [EventInline, HighlightInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attempt]:
        """Without the papers and keys, of which a list would read a hundred."""
        rows: QuerySet[Attempt] = super().get_queryset(request)
        return rows.defer(*(f"version__{name}" for name in PAPER), "exam__scale")

    @admin.display(description=_("test"), ordering="exam__slug")
    def test(self, attempt: Attempt) -> str:
        """The name of the test, and the version that was taken."""
        return f"{attempt.exam} · {attempt.version}"

    @admin.display(description=_("raw score"), ordering="raw")
    def score(self, attempt: Attempt) -> str:
        """Given, of those that could be given."""
        return marks_of(attempt)

    @admin.action(description=_("Show the results of the chosen attempts"), permissions=["release"])
    def release(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        """Release marked results; needs a reason."""
        self._act(request, chosen, services.release)

    @admin.action(description=_("Mark the chosen attempts again"), permissions=["rejudge"])
    def rejudge(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        """Mark by the rules of today; needs a reason."""
        self._act(request, chosen, services.rejudge)

    @admin.action(
        description=_("Declare void, give the tokens back and tell the learner the reason"),
        permissions=["void"],
    )
    def void(self, request: HttpRequest, chosen: QuerySet[Attempt]) -> None:
        """Take them out of everything that counts; needs a reason."""
        self._act(request, chosen, services.void)

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Markers."""
        return bool(request.user.has_perm("assessments.release_attempt"))

    def has_rejudge_permission(self, request: HttpRequest) -> bool:
        """Markers."""
        return bool(request.user.has_perm("assessments.rejudge_attempt"))

    def has_void_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return bool(request.user.has_perm("assessments.void_attempt"))

    def _act(
        self, request: HttpRequest, chosen: QuerySet[Attempt], act: Callable[..., object]
    ) -> None:
        """Do it to each; a refusal is told with its attempt and stops none of the others."""
        reason, done = request.POST.get("reason", "")[:300].replace("\x00", ""), 0
        uids = list(chosen.order_by("pk").values_list("uid", flat=True)[: MOST_AT_ONCE + 1])
        if len(uids) > MOST_AT_ONCE:
            text = gettext("Choose fewer attempts. Allowed at once: %(most)d")
            self.message_user(request, text % {"most": MOST_AT_ONCE}, messages.ERROR)
            return
        for uid in uids:
            try:
                act(uid, actor_id=request.user.pk, reason=reason)
            except services.ReasonMissing as error:
                self.message_user(request, error.text(), messages.ERROR)
                return
            except ServiceError as error:
                self.message_user(request, f"#{uid}: {error.text()}", messages.WARNING)
            else:
                done += 1
        text = ngettext("Done for %(count)d attempt.", "Done for %(count)d attempts.", done)
        self.message_user(request, text % {"count": done})


@admin.register(Mark)
class MarkAdmin(AppendOnly, PeopleColumn):
    """Every judgement of every answer."""

    person_field = "marker_id"
    list_display = ["created_at", "attempt", "number", "source", "marks", "why"]
    list_filter = ["source", ReasonFilter]
    list_select_related = ["attempt"]
    search_fields = ["attempt__uid", "question"]
    ordering = ["-id"]
    show_full_result_count = False
    readonly_fields = (
        "created_at",
        "attempt",
        "number",
        "criterion",
        "source",
        "examiner",
        "marks",
        "why",
        "normalised",
        "engine",
        "supersedes",
    )
    fields = readonly_fields

    @admin.display(description=_("question"))
    def number(self, mark: Mark) -> str:
        """The number of the question in its test."""
        question = published(mark.attempt.version_id).questions.get(mark.question)
        return str(question.number) if question else mark.question

    @admin.display(description=_("marks"), ordering="value")
    def marks(self, mark: Mark) -> str:
        """Given, of those that could be given."""
        return f"{marks(mark.value)}/{marks(mark.max)}"

    @admin.display(description=_("reason"), ordering="reason_code")
    def why(self, mark: Mark) -> str:
        """The words that a learner sees."""
        return services.reason_words(mark.reason_code, mark.reason_params)

    @admin.display(description=_("examiner"))
    def examiner(self, mark: Mark) -> str:
        """Who gave it, if a person did."""
        return self.named(mark, "marker_id")


@admin.register(ExamVersion)
class ExamVersionAdmin(AppendOnly, PeopleColumn):
    """What learners take, frozen."""

    person_field = "published_by"
    list_display = ["test", "number", "questions", "max_raw", "published_at", "publisher", "note"]
    list_filter = [KindFilter]
    list_select_related = ["exam"]
    search_fields = ["exam__slug", "sha256"]
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["test", "number", "questions", "max_raw", "duration_s"]}),
        (_("On offer"), {"fields": ["published_at", "publisher", "note", "sha256"]}),
        (_("Content"), {"classes": ["collapse"], "fields": ["document", "keys", "scale"]}),
    ]
    readonly_fields = ["test", "publisher"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExamVersion]:
        """Without papers and keys; the page of one version reads them."""
        rows: QuerySet[ExamVersion] = super().get_queryset(request)
        return rows.defer(*PAPER)

    @admin.display(description=_("test"), ordering="exam__slug")
    def test(self, version: ExamVersion) -> str:
        """The name of the test."""
        return str(version.exam)

    @admin.display(description=_("published by"), ordering="published_by")
    def publisher(self, version: ExamVersion) -> str:
        """Who published it."""
        return self.named(version, "published_by")


class AnalyseAdmin(AppendOnly, PeopleColumn):
    """The analyses of one kind."""

    list_display = ["created_at", "person", "test", "revision", "score", "band", "cefr"]
    list_select_related = ["attempt__exam"]
    search_fields = ["attempt__uid"]
    fieldsets = [
        (None, {"fields": ["created_at", "person", "test", "attempt", "revision"]}),
        (_("Result"), {"fields": ["score", "band", "cefr"]}),
        (_("Content"), {"classes": ["collapse"], "fields": ["result", "engine", "input_sha256"]}),
    ]
    readonly_fields = ["person", "test", "score"]

    @admin.display(description=_("test"))
    def test(self, row: Analyse) -> str:
        """The name of the test."""
        return str(row.attempt.exam)

    @admin.display(description=_("raw score"), ordering="raw")
    def score(self, row: Analyse) -> str:
        """Given, of those that could be given."""
        return marks_of(row)


for _slug in KINDS:
    _model: type[Analyse] = getattr(models, f"{_slug.title()}Analyse")
    admin.site.register(_model, type(f"{_slug.title()}AnalyseAdmin", (AnalyseAdmin,), {}))
