"""A page for developers with every component in its states (only with DEBUG)."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

KINDS = ("listening", "reading", "writing", "speaking", "grammar", "vocabulary", "pronunciation")


class ExampleForm(forms.Form):
    """One field of each sort, to be shown empty and refused."""

    name = forms.CharField(label="Name", help_text="As you want to be greeted.")
    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    code = forms.CharField(
        label="Code",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    language = forms.ChoiceField(label="Language", choices=[("uz", "Oʻzbekcha"), ("en", "English")])
    goal = forms.ChoiceField(
        label="Goal", widget=forms.RadioSelect, choices=[("ielts", "IELTS"), ("cefr", "CEFR")]
    )
    about = forms.CharField(label="About you", widget=forms.Textarea, required=False)
    terms = forms.BooleanField(label="I agree to the terms")


def _chart_examples() -> dict[str, Any]:
    results = [
        (6, 5.0, 4.2, 5.8),
        (7, 5.5, 4.9, 6.1),
        (8, 5.5, 5.0, 6.0),
        (9, 6.0, 5.5, 6.5),
        (10, 6.0, 5.55, 6.45),
        (11, 6.5, 6.1, 6.9),
    ]
    times = [50, 58, 34, 68, 77, 40, 33, 183, 152, 67, 56, 30, 48, 80, 63, 54, 42, 35]
    return {
        "points": [
            {"at": date(2026, month, 14), "band": band, "low": low, "high": high}
            for month, band, low, high in results
        ],
        "types": [
            {"label": "TRUE / FALSE / NOT GIVEN", "right": 4, "total": 7},
            {"label": "Matching information", "right": 3, "total": 5},
            {"label": "Summary completion", "right": 6, "total": 8},
            {"label": "Short answer", "right": 1, "total": 3},
        ],
        "times": [
            {"number": n, "seconds": s, "right": n not in (4, 6, 8, 9, 12)}
            for n, s in enumerate(times, 1)
        ],
    }


def _examples() -> dict[str, Any]:
    return {
        "kinds": KINDS,
        **_chart_examples(),
        "levels": [
            {"from": "4.0", "level": "B1"},
            {"from": "5.5", "level": "B2"},
            {"from": "7.0", "level": "C1"},
            {"from": "8.5", "level": "C2"},
        ],
        "skills": [
            ("reading", "Reading", "7.0", "6.5", "7.5"),
            ("listening", "Listening", "6.5", "6.0", "7.0"),
            ("writing", "Writing", "5.5", "5.0", "6.0"),
            ("speaking", "Speaking", "6.0", "5.5", "6.5"),
        ],
        "steps": [
            {"label": "Address", "state": "done"},
            {"label": "Code", "state": "current"},
            {"label": "Goal", "state": "next"},
        ],
        "tabs": [
            {"url": "#a", "label": "Open", "current": True, "icon": "inbox", "count": 3},
            {"url": "#b", "label": "Done", "current": False},
        ],
        "palette": [
            {"n": n, "answered": n in (1, 2, 3, 4, 5, 6, 10), "flagged": n in (4, 8)}
            for n in range(1, 14)
        ],
    }


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, its states beside each other; `?refused` shows the form with its errors."""
    form = ExampleForm({"name": "Dilnoza"} if "refused" in request.GET else None)
    return render(request, "styleguide.html", {"form": form, **_examples()})
