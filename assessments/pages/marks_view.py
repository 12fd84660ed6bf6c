"""Highlights and notes as HTML: in the passage of the exam, and beside the evidence in a review.

The script passage-marks.mjs draws the same elements.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from assessments import services
from assessments.services import PassageMark, Run

STICKY = mark_safe('<svg class="icon" aria-hidden="true"><use href="#i-sticky-note"/></svg>')
NAMES = ("uid", "paragraph", "start", "end", "colour", "note", "seq")


def as_json(marks: Iterable[PassageMark]) -> str:
    """Highlights of one part for the script."""
    return json.dumps(
        [{name: _plain(getattr(mark, name)) for name in NAMES} for mark in marks],
        ensure_ascii=False,
    )


def marked_passage(passage: Any, marks: Sequence[PassageMark]) -> Mapping[str, Any] | None:
    """The passage with `html` in each paragraph that has a highlight."""
    if not isinstance(passage, dict) or not marks:
        return passage if isinstance(passage, dict) else None
    paragraphs = []
    for number, paragraph in enumerate(passage["paragraphs"], 1):
        own = [mark for mark in marks if mark.paragraph == number]
        html = {"html": paragraph_html(paragraph["text"], own)} if own else {}
        paragraphs.append({**paragraph, **html})
    return {**passage, "paragraphs": paragraphs}


def paragraph_html(text: str, marks: Iterable[PassageMark]) -> SafeString:
    """A paragraph of the exam with its highlights; a note opens by its button."""
    spots = [
        services.Spot(str(mark.uid), mark.start, mark.end, mark.colour, mark.note) for mark in marks
    ]
    pieces = services.drawn(text, spots)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<strong>{}</strong>", inner) if piece.strong else inner,)
            for piece in pieces
            for inner in [runs_html(piece.runs, note_html=_note_button, in_exam=True)]
        ),
    )


def review_html(runs: Iterable[Run]) -> SafeString:
    """A stretch of a reviewed passage with the learner's highlights; notes stand in the text."""
    return runs_html(runs, note_html=_note_text, in_exam=False)


def runs_html(runs: Iterable[Run], *, note_html: Any, in_exam: bool) -> SafeString:
    """Runs as marks and text, each note after its mark."""
    return format_html_join(
        "",
        "{}{}",
        (
            (
                _mark(run, in_exam) if run.colour else escape(run.text),
                format_html_join("", "{}", ((note_html(uid, note),) for uid, note in run.notes)),
            )
            for run in runs
        ),
    )


def _mark(run: Run, in_exam: bool) -> SafeString:
    noted = mark_safe(" data-note") if run.noted else ""
    focus = mark_safe(' tabindex="0"') if in_exam and run.leads else ""
    return format_html(
        '<mark class="highlight" data-colour="{}" data-marks="{}"{}{}>{}</mark>',
        run.colour,
        " ".join(run.spots),
        noted,
        focus,
        run.text,
    )


def _note_button(uid: str, note: str) -> SafeString:
    return format_html(
        '<span class="note-mark" data-aside data-uid="{}">'
        '<button type="button" class="note-mark__button" popovertarget="note-{}" aria-label="{}">'
        '{}</button><span class="note-mark__text" id="note-{}" popover>{}</span></span>',
        uid,
        uid,
        f"{gettext('Note')}: {note}",
        STICKY,
        uid,
        note,
    )


def _note_text(uid: str, note: str) -> SafeString:
    return format_html(
        ' <span class="own-note" id="note-{}">{}<span class="vh">{}: </span>{}</span> ',
        uid,
        STICKY,
        gettext("Note"),
        note,
    )


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)
