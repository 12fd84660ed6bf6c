"""Published versions, parsed once a process: they never change, so a bounded cache is safe."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from assessments.errors import UnknownQuestion
from assessments.models import ExamVersion
from assessments.questions.contract import Group, Question
from assessments.questions.parsing import objects, parse_group
from config.page import Json, Text

KEPT = 64
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """One part of a version, its groups parsed."""

    uid: str
    number: int
    title: Text
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """What learners take; `questions` and `group_of` go by question uid. Holds no key."""

    id: int
    uid: UUID
    exam_id: int
    kind: str
    number: int
    document: dict[str, Json]
    scale: dict[str, Json]
    duration_s: int
    max_raw: int
    parts: tuple[PublishedPart, ...]
    groups: tuple[Group, ...]
    questions: dict[str, Question]
    group_of: dict[str, Group]


class _Kept(Generic[T]):
    """The values last asked for, by version id."""

    def __init__(self, load: Callable[[int], T]) -> None:
        self._load = load
        self._values: OrderedDict[int, T] = OrderedDict()
        self._lock = Lock()

    def get(self, version_id: int) -> T:
        with self._lock:
            if version_id in self._values:
                self._values.move_to_end(version_id)
                return self._values[version_id]
        value = self._load(version_id)
        with self._lock:
            self._values[version_id] = value
            while len(self._values) > KEPT:
                self._values.popitem(last=False)
        return value

    def forget(self, version_id: int) -> None:
        with self._lock:
            self._values.pop(version_id, None)


def published(version_id: int) -> PublishedVersion:
    """A version as learners see it, without its keys; a statement only the first time."""
    return _versions.get(version_id)


def keys_of(version_id: int) -> dict[str, dict[str, Json]]:
    """The keys, explanations and evidence of a version, by question uid. Only for judging."""
    return _keys.get(version_id)


def known_question(version_id: int, question: str) -> Question:
    """One question of a version by its uid. Raises UnknownQuestion."""
    found = published(version_id).questions.get(question)
    if found is None:
        raise UnknownQuestion(field="question", reason=_("This test has no such question."))
    return found


def _load_version(version_id: int) -> PublishedVersion:
    row = ExamVersion.objects.defer("keys").get(pk=version_id)
    return READERS[row.schema](row)


def _schema_1(row: ExamVersion) -> PublishedVersion:
    parts = tuple(_part(part) for part in objects(row.document.get("parts")))
    groups = tuple(group for part in parts for group in part.groups)
    return PublishedVersion(
        id=row.pk,
        uid=row.uid,
        exam_id=row.exam_id,
        kind=row.kind,
        number=row.number,
        document=row.document,
        scale=row.scale,
        duration_s=row.duration_s,
        max_raw=row.max_raw,
        parts=parts,
        groups=groups,
        questions={question.uid: question for group in groups for question in group.questions},
        group_of={question.uid: group for group in groups for question in group.questions},
    )


def _part(doc: Mapping[str, Json]) -> PublishedPart:
    groups = tuple(parse_group(group) for group in objects(doc.get("groups")))
    return PublishedPart(
        uid=str(doc.get("uid", "")),
        number=cast(int, doc.get("number", 0)),
        title=cast(Text, doc.get("title", "")),
        groups=groups,
        questions=tuple(question for group in groups for question in group.questions),
    )


def _load_keys(version_id: int) -> dict[str, dict[str, Json]]:
    keys = ExamVersion.objects.values_list("keys", flat=True).get(pk=version_id)
    return cast(dict[str, dict[str, Json]], keys.get("questions", {}))


READERS: dict[int, Callable[[ExamVersion], PublishedVersion]] = {1: _schema_1}
"""By the schema number of a version. What was published once is read for ever."""

_versions = _Kept(_load_version)
_keys = _Kept(_load_keys)


def _forget(instance: ExamVersion, **_signal: Any) -> None:
    _versions.forget(instance.pk)
    _keys.forget(instance.pk)


# an id whose version was rolled back is given again
post_save.connect(_forget, sender=ExamVersion, dispatch_uid="versions.forget")
