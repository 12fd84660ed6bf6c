"""Where allauth is held: our adapter, and the three places where our codes take its codes' place.

allauth keeps the code in clear in the session and counts tries a session. Here the session holds a
handle, and a VerificationCode row, made where allauth would send, decides for all sessions.
`install` touches internal names: allauth is pinned exactly, and a test reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY,
    PasswordResetVerificationProcess,
)
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.cryptokit import compare_user_code as plain_comparison
from allauth.core.internal.httpkit import is_headless_request
from allauth.headless.account import inputs as headless_inputs
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.errors import ServiceError
from config.http import client_ip, problem_message, remember
from users import codes
from users.codes import CodeRequest
from users.models import Purpose, Theme, User

LONGEST_ADDRESS = 254


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This is your only address, so it stays."),
        "duplicate_email": _("This is already your address."),
        "email_password_mismatch": _("The address or the password is not right."),
        "email_taken": _("This address belongs to another account."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("The address or the password is not right."),
        "rate_limited": _("Too many requests. Wait a little and try again."),
        "same_as_current": _("This is the present value. Give another one."),
        "too_many_login_attempts": _("Too many failed logins. Try again in a few minutes."),
        "unknown_email": _("There is no such address in your account."),
        "unverified_primary_email": _("Your address must be confirmed first."),
    }

    def generate_email_verification_code(self) -> str:
        """A handle: the code is made when it is sent."""
        return codes.new_handle()

    def generate_password_reset_code(self) -> str:
        """A handle: the code is made when it is sent."""
        return codes.new_handle()

    def clean_email(self, email: str) -> str:
        """The address, if it fits a row; allauth lets longer ones through."""
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(_("This address is too long."), code="max_length")
        return email

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the settings, where the way to the password was."""
        return reverse("users:settings")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """A changed address leads back to the settings (signing up goes its own way)."""
        return reverse("users:settings")

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Go on, with the look that the account has on every device."""
        response: HttpResponse = super().post_login(request, user, **how)
        if user.theme != Theme.AUTO:
            remember(request, response, theme=user.theme)
        return response


def install() -> None:
    """Put our comparison and our sending in the place of allauth's, for pages and API alike."""
    account_forms.compare_user_code = compare_user_code
    headless_inputs.compare_user_code = compare_user_code
    EmailVerificationProcess.send = send_address_code
    PasswordResetVerificationProcess.send = send_reset_code


def compare_user_code(*, actual: str, expected: str | None) -> bool:
    """Whether the code is the one that was sent; counts the try. A GET only asks, and keeps it.

    Raises ValidationError with the refusal's own code and words; for programs, a limit that
    passes by itself is a 429.
    """
    request: HttpRequest = context.request
    handle = expected or _pending_reset(request)
    if handle is None or codes.code_id(handle) is None:
        return bool(plain_comparison(actual=actual, expected=expected or ""))
    try:
        codes.check(handle, actual, keep=request.method == "GET")
    except ServiceError as error:
        if error.http_status == 429 and is_headless_request(request):
            raise
        raise ValidationError(error.text(), code=error.code) from error
    return True


def send_address_code(
    process: EmailVerificationProcess, skip_enumeration_mails: bool = False
) -> None:
    """Make and send the code of an address; for one that is taken, a decoy and a notice.

    The notice is repeated when another code is asked for: without it that would take less time.
    """
    free = process.user is not None and not process.state.get("account_already_exists")
    signed_in = process.request.user.is_authenticated
    purpose = Purpose.EMAIL_CHANGE if signed_in else Purpose.SIGNUP
    notice = partial(get_adapter().send_account_already_exists_mail, process.state["email"])
    _issue(process, purpose.value, process.user if free else None, notice)
    process.did_send = True


def send_reset_code(process: PasswordResetVerificationProcess) -> None:
    """Make and send the code for a new password; for an unknown address, a decoy and a notice."""
    process.state["code"] = get_adapter().generate_password_reset_code()
    notice = partial(send_unknown_account_mail, process.request, process.state["email"])
    _issue(process, Purpose.PASSWORD_RESET.value, process.user, notice)


def _issue(process: Any, purpose: str, person: User | None, notice: Callable[[], None]) -> None:
    locale = translation.get_language() or "uz"
    asked = CodeRequest(
        purpose=purpose,
        target=process.state["email"],
        user_id=person.pk if person else None,
        ip=client_ip(process.request),
        locale=person.locale if person and purpose == Purpose.PASSWORD_RESET else locale,
    )
    try:
        codes.issue(process.state["code"], asked, notice=notice)
    except ServiceError as error:
        if is_headless_request(process.request):
            raise  # allauth drops a ready response here; users.headless makes one of this
        raise ImmediateHttpResponse(_refusal(process.request, error)) from error


def _pending_reset(request: HttpRequest) -> str | None:
    """The handle of a reset that allauth hides because nobody has the address."""
    state: dict[str, str] = request.session.get(PASSWORD_RESET_VERIFICATION_SESSION_KEY) or {}
    return state.get("code")


def _refusal(request: HttpRequest, error: ServiceError) -> HttpResponse:
    problem_message(request, error)
    if request.path == reverse("account_reset_password") and _pending_reset(request):
        return HttpResponseRedirect(reverse("account_confirm_password_reset_code"))
    return HttpResponseRedirect(request.get_full_path())
