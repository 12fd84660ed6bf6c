"""Highlights and notes as HTML: in the passage of the exam, and beside the evidence in a review.

The script passage-marks.mjs draws the same elements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from assessments import services
from assessments.services import PassageMark, ReviewParagraph, Run, Stretch

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
    return _joined(
        format_html("<strong>{}</strong>", inner) if piece.strong else inner
        for piece in pieces
        for inner in [runs_html(piece.runs, note_html=_note_button, in_exam=True)]
    )


def review_html(paragraph: ReviewParagraph) -> SafeString:
    """A paragraph of a reviewed passage: the evidence, with links to the questions it decides, and
    the learner's highlights; notes stand in the text.
    """
    label = gettext("Evidence for question")
    stretches = zip(paragraph.stretches, paragraph.runs, strict=True)
    return _joined(_stretch(stretch, runs, label) for stretch, runs in stretches)


def _stretch(stretch: Stretch, runs: Iterable[Run], label: str) -> SafeString:
    text = runs_html(runs, note_html=_note_text, in_exam=False)
    if not stretch.numbers:
        return text
    numbers = [str(number) for number in stretch.first_of]
    link = ' <a class="evidence__link" href="#r-{}"><span class="vh">{} </span>{}</a>'
    return format_html(
        '<mark class="evidence" data-lit>{}{}{}</mark>',
        format_html_join("", '<span id="e-{}"></span>', ((number,) for number in numbers)),
        text,
        format_html_join("", link, ((number, label, number) for number in numbers)),
    )


def runs_html(
    runs: Iterable[Run], *, note_html: Callable[[str, str], SafeString], in_exam: bool
) -> SafeString:
    """Runs as marks and text, each note after its mark."""
    return _joined(
        piece
        for run in runs
        for piece in (
            _mark(run, in_exam) if run.colour else escape(run.text),
            *(note_html(uid, note) for uid, note in run.notes),
        )
    )


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 - each is safe


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
