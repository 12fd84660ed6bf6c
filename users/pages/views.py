"""Pages of the users app; signing up and logging in are allauth's views with our templates."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.errors import InvalidInput
from config.http import LearnerRequest, remember
from users import services
from users.pages.forms import ProfileForm

AGAIN = {"reset": "account_reset_password", "login": "account_login"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile_settings(request: LearnerRequest) -> HttpResponse:
    """Name, language, look and goal; the ways to the password and the address."""
    profile = services.profile(request.user.pk)
    form = ProfileForm.of(profile, request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            saved = services.update_profile(profile.id, form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(str(refusal.details["field"]), str(refusal.details["reason"]))
        else:
            return _saved(request, saved)
    return render(request, "users/settings.html", {"form": form, "profile": profile})


@require_http_methods(["GET", "HEAD", "POST"])
def start_again(request: HttpRequest) -> HttpResponse:
    """Drop a sign-up or a reset that waits for its code, to begin with another address or log in.

    A GET, from a reload or a bookmark, drops nothing.
    """
    if request.method == "POST" and not request.user.is_authenticated:
        request.session.flush()
    return redirect(AGAIN.get(request.POST.get("to", ""), "account_signup"))


def _saved(request: HttpRequest, profile: services.Profile) -> HttpResponse:
    with translation.override(profile.locale):
        messages.success(request, _("Saved."))
        response = HttpResponseRedirect(reverse("users:settings"))
    choices = {settings.LANGUAGE_COOKIE_NAME: profile.locale, "theme": profile.theme}
    remember(request, response, **choices)
    return response
