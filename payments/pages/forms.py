"""What the pages of payments are asked with."""

from __future__ import annotations

from django import forms


class NeededQuery(forms.Form):
    """A learner who lacked tokens for a test arrives with the number that it costs."""

    needed = forms.IntegerField(min_value=1, max_value=1_000_000)


class StatementQuery(forms.Form):
    """Where in the token history to go on."""

    cursor = forms.CharField(max_length=500, required=False)
