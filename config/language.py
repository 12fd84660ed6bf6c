"""Which language a request speaks.

Learner pages: the URL decides (no prefix is uz). Other paths (admin, API): the account's language,
then the cookie, then Accept-Language; Django's own middleware would make them always uz.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes


class LanguageMiddleware:
    """Activates the language; sends a visit to `/` where the cookie or Accept-Language points."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the request's language."""
        path = request.path_info
        if request.method in ("GET", "HEAD") and (redirect := self._elsewhere(request, path)):
            return redirect
        language = self._language(request, path)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _elsewhere(self, request: HttpRequest, path: str) -> HttpResponse | None:
        """Where the first page speaks the visitor's language; where `/uz/…` has its one address."""
        unprefixed = f"/{settings.LANGUAGE_CODE}"
        if f"{path}/".startswith(f"{unprefixed}/"):
            rest = request.get_full_path().removeprefix(unprefixed)
            rest = rest if rest.startswith("/") else f"/{rest}"
            return HttpResponsePermanentRedirect(escape_leading_slashes(rest))
        if path == "/":
            wanted = translation.get_language_from_request(request)
            if wanted != settings.LANGUAGE_CODE:
                redirect = HttpResponseRedirect(f"/{wanted}/")
                patch_vary_headers(redirect, ("Accept-Language", "Cookie"))
                return redirect
        return None

    def _language(self, request: HttpRequest, path: str) -> str:
        if prefix := translation.get_language_from_path(path):
            return prefix
        if not path.startswith(settings.PATHS_WITHOUT_LANGUAGE):
            return settings.LANGUAGE_CODE
        account = getattr(request.user, "locale", "") if hasattr(request, "user") else ""
        if account in dict(settings.LANGUAGES):
            return account
        return translation.get_language_from_request(request)
