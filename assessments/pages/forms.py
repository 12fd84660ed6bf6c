"""What the learner pages accept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import services


class CatalogueForm(forms.Form):
    """What the catalogue is narrowed to; every choice may stay open."""

    kind = forms.ChoiceField(
        label=_("Skill"), required=False, choices=lambda: [("", _("All")), *services.kinds()]
    )
    family = forms.ChoiceField(
        label=_("Exam"), required=False, choices=lambda: [("", _("All")), *services.families()]
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=lambda: [("", _("All")), *services.levels()]
    )
    cursor = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class StartForm(forms.Form):
    """The one-time key that the page of a test was drawn with."""

    key = forms.RegexField(r"^[A-Za-z0-9\-]{8,64}$", widget=forms.HiddenInput)
