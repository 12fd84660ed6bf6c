"""From a handed-in attempt to marks, an analysis and a released result. Safe to repeat.

Everything is marked in memory and written in bulk, in one transaction with the attempt locked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from assessments import tasks, versions
from assessments.analysis import analyser_of
from assessments.analysis.contract import Analyser, Answer, Sitting, Touch, plain
from assessments.delivery import states
from assessments.errors import AttemptNotFound, MoveRefused, ReasonMissing
from assessments.marking.reasons import Reason
from assessments.models import (
    Analyse,
    Attempt,
    AttemptEvent,
    Mark,
    ReleasePolicy,
    Response,
    ResponseEvent,
    Source,
    State,
)
from assessments.questions import question_type
from assessments.questions.contract import Marking
from assessments.versions import PublishedVersion
from config.databases import atomic, on_commit
from config.page import Json
from users import services as users

ENGINE = "rules-2"
LONGEST_NORMALISED = 600
SWEEP = 200
SCORE = ("raw", "max_raw", "band", "revision")
"""What an analysis changes on its attempt."""
JUDGED = (State.MARKED, State.RELEASED)


def judge(attempt_id: int, *, at: datetime | None = None) -> None:
    """Mark a submitted attempt, analyse it, and release it if its policy says so.

    Safe to repeat and to call from several processes: what is done is not done again.
    """
    now = at or timezone.now()
    with atomic(Attempt):
        attempt = Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
        version = versions.published(attempt.version_id)
        analyser = analyser_of(attempt.kind)
        path: list[str] = []
        if attempt.state == State.SUBMITTED and analyser is not None:
            _mark_all(attempt, version, analyser, now)
            path.append(State.MARKED)
        if State.MARKED in (attempt.state, *path) and release_due(version, now):
            path.append(State.RELEASED)
        if path:
            states.move(attempt, *path, at=now, saving=SCORE)
        if State.RELEASED in path and attempt.announced_at is None:
            announce_later(attempt)


def owed(limit: int = SWEEP) -> list[int]:
    """Attempts that still wait to be judged or released, oldest first."""
    submitted = Attempt.objects.filter(state=State.SUBMITTED).order_by("id")
    waiting = Attempt.objects.filter(state=State.MARKED)
    of_versions = waiting.order_by().values_list("version_id", flat=True).distinct()
    now = timezone.now()
    due = [pk for pk in of_versions if release_due(versions.published(pk), now)]
    ripe = waiting.filter(version_id__in=due).order_by("id")
    found = [*submitted.values_list("pk", flat=True)[:limit]]
    return [*found, *(ripe.values_list("pk", flat=True)[:limit] if due else ())]


def release(uid: UUID, *, actor_id: int, reason: str) -> None:
    """Show a marked result to its learner, by a member of staff. Safe to repeat.

    Raises ReasonMissing, AttemptNotFound, and MoveRefused for an attempt that is not marked.
    """
    reason = reasoned(reason)
    with atomic(Attempt):
        attempt = locked(uid)
        if attempt.state == State.RELEASED:
            return
        _release(attempt, timezone.now(), actor_id)
    users.record(
        "attempt.released",
        actor_id=actor_id,
        subject_id=attempt.user_id,
        data={"uid": str(uid)},
        reason=reason,
    )


def rejudge(uid: UUID, *, actor_id: int, reason: str) -> int:
    """Mark an attempt again by today's rules; the number of marks that changed.

    A mark that differs is superseded by a new one, marks given by people stay, and the analysis
    gets its next revision. The learner is told if the score changed.
    Raises ReasonMissing, AttemptNotFound, and MoveRefused for an attempt not judged yet.
    """
    now, reason = timezone.now(), reasoned(reason)
    with atomic(Attempt):
        attempt = locked(uid)
        analyser = analyser_of(attempt.kind)
        if attempt.state not in JUDGED or analyser is None:
            raise MoveRefused(state=attempt.state, to=str(State.MARKED))
        version = versions.published(attempt.version_id)
        changed = _supersede(attempt, version, now)
        _new_revision(attempt, version, analyser, now, actor_id, changed)
    users.record(
        "attempt.rejudged",
        actor_id=actor_id,
        subject_id=attempt.user_id,
        data={"uid": str(uid), "marks": changed, "revision": attempt.revision},
        reason=reason,
    )
    return changed


def release_due(version: PublishedVersion, now: datetime) -> bool:
    """Whether a marked attempt at this version may be shown by now. Staff release the others."""
    policy = release_policy(version)
    if policy == ReleasePolicy.DATE:
        day = release_date(version)
        return day is not None and day <= now
    return policy != ReleasePolicy.MANUAL


def release_policy(version: PublishedVersion) -> str:
    """When results of this version are shown, as a ReleasePolicy."""
    release = version.document.get("release")
    return str(release.get("policy")) if isinstance(release, dict) else ReleasePolicy.AT_ONCE


def release_date(version: PublishedVersion) -> datetime | None:
    """The day on which results are shown, if the policy names one."""
    release = version.document.get("release")
    written = release.get("at") if isinstance(release, dict) else None
    if not isinstance(written, str):
        return None
    day = parse_datetime(written)
    return day if day is None or day.tzinfo else timezone.make_aware(day)


def current_marks(attempt: Attempt) -> dict[str, Mark]:
    """The marks that count, by question uid."""
    return {mark.question: mark for mark in Mark.objects.standing(attempt)}


def reasoned(reason: str) -> str:
    """The reason of an act of the staff, tidied. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(field="reason", reason=_("Write a reason."))
    return reason.strip()


def locked(uid: UUID) -> Attempt:
    """Anyone's attempt, locked in the open transaction. Raises AttemptNotFound."""
    rows = Attempt.objects.select_for_update(no_key=True)
    attempt: Attempt | None = rows.filter(uid=uid).first()
    if attempt is None:
        raise AttemptNotFound
    return attempt


def _mark_all(
    attempt: Attempt, version: PublishedVersion, analyser: Analyser, now: datetime
) -> None:
    values = _values(attempt)
    keys = _keys(version)
    marks = {
        uid: _row(attempt, uid, _marking(version, keys, uid, values.get(uid)), now)
        for uid in version.questions
    }
    Mark.objects.bulk_create(marks.values())
    _analyse(attempt, version, analyser, _sitting(attempt, version, keys, values, marks), now)


def _supersede(attempt: Attempt, version: PublishedVersion, now: datetime) -> int:
    values, keys, earlier = _values(attempt), _keys(version), current_marks(attempt)
    better = []
    for uid in version.questions:
        row = _row(attempt, uid, _marking(version, keys, uid, values.get(uid)), now)
        before = earlier.get(uid)
        if before is not None and (before.source != Source.AUTO or _same(before, row)):
            continue
        row.supersedes = before
        better.append(row)
    Mark.objects.bulk_create(better)
    return len(better)


def _new_revision(
    attempt: Attempt,
    version: PublishedVersion,
    analyser: Analyser,
    now: datetime,
    actor_id: int,
    changed: int,
) -> None:
    before = (attempt.raw, attempt.band)
    sitting = _sitting(attempt, version, _keys(version), _values(attempt), current_marks(attempt))
    _analyse(attempt, version, analyser, sitting, now)
    saving = [*SCORE]
    told_again = attempt.state == State.RELEASED and (attempt.raw, attempt.band) != before
    if told_again:
        attempt.announced_at = None
        saving.append("announced_at")
    if attempt.state == State.MARKED:
        attempt.save(update_fields=saving)
        data: dict[str, Json] = {"marks": changed, "revision": attempt.revision}
        AttemptEvent.objects.create(
            attempt=attempt, type="rejudged", at=now, actor_id=actor_id, data=data
        )
        return
    states.move(attempt, State.MARKED, at=now, actor_id=actor_id, data={"marks": changed})
    states.move(attempt, State.RELEASED, at=now, actor_id=actor_id, saving=saving)
    if told_again:
        announce_later(attempt)


def _release(attempt: Attempt, now: datetime, actor_id: int | None = None) -> None:
    states.move(attempt, State.RELEASED, at=now, actor_id=actor_id)
    if attempt.announced_at is None:
        announce_later(attempt)


def announce_later(attempt: Attempt) -> None:
    """Have the learner told once the open transaction is through."""
    attempt_id = attempt.pk
    on_commit(Attempt, lambda: tasks.announce.delay(attempt_id))


def _values(attempt: Attempt) -> dict[str, Json]:
    rows = Response.objects.filter(attempt=attempt)
    return dict(rows.values_list("question", "value"))


def _keys(version: PublishedVersion) -> dict[str, Json]:
    return {uid: entry.get("key") for uid, entry in versions.keys_of(version.id).items()}


def _marking(version: PublishedVersion, keys: Mapping[str, Json], uid: str, value: Json) -> Marking:
    group = version.group_of[uid]
    rules = question_type(group.type)
    return rules.mark(group, version.questions[uid], keys.get(uid), value)


def _row(attempt: Attempt, uid: str, marking: Marking, now: datetime) -> Mark:
    return Mark(
        attempt=attempt,
        question=uid,
        source=Source.AUTO,
        value=marking.score,
        max=marking.max,
        reason_code=marking.reason.code,
        reason_params=marking.reason.params,
        normalised=marking.normalised[:LONGEST_NORMALISED],
        engine=ENGINE,
        created_at=now,
    )


def _same(one: Mark, other: Mark) -> bool:
    names = ("value", "max", "reason_code", "reason_params", "normalised")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _sitting(
    attempt: Attempt,
    version: PublishedVersion,
    keys: Mapping[str, Json],
    values: Mapping[str, Json],
    marks: Mapping[str, Mark],
) -> Sitting:
    started = attempt.started_at or attempt.created_at
    return Sitting(
        answers=_answers(version, values, marks),
        touches=_touches(attempt, version, keys, _judged(values, marks)),
        scale=version.scale,
        started_at=started,
        ended_at=attempt.submitted_at or started,
        deadline_at=attempt.deadline_at or started,
        duration_s=attempt.duration_s,
    )


def _answers(
    version: PublishedVersion, values: Mapping[str, Json], marks: Mapping[str, Mark]
) -> tuple[Answer, ...]:
    found = []
    for part in version.parts:
        for question in part.questions:
            group, mark = version.group_of[question.uid], marks[question.uid]
            found.append(
                Answer(
                    uid=question.uid,
                    number=question.number,
                    number_to=question.number_to,
                    part=part.number,
                    type=group.type,
                    typed=question_type(group.type).interaction == "gaps" and not group.options,
                    value=values.get(question.uid, ""),
                    mark=mark.value,
                    max=mark.max,
                    reason=Reason(mark.reason_code, mark.reason_params),
                )
            )
    return tuple(sorted(found, key=lambda answer: answer.number))


def _judged(
    values: Mapping[str, Json], marks: Mapping[str, Mark]
) -> dict[tuple[str, str], Decimal]:
    """What the answers that count were worth, so that none is marked twice."""
    return {
        (question, repr(value)): marks[question].value
        for question, value in values.items()
        if question in marks
    }


def _touches(
    attempt: Attempt,
    version: PublishedVersion,
    keys: Mapping[str, Json],
    known: dict[tuple[str, str], Decimal],
) -> tuple[Touch, ...]:
    events = ResponseEvent.objects.filter(attempt=attempt, late=False)
    rows = events.order_by("received_at", "seq", "id")
    found, top = [], dict.fromkeys(version.questions, 0)
    for question, seq, value, received_at, client_at in rows.values_list(
        "question", "seq", "value", "received_at", "client_at"
    ):
        if seq < top.get(question, seq + 1):
            continue  # of another version, or overtaken before it came
        top[question] = seq
        seen = (question, repr(value))
        if seen not in known:
            known[seen] = _marking(version, keys, question, value).score
        found.append(Touch(question, value, known[seen], received_at, client_at))
    return tuple(found)


def _analyse(
    attempt: Attempt,
    version: PublishedVersion,
    analyser: Analyser,
    sitting: Sitting,
    now: datetime,
) -> None:
    findings = analyser.analyse(sitting)
    attempt.raw, attempt.max_raw, attempt.band = findings.raw, findings.max_raw, findings.band
    attempt.revision += 1
    Analyse.objects.create(
        kind=attempt.kind,
        attempt=attempt,
        user_id=attempt.user_id,
        revision=attempt.revision,
        engine=analyser.engine,
        input_sha256=_digest(version, analyser, sitting),
        raw=findings.raw,
        max_raw=findings.max_raw,
        band=findings.band,
        cefr=findings.cefr,
        result=findings.result,
        created_at=now,
    )


def _digest(version: PublishedVersion, analyser: Analyser, sitting: Sitting) -> str:
    """What the analysis was computed from, so that a later one can be compared."""
    answers = [
        [one.uid, one.value, plain(one.mark), plain(one.max), one.reason.code, one.reason.params]
        for one in sitting.answers
    ]
    touches = [
        [touch.question, touch.value, touch.received_at, touch.client_at]
        for touch in sitting.touches
    ]
    times = [sitting.started_at, sitting.ended_at, sitting.deadline_at, sitting.duration_s]
    whole = [version.uid, analyser.engine, answers, touches, times]
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
