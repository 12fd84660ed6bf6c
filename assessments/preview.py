"""A draft as it would be shown, made in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from assessments import draft_rows
from assessments.draft_schema import Object
from assessments.drafts import find
from assessments.kinds import KINDS
from assessments.publish_checks import check_document
from assessments.questions import TYPES
from assessments.questions.drafts import freeze_group
from assessments.questions.faults import BodyFault
from assessments.questions.parsing import objects
from config.page import Json, Text


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """One part: its passage and its groups as a version would show them, without keys.

    `unready` are the numbers of groups that can not be drawn yet.
    """

    uid: str
    number: int
    title: Text
    instructions: Text
    passage: Json
    groups: tuple[dict[str, Json], ...]
    unready: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole draft; `faults` is how many things keep it from being published."""

    kind: str
    slug: str
    title: Text
    instructions: Text
    duration_s: int
    parts: tuple[PreviewPart, ...]
    faults: int


def preview(kind: str, slug: str) -> Preview:
    """The draft of a test as a learner would see it. Raises ExamNotFound."""
    exam = find(kind, slug)
    document = draft_rows.document_of(exam)
    return Preview(
        kind=kind,
        slug=slug,
        title=cast(Text, document["title"]),
        instructions=cast(Text, document["instructions"]),
        duration_s=exam.duration_s,
        parts=tuple(_part(part) for part in objects(document["parts"])),
        faults=len(check_document(document, KINDS[kind])),
    )


def _part(part: Object) -> PreviewPart:
    shown: list[dict[str, Json]] = []
    unready: list[str] = []
    for group in objects(part["groups"]):
        frozen = _frozen(group, part)
        if frozen is None:
            unready.append(f"{group['number'] or '–'}")
        else:
            shown.append(frozen)
    return PreviewPart(
        uid=str(part["uid"]),
        number=int(str(part["number"])),
        title=cast(Text, part["title"]),
        instructions=cast(Text, part["instructions"]),
        passage=part["passage"],
        groups=tuple(shown),
        unready=tuple(unready),
    )


def _frozen(group: Object, part: Object) -> dict[str, Json] | None:
    if group["type"] not in TYPES or not group["questions"]:
        return None
    try:
        return freeze_group(group, part).document
    except BodyFault:
        return None
