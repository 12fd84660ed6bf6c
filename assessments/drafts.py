"""What authors write: a test is made, read and replaced as one document with its keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from django.db import IntegrityError

from assessments import draft_rows
from assessments.draft_fields import Faults, inner
from assessments.draft_schema import Object, groups, named, read_draft
from assessments.errors import DraftChanged, DraftInvalid, ExamNotFound, IfMatchMissing, SlugTaken
from assessments.kinds import KINDS
from assessments.models import Exam, Media, Part, Question, QuestionGroup
from assessments.models.exams import RESERVED_SLUGS
from assessments.questions.parsing import objects
from config.databases import atomic
from config.page import Json, Text
from users import services as users

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class NewExam:
    """What a new test begins with; everything else follows in its draft."""

    slug: str
    title: Text
    family: str = "custom"
    level_from: str = "B1"
    level_to: str = "C1"
    tokens: int = 1
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A test as its authors see it. `etag` changes with every change of the draft."""

    kind: str
    slug: str
    etag: str
    document: dict[str, Json]
    status: str
    published: int | None


def create_exam(kind: str, new: NewExam, *, actor_id: int | None) -> Draft:
    """A new, empty test of a kind. Raises DraftInvalid and SlugTaken."""
    document: dict[str, Json] = {
        "schema": 1,
        "title": cast(Json, new.title),
        "family": new.family,
        "level_from": new.level_from,
        "level_to": new.level_to,
        "tokens": new.tokens,
        "duration_s": KINDS[kind].duration_s if new.duration_s is None else new.duration_s,
        "parts": [],
    }
    kept, faults = read_draft(document, kind=kind, slug=new.slug)
    if len(new.slug) > 80 or not SLUG.fullmatch(new.slug):
        faults.note("slug", "not-a-slug")
    if new.slug in RESERVED_SLUGS:
        faults.note("slug", "slug-reserved")
    if faults:
        raise DraftInvalid(tuple(faults))
    exam = Exam(kind=kind, slug=new.slug, created_by=actor_id)
    draft_rows.fill(exam, kept)
    try:
        with atomic(Exam):
            exam.save(force_insert=True)
    except IntegrityError as error:
        raise SlugTaken(slug=new.slug) from error
    users.record(
        "test.created", actor_id=actor_id, subject_id=None, data={"kind": kind, "slug": new.slug}
    )
    return _draft(exam)


def draft(kind: str, slug: str) -> Draft:
    """The draft of a test with its keys: for its authors only. Raises ExamNotFound."""
    return _draft(find(kind, slug))


def replace_draft(
    kind: str, slug: str, document: Json, *, if_match: str | None, actor_id: int | None
) -> Draft:
    """Put a whole document in place of a draft; published versions stay as they are.

    `if_match` is the etag that the author read ("*" for any). Uids in the document are kept, also
    new ones; missing ones are made. The same document again changes nothing. Raises ExamNotFound,
    IfMatchMissing, DraftChanged, and DraftInvalid with every fault; then nothing is written.
    """
    if not if_match:
        raise IfMatchMissing
    kept, faults = read_draft(document, kind=kind, slug=slug)
    if faults:
        raise DraftInvalid(tuple(faults))
    try:
        with atomic(Exam):
            exam = locked(kind, slug)
            if if_match not in ("*", str(exam.draft_revision)):
                raise DraftChanged(etag=str(exam.draft_revision))
            media = _media_of(kept, faults)
            ids = _ids_of(exam, kept, faults)
            if faults:
                raise DraftInvalid(tuple(faults))
            if kept == draft_rows.document_of(exam):
                return _draft(exam)
            _replace_rows(exam, kept, media, ids)
            stored = _draft(exam)
    except IntegrityError as error:
        raise DraftChanged(etag="") from error
    users.record(
        "test.changed",
        actor_id=actor_id,
        subject_id=None,
        data={"kind": kind, "slug": slug, "revision": stored.etag},
    )
    return stored


def find(kind: str, slug: str) -> Exam:
    """The test's row. Raises ExamNotFound, also for a slug of another kind."""
    exam = Exam.objects.filter(kind=kind, slug=slug).select_related("current_version").first()
    if exam is None:
        raise ExamNotFound
    return cast(Exam, exam)


def locked(kind: str, slug: str) -> Exam:
    """The test's row, locked until the open transaction ends. Raises ExamNotFound."""
    exam = Exam.objects.select_for_update(no_key=True).filter(kind=kind, slug=slug).first()
    if exam is None:
        raise ExamNotFound
    return cast(Exam, exam)


def touch(exam_id: int) -> None:
    """Note that a draft was edited by rows: its etag changes."""
    with atomic(Exam):
        exam = Exam.objects.select_for_update(no_key=True).get(pk=exam_id)
        exam.draft_revision += 1
        exam.save(update_fields=["draft_revision", "updated_at"])


def _draft(exam: Exam) -> Draft:
    published = exam.current_version.number if exam.current_version else None
    return Draft(
        kind=exam.kind,
        slug=exam.slug,
        etag=str(exam.draft_revision),
        document=draft_rows.document_of(exam),
        status=exam.status,
        published=published,
    )


def _media_of(document: Object, faults: Faults) -> dict[str, Media]:
    """The media that a document names; notes unknown ones and those of another sort."""
    wanted: list[tuple[str, str, str]] = []
    for p, part in enumerate(objects(document["parts"])):
        if part["audio"]:
            wanted.append((f"parts.{p}.audio", str(part["audio"]), "audio/"))
    for path, _part, group in groups(document):
        image = group["image"]
        if isinstance(image, dict):
            wanted.append((inner(path, "image.sha256"), str(image["sha256"]), "image/"))
    names = {sha256 for _path, sha256, _sort in wanted}
    rows = Media.objects.filter(sha256__in=names) if names else []
    known = {row.sha256: row for row in rows}
    for path, sha256, sort in wanted:
        if sha256 not in known:
            faults.note(path, "media-unknown")
        elif not known[sha256].mime.startswith(sort):
            faults.note(path, "media-wrong")
    return known


def _ids_of(exam: Exam, document: Object, faults: Faults) -> draft_rows.Ids:
    """The ids of the rows whose uid the document keeps; notes uids of other tests."""
    ids: draft_rows.Ids = {}
    for sort, model, owner in (
        ("part", Part, "exam_id"),
        ("group", QuestionGroup, "part__exam_id"),
        ("question", Question, "group__part__exam_id"),
    ):
        paths = {
            str(item["uid"]): path
            for found, path, item in named(document)
            if found == sort and item["uid"]
        }
        rows = model.objects.filter(uid__in=paths) if paths else model.objects.none()
        for uid, pk, exam_id in rows.values_list("uid", "pk", owner):
            if exam_id != exam.pk:
                faults.note(inner(paths[str(uid)], "uid"), "uid-taken")
            ids[sort, str(uid)] = pk
    return ids


def _replace_rows(
    exam: Exam, document: Object, media: dict[str, Media], ids: draft_rows.Ids
) -> None:
    rows = draft_rows.rows_of(exam, document, media, ids)
    Question.objects.filter(group__part__exam=exam).delete()
    QuestionGroup.objects.filter(part__exam=exam).delete()
    Part.objects.filter(exam=exam).delete()
    draft_rows.fill(exam, document)
    exam.draft_revision += 1
    exam.save()
    Part.objects.bulk_create(rows.parts)
    QuestionGroup.objects.bulk_create(rows.groups)
    Question.objects.bulk_create(rows.questions)
