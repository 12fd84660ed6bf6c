"""Highlights and notes in the passages of an attempt: stored once each, the highest seq wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import versions
from assessments.delivery import closing
from assessments.errors import AttemptClosed, AttemptNotStarted, TooManyAnswers
from assessments.models import Attempt, Highlight, State
from config.databases import atomic
from config.page import Json

MOST_CHANGES = 100
MOST_IN_A_PART = 200
MOST_ROWS = 1_000
"""Rows of one part, the removed ones included."""
HIGHEST_SEQ = 2**53
LONGEST_NOTE = 500
LONGEST_UID = 100
COLOURS = (1, 2, 3)
FIELDS = ("part", "paragraph", "start", "end", "colour", "note", "seq", "removed", "updated_at")

REFUSALS: dict[str, Promise] = {
    "wrong-form": _("A change is an object with uid, seq, part, paragraph, start and end."),
    "bad-uid": _("uid must be a UUID."),
    "bad-seq": _("seq must be a whole number from 0 to 2^53."),
    "unknown-paragraph": _("This test has no such paragraph."),
    "bad-range": _("start and end must enclose characters of the paragraph."),
    "bad-colour": _("colour must be 1, 2 or 3."),
    "bad-note": _("A note is a text of at most 500 characters."),
    "bad-removed": _("removed must be true or false."),
    "too-many": _("This part has as many highlights as it can hold."),
}


@dataclass(frozen=True, slots=True)
class PassageMark:
    """A highlight of a passage; `note` is "" without one.

    `start` and `end` count characters of the paragraph's text in the document, `paragraph` from 1.
    """

    uid: UUID
    part: int
    paragraph: int
    start: int
    end: int
    colour: int
    note: str
    seq: int


@dataclass(frozen=True, slots=True)
class RefusedMark:
    """One change that was not stored, and why, in the reader's language."""

    uid: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of a batch of changes: `acked` is stored, or was overtaken by a higher seq."""

    acked: tuple[UUID, ...]
    refused: tuple[RefusedMark, ...]
    next_seq: int
    server_now: datetime
    state: str


@dataclass(frozen=True, slots=True)
class _Change:
    mark: PassageMark
    removed: bool


@dataclass(slots=True)
class _Stored:
    """What an attempt has: seq, part and removed by uid."""

    rows: dict[UUID, tuple[int, int, bool]] = field(default_factory=dict)
    live: Counter[int] = field(default_factory=Counter)
    total: Counter[int] = field(default_factory=Counter)

    def take(self, change: _Change) -> None:
        """Count a row as it will be."""
        uid, mark = change.mark.uid, change.mark
        if uid in self.rows:
            _seq, part, removed = self.rows[uid]
            self.total[part] -= 1
            self.live[part] -= not removed
        self.rows[uid] = (mark.seq, mark.part, change.removed)
        self.total[mark.part] += 1
        self.live[mark.part] += not change.removed

    def has_room(self, change: _Change) -> bool:
        """Whether the part can hold the row, too."""
        known, part = self.rows.get(change.mark.uid), change.mark.part
        same = known is not None and known[1] == part
        if not same and self.total[part] >= MOST_ROWS:
            return False
        alive = known is not None and same and not known[2]
        return change.removed or alive or self.live[part] < MOST_IN_A_PART


class _Refused(Exception):
    """One change can not be stored; its code is in REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mark_passage(user_id: int, uid: UUID, changes: Sequence[Json]) -> Marked:
    """Store changes of highlights, each `{"uid", "seq", "part", "paragraph", "start", "end",
    "colour", "note", "removed"}`, the last three optional.

    Safe to repeat: of the changes of one uid the highest seq counts, a tie goes to the later one.
    One bad change does not lose the others. Taken until the grace is over. Raises AttemptNotFound,
    AttemptNotStarted, AttemptClosed and TooManyAnswers.
    """
    return mark_passage_at(user_id, uid, changes, at=timezone.now())


def mark_passage_at(user_id: int, uid: UUID, changes: Sequence[Json], *, at: datetime) -> Marked:
    """`mark_passage`, received at that time."""
    if len(changes) > MOST_CHANGES:
        raise TooManyAnswers(most=MOST_CHANGES)
    with atomic(Attempt):
        attempt = closing.locked(user_id, uid)
        if attempt.started_at is None:
            raise AttemptNotStarted
        if overdue := closing.is_overdue(attempt, at):
            closing.close(attempt, at)
        if attempt.state == State.IN_PROGRESS:
            acked, refused, top = _store(attempt, changes, at)
    if overdue:
        closing.judge(attempt.pk, at)
    if attempt.state != State.IN_PROGRESS:
        raise AttemptClosed
    return Marked(acked, refused, top + 1, at, attempt.state)


def highlights(attempt: Attempt) -> tuple[PassageMark, ...]:
    """What is marked in an attempt's passages now, in the order of its making."""
    rows = Highlight.objects.filter(attempt=attempt, removed=False).order_by("seq", "id")
    names = ("uid", "part", "paragraph", "start", "end", "colour", "note", "seq")
    return tuple(PassageMark(*row) for row in rows.values_list(*names))


def _store(
    attempt: Attempt, changes: Sequence[Json], at: datetime
) -> tuple[tuple[UUID, ...], tuple[RefusedMark, ...], int]:
    """Write what is newer than what there is: the uids taken, the refusals, the highest seq."""
    texts, stored = paragraph_texts(attempt.version_id), _stored(attempt)
    acked: dict[UUID, None] = {}
    refused: list[RefusedMark] = []
    rows: dict[UUID, Highlight] = {}
    for given in changes:
        known = given if isinstance(given, dict) else {}
        try:
            change = _read(known, texts)
            mark = change.mark
            if mark.uid not in stored.rows or mark.seq >= stored.rows[mark.uid][0]:
                if not stored.has_room(change):
                    raise _Refused("too-many")
                stored.take(change)
                rows[mark.uid] = _row(attempt, change, at)
            acked[mark.uid] = None
        except _Refused as refusal:
            name = known.get("uid")
            text = name[:LONGEST_UID] if isinstance(name, str) else ""
            detail = str(REFUSALS[refusal.code])
            refused.append(RefusedMark(text, refusal.code, detail))
    if rows:
        Highlight.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["attempt", "uid"],
            update_fields=FIELDS,
        )
    top = max((seq for seq, _part, _removed in stored.rows.values()), default=0)
    return tuple(acked), tuple(refused), top


def _stored(attempt: Attempt) -> _Stored:
    found = _Stored()
    rows = Highlight.objects.filter(attempt=attempt)
    for uid, seq, part, removed in rows.values_list("uid", "seq", "part", "removed"):
        found.rows[uid] = (seq, part, removed)
        found.total[part] += 1
        found.live[part] += not removed
    return found


def _row(attempt: Attempt, change: _Change, at: datetime) -> Highlight:
    mark = change.mark
    return Highlight(
        attempt=attempt,
        uid=mark.uid,
        part=mark.part,
        paragraph=mark.paragraph,
        start=mark.start,
        end=mark.end,
        colour=mark.colour,
        note=mark.note,
        seq=mark.seq,
        removed=change.removed,
        updated_at=at,
    )


def paragraph_texts(version_id: int) -> dict[tuple[int, int], str]:
    """The paragraphs of a version, by part and number."""
    document = versions.published(version_id).document
    found = {}
    for part in cast(list[dict[str, Json]], document.get("parts") or []):
        passage = part.get("passage")
        paragraphs = passage.get("paragraphs") if isinstance(passage, dict) else None
        for number, row in enumerate(cast(list[dict[str, Json]], paragraphs or []), 1):
            found[cast(int, part["number"]), number] = str(row.get("text") or "")
    return found


def _read(given: dict[str, Json], texts: dict[tuple[int, int], str]) -> _Change:
    """One change as it is to be stored. Raises _Refused."""
    if not {"uid", "seq", "part", "paragraph", "start", "end"} <= given.keys():
        raise _Refused("wrong-form")
    uid, seq = _uuid(given["uid"]), _whole(given["seq"], "bad-seq")
    if not 0 <= seq <= HIGHEST_SEQ:
        raise _Refused("bad-seq")
    part = _whole(given["part"], "unknown-paragraph")
    paragraph = _whole(given["paragraph"], "unknown-paragraph")
    text = texts.get((part, paragraph))
    if text is None:
        raise _Refused("unknown-paragraph")
    start, end = _whole(given["start"], "bad-range"), _whole(given["end"], "bad-range")
    if not 0 <= start < end <= len(text):
        raise _Refused("bad-range")
    colour = _whole(given.get("colour", 1), "bad-colour")
    if colour not in COLOURS:
        raise _Refused("bad-colour")
    removed = given.get("removed", False)
    if not isinstance(removed, bool):
        raise _Refused("bad-removed")
    note = _note(given.get("note", ""))
    return _Change(PassageMark(uid, part, paragraph, start, end, colour, note, seq), removed)


def _uuid(value: Json) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise _Refused("bad-uid") from error


def _whole(value: Json, code: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Refused(code)
    return value


def _note(value: Json) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_NOTE:
        raise _Refused("bad-note")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise _Refused("bad-note")
    return value.strip()
