"""The page for visitors and the first page of learners."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import services
from assessments.pages.cards import SEPARATOR, cards
from assessments.services import Running, Skill
from config import formats
from config.http import LearnerRequest

LEVELS = (
    {"level": "B1", "from": "4.0"},
    {"level": "B2", "from": "5.5"},
    {"level": "C1", "from": "7.0"},
    {"level": "C2", "from": "8.5"},
)
SAMPLE_TYPES = (
    ("true_false_not_given", 4, 7),
    ("matching_headings", 5, 7),
    ("summary_completion", 7, 8),
)


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A row of the estimate in words; `direction` is "up", "down" or "none"."""

    kind: str
    label: str
    band: Decimal
    low: Decimal
    high: Decimal
    change: str
    direction: str
    tests: int


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What the product is, for visitors; signed-in people go to their own first page."""
    if request.user.is_authenticated:
        return redirect("assessments:home")
    found = services.landing()
    return render(
        request,
        "assessments/landing.html",
        {"landing": found, "cards": cards(found.tests), "sample": _sample()},
    )


@login_required
@require_safe
def home(request: LearnerRequest) -> HttpResponse:
    """Where the learner stands and what to do next."""
    found = services.dashboard(int(request.user.pk))
    kinds = dict(services.kinds())
    advice = found.advice
    names = (found.profile.name if found.profile else "").split()
    shown = cards(found.tests)
    return render(
        request,
        "assessments/home.html",
        {
            "nav": "assessments:home",
            "nav_tokens": found.balance.available if found.balance else None,
            "nav_unread": {"unread": found.unread or 0},
            "dashboard": found,
            "given_name": names[0] if names else "",
            "running_words": _running_words(found.running) if found.running else "",
            "skills": [_row(skill, kinds[skill.kind]) for skill in found.skills],
            "cards": shown if found.results else shown[1:],
            "first_card": shown[0] if shown else None,
            "advice_kind": kinds[advice.kind] if advice else "",
            "step": services.step_text(advice.step.code, advice.step.params) if advice else None,
        },
    )


def _running_words(running: Running) -> str:
    """When the time ends, how much is answered, when the last answer was saved."""
    lines = [
        _("Ends at %(time)s") % {"time": formats.clock(running.deadline_at)},
        _("answered: %(answered)d of %(questions)d")
        % {"answered": running.answered, "questions": running.questions},
    ]
    if running.saved_at is not None:
        lines.append(_("last saved at %(time)s") % {"time": formats.clock(running.saved_at)})
    return SEPARATOR.join(lines)


def _row(skill: Skill, label: str) -> SkillRow:
    change = skill.change
    direction, words = "none", "–" if change is None else "0"
    if change:
        direction, sign = ("up", "+") if change > 0 else ("down", "−")
        words = f"{sign}{formats.band(abs(change), get_language() or 'uz')}"
    return SkillRow(
        kind=skill.kind,
        label=label,
        band=skill.band,
        low=skill.low,
        high=skill.high,
        change=words,
        direction=direction,
        tests=skill.tests,
    )


def _sample() -> dict[str, object]:
    """The numbers of the example of a report; nobody's result."""
    return {
        "band": Decimal("6.5"),
        "low": Decimal("6.0"),
        "high": Decimal("7.0"),
        "target": Decimal("7.0"),
        "levels": LEVELS,
        "types": [
            {"label": services.type_label(slug), "right": right, "total": total}
            for slug, right, total in SAMPLE_TYPES
        ],
    }
