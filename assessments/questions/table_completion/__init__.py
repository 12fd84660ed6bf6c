"""Table completion: gaps in a table, filled with words of the passage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessments.interactions.gaps import Gaps


class TableCompletion(Gaps):
    """A table; its first line is the head."""

    slug = "table_completion"
    label = _("Table completion")
    layout = "table"
    needs_body = True
    instructions = "Complete the table. Write **%(limit)s** from the passage for each answer."


TYPE = TableCompletion()
