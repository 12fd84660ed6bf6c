"""The reader's theme: day, night, high contrast, or what the device says. Kept in a cookie."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from config.http import back, remember

THEMES = ("auto", "light", "dark", "contrast")


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back to its page; an unknown theme changes nothing."""
    response = back(request, "assessments:landing")
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        remember(request, response, theme=theme)
    return response
