"""Forms of the pages: allauth's with our words, and the profile."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from users.services import Profile, profile_choices

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "password1": _("Password"),
    "oldpassword": _("Present password"),
    "code": _("Code of six digits"),
}
PASSWORD_HINT = _("At least 10 characters. A short sentence is easy to remember.")


class OurWords:
    """Our labels; no placeholders, one password field (it can be shown), no links in hints."""

    fields: dict[str, forms.Field]
    field_order: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = PASSWORD_HINT if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OurWords, allauth_forms.LoginForm):
    """Address and password."""


class SignupForm(OurWords, allauth_forms.SignupForm):
    """Address and password of a new account."""


class AddEmailForm(OurWords, allauth_forms.AddEmailForm):
    """A new address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")


class NewPassword(OurWords):
    """The field is for a new password, whatever stands beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class ChangePasswordForm(NewPassword, allauth_forms.ChangePasswordForm):
    """The present password and a new one."""


class SetPasswordForm(NewPassword, allauth_forms.SetPasswordForm):
    """A first password."""


class ResetPasswordKeyForm(NewPassword, allauth_forms.ResetPasswordKeyForm):
    """A new password after a code."""


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):
    """The address of a forgotten password."""


class ReauthenticateForm(OurWords, allauth_forms.ReauthenticateForm):
    """The password once more."""


class CodeField(OurWords):
    """One field that phones fill from the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "pattern": "[0-9 \\-]*",
                "maxlength": "12",
            }
        )


class ConfirmEmailCodeForm(CodeField, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code of an address."""


class ConfirmResetCodeForm(CodeField, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code for a new password."""


class ProfileForm(forms.Form):
    """Name, language, look and goal."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    locale = forms.ChoiceField(label=_("Language"))
    theme = forms.ChoiceField(label=_("Look"))
    target_exam = forms.ChoiceField(label=_("Exam"), required=False)
    target_band = forms.DecimalField(
        label=_("Band you want"),
        help_text=_("From 0 to 9 in steps of a half, for example 6.5."),
        required=False,
        localize=True,
    )
    exam_date = forms.DateField(
        label=_("Date of the exam"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = profile_choices()
        for name, choices in (
            ("locale", offered.locales),
            ("theme", offered.themes),
            ("target_exam", (("", _("No exam chosen")), *offered.exams)),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    @classmethod
    def of(cls, profile: Profile, data: Any = None) -> ProfileForm:
        """The form of a profile, bound if there is data."""
        target = profile.target
        return cls(
            data,
            initial={
                "name": profile.name,
                "locale": profile.locale,
                "theme": profile.theme,
                "target_exam": target.exam if target else "",
                "target_band": target.band if target else None,
                "exam_date": target.date if target else None,
            },
        )
