"""Publishing: a checked draft is frozen as a version, which is what learners take for ever."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone

from assessments import draft_rows
from assessments.draft_schema import SCHEMA, Object
from assessments.drafts import find, locked
from assessments.errors import KindNotReady, NotPublishable, NotPublished
from assessments.kinds import KINDS
from assessments.models import Exam, ExamVersion, Status
from assessments.publish_checks import check_document, max_raw, questions
from assessments.publish_faults import PublishFault
from assessments.questions.drafts import freeze_group
from assessments.questions.parsing import objects
from config.databases import atomic
from config.page import Json, Page, cut, decode_position
from users import services as users

AUTHORS_ONLY = ("groups", "transcript")
FROZEN = (
    *("kind", "family", "level_from", "level_to", "title", "instructions", "language"),
    *("duration_s", "release"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A published version; `current` is the one that new attempts get."""

    number: int
    sha256: str
    questions: int
    max_raw: int
    duration_s: int
    note: str
    published_at: datetime
    published_by: int | None
    current: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """What publishing makes of a draft: the shown document, the keys, the scale."""

    document: dict[str, Json]
    keys: dict[str, Json]
    scale: dict[str, Json]
    sha256: str


def check(kind: str, slug: str) -> tuple[PublishFault, ...]:
    """Everything that keeps a test from being published; () if it can be. Raises ExamNotFound."""
    return check_document(draft_rows.document_of(find(kind, slug)), KINDS[kind])


def publish(
    kind: str, slug: str, *, actor_id: int | None, note: str = "", at: datetime | None = None
) -> Version:
    """Freeze the draft as the next version and put the test on offer.

    An unchanged draft makes no new version: the current one is returned. Attempts at older
    versions stay as they are. Raises ExamNotFound, KindNotReady, and NotPublishable with every
    fault.
    """
    now = at or timezone.now()
    with atomic(Exam):
        exam = locked(kind, slug)
        if not KINDS[kind].ready:
            raise KindNotReady(kind=kind)
        draft = draft_rows.document_of(exam)
        if faults := check_document(draft, KINDS[kind]):
            raise NotPublishable(faults)
        before = exam.status, exam.current_version_id
        version = _version(exam, draft, actor_id, note[:300], now)
        exam.current_version, exam.status = version, Status.PUBLISHED
        changed = before != (exam.status, version.pk)
        if changed:
            exam.save(update_fields=["current_version", "status", "updated_at"])
        found = _value(version, current=True, attempts=version.attempts.count())
    if changed:
        _record("test.published", kind, slug, actor_id, version=found.number)
    return found


def archive(kind: str, slug: str, *, actor_id: int | None) -> None:
    """Take a test off offer; attempts and results stay. Repeating it changes nothing.

    Raises ExamNotFound, and NotPublished for a test that never was on offer.
    """
    with atomic(Exam):
        exam = locked(kind, slug)
        if exam.current_version_id is None:
            raise NotPublished
        changed = exam.status != Status.ARCHIVED
        exam.status = Status.ARCHIVED
        exam.save(update_fields=["status", "updated_at"])
    if changed:
        _record("test.archived", kind, slug, actor_id)


def exam_versions(
    kind: str, slug: str, *, cursor: str | None = None, limit: int = 20
) -> Page[Version]:
    """The versions of a test, newest first. Raises ExamNotFound and BadCursor."""
    exam = find(kind, slug)
    rows = exam.versions.annotate(attempted=Count("attempts")).order_by("-number")
    rows = rows.defer("document", "keys", "scale")
    if (below := decode_position(cursor)) is not None:
        rows = rows.filter(number__lt=below)

    def value(row: Any) -> Version:
        current = row.pk == exam.current_version_id
        return _value(row, current=current, attempts=row.attempted)

    return cut(list(rows[: limit + 1]), limit, value, lambda row: row.number)


def freeze(draft: Object) -> Frozen:
    """A checked draft as a version holds it; the same draft gives the same sha256. Pure."""
    keys: dict[str, Json] = {}
    parts: list[Json] = []
    for part in objects(draft["parts"]):
        frozen = [freeze_group(group, part) for group in objects(part["groups"])]
        for group in frozen:
            keys |= group.keys
        shown = {name: value for name, value in part.items() if name not in AUTHORS_ONLY}
        parts.append({**shown, "groups": [group.document for group in frozen]})
    document: dict[str, Json] = {
        "schema": SCHEMA,
        **{name: draft[name] for name in FROZEN},
        "parts": parts,
    }
    key_document: dict[str, Json] = {"schema": SCHEMA, "questions": keys}
    scale = draft["scale"] if isinstance(draft["scale"], dict) else {}
    whole = json.dumps(
        [document, key_document, scale], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return Frozen(document, key_document, scale, hashlib.sha256(whole.encode()).hexdigest())


def _version(
    exam: Exam, draft: Object, actor_id: int | None, note: str, now: datetime
) -> ExamVersion:
    """The current version if it is the same, else a new row."""
    frozen = freeze(draft)
    last = exam.versions.order_by("-number").first()
    if last is not None and last.sha256 == frozen.sha256:
        return last
    version = ExamVersion(
        exam=exam,
        kind=exam.kind,
        number=last.number + 1 if last else 1,
        title=exam.title,
        family=exam.family,
        level_from=exam.level_from,
        level_to=exam.level_to,
        schema=SCHEMA,
        document=frozen.document,
        keys=frozen.keys,
        scale=frozen.scale,
        sha256=frozen.sha256,
        duration_s=exam.duration_s,
        questions=max(int(str(question["number_to"])) for question in questions(draft)),
        max_raw=max_raw(draft),
        note=note,
        published_at=now,
        published_by=actor_id,
    )
    version.save(force_insert=True)
    return version


def _value(row: ExamVersion, *, current: bool, attempts: int) -> Version:
    return Version(
        number=row.number,
        sha256=row.sha256,
        questions=row.questions,
        max_raw=row.max_raw,
        duration_s=row.duration_s,
        note=row.note,
        published_at=row.published_at,
        published_by=row.published_by,
        current=current,
        attempts=attempts,
    )


def _record(action: str, kind: str, slug: str, actor_id: int | None, **data: str | int) -> None:
    users.record(
        action, actor_id=actor_id, subject_id=None, data={"kind": kind, "slug": slug, **data}
    )
