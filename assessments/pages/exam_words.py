"""What the scripts of the exam screen say, as attributes of elements: made once a language."""

from __future__ import annotations

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, dict[str, Promise]] = {
    "clock": {
        "left": _("Time left:"),
        "open": _("Questions without an answer:"),
        "minutes": _("min"),
        "more": _("Extra time was added."),
        "hide": _("Hide the time"),
        "show": _("Show the time"),
        "hidden": _("Time"),
    },
    "outbox": {
        "ready": _("Answers are saved by themselves"),
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "failed": _("Not saved: go on, do not close the page. Answers waiting:"),
        "offline": _("No internet. Kept on this device:"),
        "back": _("All answers are saved."),
        "lost": _("The connection is lost. Answers are kept on this device; the clock goes on."),
        "session": _(
            "You were signed out. Log in in another window; your answers are kept on this device."
        ),
        "stay": _("There is no internet: stay on this page until your answers are saved."),
    },
    "marks": {
        "note": _("Note"),
        "on": _("Highlight mode is on. Choose sentences; Escape ends it."),
        "off": _("Highlight mode is off."),
        "marked": _("Highlighted"),
        "cleared": _("Highlight removed"),
        "full": _("This part has as many highlights as it can hold."),
    },
    "palette": {
        "answered": _("answered"),
        "flagged": _("flagged"),
        "current": _("current"),
    },
}


def words() -> dict[str, SafeString]:
    """The `data-words-…` attributes by element, in the active language."""
    return _words(get_language() or "uz")


@lru_cache(maxsize=8)
def _words(language: str) -> dict[str, SafeString]:
    with override(language):
        return {
            element: format_html_join(
                "", ' data-words-{}="{}"', ((k, str(v)) for k, v in said.items())
            )
            for element, said in WORDS.items()
        }
