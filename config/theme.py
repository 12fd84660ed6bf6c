"""The reader's theme: day, night, high contrast, or what the device says. Kept in a cookie."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from config.http import back

THEMES = ("auto", "light", "dark", "contrast")
YEAR = 60 * 60 * 24 * 365


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back to its page; an unknown theme changes nothing."""
    response = back(request, "assessments:landing")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response
