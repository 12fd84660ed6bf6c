"""Between a draft document and the rows it is kept in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from assessments.draft_fields import tidy_text
from assessments.draft_schema import LETTERS, SCHEMA, Object, joined_body, split_body
from assessments.models import Exam, Media, Part, Question, QuestionGroup
from assessments.questions import TYPES
from assessments.questions.parsing import objects
from config.page import Json


def document_of(exam: Exam) -> Object:
    """The draft of a test as one document, keys included. Four statements."""
    parts = list(exam.parts.select_related("audio").order_by("number"))
    groups: dict[int, list[QuestionGroup]] = {}
    for group in (
        QuestionGroup.objects.filter(part__exam=exam).select_related("image").order_by("number")
    ):
        groups.setdefault(group.part_id, []).append(group)
    questions: dict[int, list[Question]] = {}
    for question in Question.objects.filter(group__part__exam=exam).order_by("number"):
        questions.setdefault(question.group_id, []).append(question)
    document = _head(exam)
    document["parts"] = [
        {
            **_part(part),
            "groups": [
                _group(group, questions.get(group.pk, [])) for group in groups.get(part.pk, [])
            ],
        }
        for part in parts
    ]
    return document


def _head(exam: Exam) -> Object:
    return {
        "schema": SCHEMA,
        "kind": exam.kind,
        "slug": exam.slug,
        "family": exam.family,
        "level_from": exam.level_from,
        "level_to": exam.level_to,
        "tokens": exam.tokens,
        "title": tidy_text(exam.title),
        "instructions": tidy_text(exam.instructions),
        "language": exam.language,
        "duration_s": exam.duration_s,
        "release": {
            "policy": exam.release_policy,
            "at": exam.release_at.astimezone(UTC).isoformat() if exam.release_at else None,
        },
        "scale": exam.scale or {},
    }


def _part(part: Part) -> Object:
    return {
        "uid": str(part.uid),
        "number": part.number,
        "title": tidy_text(part.title),
        "instructions": tidy_text(part.instructions),
        "duration_s": part.duration_s,
        "preview_s": part.preview_s,
        "check_s": part.check_s,
        "prep_s": part.prep_s,
        "answer_s": part.answer_s,
        "max_plays": part.max_plays,
        "min_words": part.min_words,
        "max_words": part.max_words,
        "audio": part.audio.sha256 if part.audio else None,
        "transcript": part.transcript,
        "passage": _passage(part),
    }


def _passage(part: Part) -> Json:
    texts = paragraphs(part.passage)
    if not (part.passage_title or part.passage_subtitle or texts or part.labelled):
        return None
    return {
        "title": part.passage_title,
        "subtitle": part.passage_subtitle,
        "labelled": part.labelled,
        "paragraphs": [
            {"label": LETTERS[n] if part.labelled and n < len(LETTERS) else "", "text": text}
            for n, text in enumerate(texts)
        ],
    }


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a passage: what stands between empty lines."""
    found: list[list[str]] = [[]]
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return ["\n".join(lines).strip() for lines in found if lines]


def _group(group: QuestionGroup, rows: list[Question]) -> Object:
    limit: Json = None
    if group.limit_words is not None:
        limit = {"words": group.limit_words, "numbers": group.limit_numbers}
    body = joined_body(group.title, group.body)
    needs_body = group.type in TYPES and TYPES[group.type].needs_body
    image: Json = None
    if group.image:
        image = {"sha256": group.image.sha256, "alt": tidy_text(group.image_alt)}
    return {
        "uid": str(group.uid),
        "type": group.type,
        "number": min((row.number for row in rows), default=None),
        "number_to": max((row.number_to for row in rows), default=None),
        "instructions": tidy_text(group.instructions),
        "body": (body or None) if needs_body else None,
        "options": group.options,
        "reuse": group.reuse,
        "word_limit": limit,
        "image": image,
        "questions": [_question(row) for row in rows],
    }


def _question(row: Question) -> Object:
    return {
        "uid": str(row.uid),
        "number": row.number,
        "number_to": row.number_to,
        "marks": row.marks,
        "prompt": row.prompt,
        "options": row.options,
        "key": row.key,
        "explanation": tidy_text(row.explanation),
        "evidence": row.evidence,
    }


Ids = dict[tuple[str, str], int]
"""Row ids by sort ("part", "group", "question") and uid."""


@dataclass(slots=True)
class Rows:
    """New rows of a whole test, owners first; ids are those that the same uid had before."""

    parts: list[Part] = field(default_factory=list)
    groups: list[QuestionGroup] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def fill(exam: Exam, document: Object) -> None:
    """Set the test's own fields from a document that was read without faults."""
    release = document["release"]
    assert isinstance(release, dict)  # noqa: S101  read as an object
    at = release["at"]
    for name in ("family", "level_from", "level_to", "tokens", "title", "instructions"):
        setattr(exam, name, document[name])
    for name in ("language", "duration_s", "scale"):
        setattr(exam, name, document[name])
    exam.release_policy = str(release["policy"])
    exam.release_at = datetime.fromisoformat(at) if isinstance(at, str) else None


def rows_of(exam: Exam, document: Object, media: Mapping[str, Media], ids: Ids) -> Rows:
    """The rows of a document that was read without faults. `ids` are kept."""
    found = Rows()
    for part_doc in objects(document["parts"]):
        part = _new_part(exam, part_doc, media, ids)
        found.parts.append(part)
        for position, group_doc in enumerate(objects(part_doc["groups"]), 1):
            group = _new_group(part, position, group_doc, media, ids)
            found.groups.append(group)
            for doc in objects(group_doc["questions"]):
                found.questions.append(_new_question(group, doc, ids))
    return found


def _identity(sort: str, doc: Object, ids: Ids) -> dict[str, Any]:
    uid = str(doc["uid"] or uuid4())
    return {"uid": uid, "pk": ids.get((sort, uid))}


def _media(value: Json, media: Mapping[str, Media]) -> Media | None:
    return media[str(value)] if value else None


def _new_part(exam: Exam, doc: Object, media: Mapping[str, Media], ids: Ids) -> Part:
    passage = doc["passage"] if isinstance(doc["passage"], dict) else {}
    names = ("number", "title", "instructions", "duration_s", "preview_s", "check_s", "prep_s")
    more = ("answer_s", "max_plays", "min_words", "max_words", "transcript")
    values = {name: doc[name] for name in (*names, *more)}
    texts = [str(item["text"]) for item in objects(passage.get("paragraphs"))]
    return Part(
        **_identity("part", doc, ids),
        **values,
        exam=exam,
        kind=exam.kind,
        audio=_media(doc["audio"], media),
        passage_title=str(passage.get("title", "")),
        passage_subtitle=str(passage.get("subtitle", "")),
        labelled=passage.get("labelled") is True,
        passage="\n\n".join(texts),
    )


def _new_group(
    part: Part, position: int, doc: Object, media: Mapping[str, Media], ids: Ids
) -> QuestionGroup:
    limit = doc["word_limit"] if isinstance(doc["word_limit"], dict) else {}
    image = doc["image"] if isinstance(doc["image"], dict) else {}
    title, body = split_body(str(doc["body"] or ""))
    return QuestionGroup(
        **_identity("group", doc, ids),
        part=part,
        number=position,
        type=str(doc["type"]),
        instructions=doc["instructions"],
        title=title,
        body=body,
        options=doc["options"],
        reuse=doc["reuse"] is True,
        limit_words=words if isinstance(words := limit.get("words"), int) else None,
        limit_numbers=limit.get("numbers") is True,
        image=_media(image.get("sha256"), media),
        image_alt=image.get("alt", ""),
    )


def _new_question(group: QuestionGroup, doc: Object, ids: Ids) -> Question:
    names = ("number", "number_to", "marks", "prompt", "options", "key", "explanation", "evidence")
    return Question(
        **_identity("question", doc, ids), group=group, **{name: doc[name] for name in names}
    )
