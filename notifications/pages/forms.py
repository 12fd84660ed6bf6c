"""What comes in a query string or a form of the inbox."""

from __future__ import annotations

from django import forms


class InboxQuery(forms.Form):
    """Which page of the inbox."""

    cursor = forms.CharField(required=False, max_length=500)


class ReadAllForm(forms.Form):
    """The mark of the page that the button was on."""

    up_to = forms.CharField(max_length=500)
