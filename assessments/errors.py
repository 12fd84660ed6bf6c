"""Every refusal of assessments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from assessments.draft_fields import DraftFault
from assessments.publish_faults import PublishFault
from config.errors import Conflict, IdempotencyKeyReused, InvalidInput, NotFound, ServiceError


class ExamNotFound(NotFound):
    """There is no such test on offer."""


class AttemptNotFound(NotFound):
    """There is no such attempt, or it is another person's."""


class AttemptNotStarted(Conflict):
    """The attempt has not begun: its tokens are not paid yet."""

    code = "attempt-not-started"
    message = _("This attempt has not started yet.")


class AttemptClosed(Conflict):
    """The attempt is handed in or its time is over."""

    code = "attempt-closed"
    message = _("This attempt is closed.")


class ModeNotOffered(InvalidInput):
    """The test can not be taken in this mode. details: field, reason."""

    code = "mode-not-offered"


class StartKeyReused(IdempotencyKeyReused):
    """The Idempotency-Key already names an attempt at another test, or in another mode."""

    message = _("This Idempotency-Key was already used for another test.")


class MoveRefused(Conflict):
    """An attempt can not go from its state to the other one. details: state, to."""

    code = "move-refused"
    message = _("This attempt can not change its state. State now: %(state)s.")


class UnknownQuestion(InvalidInput):
    """The version has no such question. details: field, reason."""

    code = "unknown-question"


class KindNotReady(Conflict):
    """Tests of this kind can be written but not yet marked, so not published. details: kind."""

    code = "kind-not-ready"
    message = _("Tests of this kind can not be published yet.")


class SlugTaken(Conflict):
    """Another test of the kind has this slug. details: slug."""

    code = "slug-taken"
    message = _("Another test of this kind has this slug: %(slug)s")


class IfMatchMissing(ServiceError):
    """A draft is replaced only by somebody who has read it: send its ETag as If-Match."""

    code, http_status = "if-match-missing", 428
    message = _("Send the ETag of the draft you have read as If-Match.")


class DraftChanged(ServiceError):
    """Somebody changed the draft since it was read. details: etag (now)."""

    code, http_status = "draft-changed", 412
    message = _("The draft was changed by somebody else. Read it again.")


class DraftInvalid(ServiceError):
    """A document holds values that can not be taken. details: errors, each with its path."""

    code, http_status = "draft-invalid", 400
    message = _("The draft has values that can not be taken.")

    def __init__(self, faults: tuple[DraftFault, ...]) -> None:
        self.faults = faults
        super().__init__(errors=worded((fault.path, fault.code, fault.text) for fault in faults))


class NotPublishable(ServiceError):
    """The checks found something missing. details: errors, each with what it concerns."""

    code, http_status = "not-publishable", 409
    message = _("The test can not be published yet.")

    def __init__(self, faults: tuple[PublishFault, ...]) -> None:
        self.faults = faults
        super().__init__(errors=worded((fault.path, fault.code, fault.text) for fault in faults))


class NotPublished(Conflict):
    """The test was never published."""

    code = "not-published"
    message = _("This test was never published.")


class MediaNotFound(NotFound):
    """There is no such file, or the person may not see it."""


class MediaRefused(InvalidInput):
    """The file is not one of the sorts that tests can hold. details: field, reason."""

    code = "media-refused"


def worded(faults: Iterable[tuple[str, str, Callable[[], str]]]) -> Any:
    """Faults for a problem document; the sentences are made in the language of the reader."""
    return [
        {"field": path, "code": code, "detail": lazy(text, str)()} for path, code, text in faults
    ]


class TooManyAnswers(ServiceError):
    """A batch holds more answers than one request may. details: most."""

    code, http_status = "too-many-answers", 400
    message = _("Too many answers in one request. Allowed: %(most)d.")


class ReasonMissing(InvalidInput):
    """An act of the staff needs a reason. details: field, reason."""

    code = "reason-missing"


class ResultNotReleased(Conflict):
    """The result may not be shown yet. details: state."""

    code = "result-not-released"
    message = _("The result is not shown yet.")


class ResultOnDate(ResultNotReleased):
    """The result has a day on which it is shown. details: state, when."""

    message = _("The result will be shown on %(when)s.")
