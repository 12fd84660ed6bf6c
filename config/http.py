"""What views share: the typed request, the caller's address, a refusal as a message, files."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from config.errors import ServiceError

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django_htmx.middleware import HtmxDetails


YEAR_S = 31_536_000


class LearnerRequest(HttpRequest):
    """A request of a signed-in person, as views behind `login_required` see it."""

    user: AbstractBaseUser  # type: ignore[assignment]  # never anonymous behind login_required
    htmx: HtmxDetails


def client_ip(request: HttpRequest) -> str:
    """The caller's address. X-Forwarded-For counts only as far as our own proxies wrote it."""
    proxies: int = settings.TRUSTED_PROXIES
    address = str(request.META.get("REMOTE_ADDR", ""))
    if proxies:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            address = hops[-proxies]
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


def remember(request: HttpRequest, response: HttpResponse, **choices: str) -> None:
    """Keep how the pages look and speak in cookies of these names, for a year."""
    for name, value in choices.items():
        response.set_cookie(name, value, max_age=YEAR_S, samesite="Lax", secure=request.is_secure())


def problem_message(request: HttpRequest, error: ServiceError) -> None:
    """Show a refusal on the next page."""
    messages.error(request, error.text())


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """A redirect to the page the form was on, or to the URL name `otherwise`."""
    referrer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        referrer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(referrer if safe else reverse(otherwise))


def private_file(content: bytes, mime: str) -> HttpResponse:
    """A file for one person alone; it never changes, and nothing in it may run."""
    response = HttpResponse(content, content_type=mime)
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def refusal_page(request: HttpRequest, error: ServiceError) -> HttpResponse:
    """A whole page that says why, with the refusal's own status."""
    return render(
        request,
        "refused.html",
        {"text": error.text(), "code": error.code},
        status=error.http_status,
    )
