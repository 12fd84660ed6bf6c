"""What assessments offers to its own faces. It calls the other apps; none calls it."""

from __future__ import annotations

from assessments.catalogue import (
    ExamCard,
    ExamFilter,
    ExamPage,
    PartCard,
    catalogue,
    count_exams,
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
from assessments.demo import load_demo
from assessments.drafts import Draft, NewExam, create_exam, draft, replace_draft
from assessments.media import (
    MediaContent,
    MediaFile,
    add_media,
    media_content,
    media_of_attempt,
)
from assessments.publish_faults import PublishFault
from assessments.publishing import Version, archive, check, exam_versions, publish

__all__ = [
    "AttemptState",
    "Draft",
    "ExamCard",
    "ExamFilter",
    "ExamPage",
    "GivenAnswer",
    "MediaContent",
    "MediaFile",
    "NewExam",
    "Paper",
    "PartCard",
    "PublishFault",
    "RefusedAnswer",
    "Saved",
    "Version",
    "add_media",
    "archive",
    "attempt",
    "attempts",
    "catalogue",
    "check",
    "count_exams",
    "create_exam",
    "draft",
    "exam_page",
    "exam_versions",
    "flag",
    "heartbeat",
    "load_demo",
    "media_content",
    "media_of_attempt",
    "paper",
    "publish",
    "replace_draft",
    "save",
    "save_form",
    "start",
    "submit",
]
