"""What signing up asks beyond address and password: nothing; but it refuses and remembers."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal.httpkit import is_headless_request
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation

from config.errors import ServiceError
from config.http import client_ip
from users import accounts, codes
from users.models import Purpose, User


class SignupForm(forms.Form):
    """The base of allauth's sign-up form and of its headless input."""

    account_already_exists: bool

    def clean(self) -> dict[str, Any]:
        """Refuse before anything is written, and free an address that nobody ever proved."""
        cleaned = super().clean() or {}
        email = cleaned.get("email")
        if not email or self.errors:
            return cleaned
        try:
            codes.refuse_if_asked_too_often(Purpose.SIGNUP, email, client_ip(context.request))
        except ServiceError as error:
            if is_headless_request(context.request):
                raise
            raise ValidationError(error.text(), code=error.code) from error
        if self.account_already_exists and accounts.release_unproved(email):
            self.account_already_exists = False
        if self.account_already_exists:
            make_password("as long as for a new account")
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """The account speaks the language of the page it was made on."""
        user.locale = translation.get_language() or user.locale
        user.save(update_fields=["locale"])
