"""The product's addresses, and the two bare views that everything is compared with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response

from config.api import ApiView
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as product
from users.services import record

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class BareInsertView(ApiView):
    """Our authentication, our parser, one INSERT."""

    def post(self, request: Request) -> Response:
        """Write one row."""
        record("bench", actor_id=self.user_id, subject_id=self.user_id, data={})
        return Response({"ok": bool(request.data)})


@require_safe
def bare_page(request: HttpRequest) -> HttpResponse:
    """The base page, rendered for a signed-in person."""
    return render(request, "base.html")


urlpatterns = [
    path("bench/insert/", BareInsertView.as_view()),
    path("bench/page/", bare_page),
    *product,
]
