"""The query strings of the result pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import services


class ReviewForm(forms.Form):
    """Which questions of a review are shown, and of which part; without one, of the first."""

    show = forms.ChoiceField(choices=[(name, name) for name in services.shows()], required=False)
    part = forms.IntegerField(required=False, min_value=1)


class HistoryForm(forms.Form):
    """Which results are listed, and from where."""

    kind = forms.ChoiceField(label=_("Kind of test"), required=False)
    cursor = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101  told to the type checker
        kind.choices = [("", _("All")), *services.kinds()]
