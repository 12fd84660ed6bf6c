"""Note completion: gaps in notes, filled with words of the passage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class NoteCompletion(Gaps):
    """Notes with headings and points."""

    slug = "note_completion"
    label = _("Note completion")
    layout = "notes"
    needs_body = True
    instructions = "Complete the notes. Write **%(limit)s** from the passage for each answer."


TYPE = NoteCompletion()
