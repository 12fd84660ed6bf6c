"""Which language a request speaks.

Learner pages: the URL decides (no prefix is uz). Other paths (admin, API): the account's language,
then the cookie, then Accept-Language; Django's own middleware would make them always uz.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware:
    """Activates the language; sends a first visit to `/` where Accept-Language points."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the request's language."""
        path = request.path_info
        known_visitor = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if path == "/" and not known_visitor and request.method in ("GET", "HEAD"):
            wanted = translation.get_language_from_request(request)
            if wanted != settings.LANGUAGE_CODE:
                redirect = HttpResponseRedirect(f"/{wanted}/")
                patch_vary_headers(redirect, ("Accept-Language", "Cookie"))
                return redirect
        language = self._language(request, path)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest, path: str) -> str:
        if prefix := translation.get_language_from_path(path):
            return prefix
        if not path.startswith(settings.PATHS_WITHOUT_LANGUAGE):
            return settings.LANGUAGE_CODE
        account = getattr(request.user, "locale", "") if hasattr(request, "user") else ""
        if account in dict(settings.LANGUAGES):
            return account
        return translation.get_language_from_request(request)
