"""What assessments offers to its own faces. It calls the other apps; none calls it."""

from __future__ import annotations

from assessments.catalogue import (
    ExamCard,
    ExamFilter,
    ExamPage,
    PartCard,
    catalogue,
    count,
    exam_page,
)
from assessments.delivery.attempts import (
    AttemptState,
    GivenAnswer,
    Paper,
    attempt,
    attempts,
    flag,
    heartbeat,
    paper,
)
from assessments.delivery.autosave import RefusedAnswer, Saved, save
from assessments.delivery.closing import submit
from assessments.delivery.forms import save_form
from assessments.delivery.start import start
from assessments.drafts import Draft, NewExam, create_exam, draft, replace_draft
from assessments.publishing import Version, archive, check, exam_versions, publish

__all__ = [
    "AttemptState",
    "Draft",
    "ExamCard",
    "ExamFilter",
    "ExamPage",
    "GivenAnswer",
    "NewExam",
    "Paper",
    "PartCard",
    "RefusedAnswer",
    "Saved",
    "Version",
    "archive",
    "attempt",
    "attempts",
    "catalogue",
    "check",
    "count",
    "create_exam",
    "draft",
    "exam_page",
    "exam_versions",
    "flag",
    "heartbeat",
    "paper",
    "publish",
    "replace_draft",
    "save",
    "save_form",
    "start",
    "submit",
]
