"""What assessments offers to its own faces. It calls the other apps; none calls it."""

from __future__ import annotations

from assessments.analysis.evidence import Stretch
from assessments.analysis.wording import StepText, reason_words, step_text, type_label
from assessments.catalogue import (
    ExamCard,
    ExamFilter,
    ExamPage,
    PartCard,
    catalogue,
    count_exams,
    exam_page,
    families,
    kinds,
    levels,
    question_types,
    states,
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
from assessments.errors import (
    DraftChanged,
    DraftInvalid,
    ExamNotFound,
    IfMatchMissing,
    KindNotReady,
    MediaNotFound,
    MediaRefused,
    NotPublishable,
    NotPublished,
    SlugTaken,
)
from assessments.history import (
    AnalysisLine,
    Estimate,
    PastResult,
    ProgressPoint,
    analyses,
    estimates,
    history,
    progress,
)
from assessments.judging import rejudge, release
from assessments.media import (
    MediaContent,
    MediaFile,
    add_media,
    media_content,
    media_of_attempt,
)
from assessments.preview import Preview, PreviewPart, preview
from assessments.publish_faults import PublishFault
from assessments.publishing import Version, archive, check, exam_versions, publish
from assessments.reports import (
    EarlierResult,
    NextBand,
    NextStep,
    PartResult,
    QuestionResult,
    Report,
    TypeResult,
    analysis,
)
from assessments.reviews import Review, ReviewedQuestion, review, shows
from payments.services import InsufficientTokens

__all__ = [
    "AnalysisLine",
    "AttemptState",
    "Draft",
    "DraftChanged",
    "DraftInvalid",
    "EarlierResult",
    "Estimate",
    "ExamCard",
    "ExamFilter",
    "ExamNotFound",
    "ExamPage",
    "GivenAnswer",
    "IfMatchMissing",
    "InsufficientTokens",
    "KindNotReady",
    "MediaContent",
    "MediaFile",
    "MediaNotFound",
    "MediaRefused",
    "NewExam",
    "NextBand",
    "NextStep",
    "NotPublishable",
    "NotPublished",
    "Paper",
    "PartCard",
    "PartResult",
    "PastResult",
    "Preview",
    "PreviewPart",
    "ProgressPoint",
    "PublishFault",
    "QuestionResult",
    "RefusedAnswer",
    "Report",
    "Review",
    "ReviewedQuestion",
    "Saved",
    "SlugTaken",
    "StepText",
    "Stretch",
    "TypeResult",
    "Version",
    "add_media",
    "analyses",
    "analysis",
    "archive",
    "attempt",
    "attempts",
    "catalogue",
    "check",
    "count_exams",
    "create_exam",
    "draft",
    "estimates",
    "exam_page",
    "exam_versions",
    "families",
    "flag",
    "heartbeat",
    "history",
    "kinds",
    "levels",
    "load_demo",
    "media_content",
    "media_of_attempt",
    "paper",
    "preview",
    "progress",
    "publish",
    "question_types",
    "reason_words",
    "rejudge",
    "release",
    "replace_draft",
    "review",
    "save",
    "save_form",
    "shows",
    "start",
    "states",
    "step_text",
    "submit",
    "type_label",
]
