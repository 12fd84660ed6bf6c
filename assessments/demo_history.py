"""Twenty past attempts of the demo learner, made through the services that learners use.

The answers come from seeded random numbers: what is right grows more likely with every attempt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from assessments import versions
from assessments.delivery import autosave, closing, start
from assessments.delivery.attempts import AttemptState
from assessments.models import Attempt, Exam, StartKey, State
from assessments.questions import question_type
from assessments.questions.contract import Group, Question
from assessments.versions import PublishedVersion
from config.page import Json
from users import services as users

LEARNER = "dilnoza@imtihon.example"
KIND, LONG, SHORT = "reading", "academic-reading-1", "reading-short-1"
DAYS_AGO = (110, 106, 101, 97, 91, 88, 83, 76, 71, 67, 60, 54, 49, 43, 38, 31, 25, 18, 9, 3)
LONG_ONES = frozenset({2, 5, 8, 11, 14, 17, 19})
OUT_OF_TIME = frozenset({3})
TOLD_LATELY = 2
"""The learner is told of so many of the latest results; the older ones were read long ago."""

FIRST_SKILL, LAST_SKILL = 0.48, 0.88
HARDER_AT_THE_END = 0.22
EMPTY, CHANGED = 0.05, 0.08
BATCH = 4


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: how many seconds after the start, to which question, and what."""

    second: int
    question: str
    value: Json


def demo_history(at: datetime | None = None) -> None:
    """Give the demo learner twenty attempts over the last months. Safe to repeat.

    Without the demo learner or the demo tests nothing is done.
    """
    now = at or timezone.now()
    offered = set(Exam.objects.filter(kind=KIND).values_list("slug", flat=True))
    if not {LONG, SHORT} <= offered:
        return
    for user_id in users.find_people(LEARNER):
        done = set(
            StartKey.objects.filter(
                user_id=user_id, key__startswith="demo-", attempt__state=State.RELEASED
            ).values_list("key", flat=True)
        )
        for number in range(len(DAYS_AGO)):
            if f"demo-{number}" not in done:
                _attempt(user_id, number, now)


def _attempt(user_id: int, number: int, now: datetime) -> None:
    random = Random(f"demo {number}")  # noqa: S311  a made-up past needs no secrets
    began = timezone.localtime(now - timedelta(days=DAYS_AGO[number]))
    began = began.replace(hour=random.randint(8, 20), minute=random.randint(0, 59), second=0)
    slug = LONG if number in LONG_ONES else SHORT
    started = start.start_at(user_id, KIND, slug, "exam", f"demo-{number}", at=began)
    row = Attempt.objects.get(uid=started.uid)
    version = versions.published(row.version_id)
    skill = FIRST_SKILL + (LAST_SKILL - FIRST_SKILL) * number / (len(DAYS_AGO) - 1)
    pace = 1.15 if number in OUT_OF_TIME else random.uniform(0.72, 0.96)
    given = list(_answers(version, skill, pace * row.duration_s, random))
    last = _save(user_id, started, given, random)
    if number < len(DAYS_AGO) - TOLD_LATELY:
        Attempt.objects.filter(pk=row.pk).update(announced_at=last)
    closing.submit_at(user_id, started.uid, at=last)


def _save(user_id: int, started: AttemptState, given: list[Given], random: Random) -> datetime:
    """Send the answers in small batches, as the page does; when the attempt is handed in."""
    began = started.started_at or started.created_at
    over = timedelta(seconds=started.duration_s)
    counted = [one for one in given if timedelta(seconds=one.second) < over]
    for first in range(0, len(counted), BATCH):
        batch = counted[first : first + BATCH]
        answers: list[Json] = [
            {
                "idem": str(UUID(int=random.getrandbits(128), version=4)),
                "question": one.question,
                "seq": first + position + 1,
                "value": one.value,
                "client_at": (began + timedelta(seconds=one.second)).isoformat(),
            }
            for position, one in enumerate(batch)
        ]
        received = began + timedelta(seconds=batch[-1].second + 1)
        autosave.save_at(user_id, started.uid, answers, at=received)
    if len(counted) < len(given):
        return began + over + timedelta(seconds=started.grace_s + 30)
    return began + timedelta(seconds=counted[-1].second + random.randint(20, 60))


def _answers(
    version: PublishedVersion, skill: float, seconds: float, random: Random
) -> Iterator[Given]:
    """Answers in the order of the questions, some changed on a second thought, some left out."""
    keys = versions.keys_of(version.id)
    questions = sorted(version.questions.values(), key=lambda question: question.number)
    weights = [random.uniform(0.5, 1.6) for _question in questions]
    clock = 0.0
    for place, (question, weight) in enumerate(zip(questions, weights, strict=True)):
        clock += seconds * weight / sum(weights)
        if random.random() < EMPTY:
            continue
        group = version.group_of[question.uid]
        entry = keys[question.uid]
        key = entry.get("key") if isinstance(entry, dict) else ""
        chance = skill + HARDER_AT_THE_END / 2 - HARDER_AT_THE_END * place / len(questions)
        right, wrong = _right(group, question, key), _wrong(group, question, key, random)
        if random.random() < CHANGED:
            yield Given(int(clock) - 8, question.uid, wrong)
        yield Given(int(clock), question.uid, right if random.random() < chance else wrong)


def _right(group: Group, question: Question, key: Json) -> Json:
    rules = question_type(group.type)
    if rules.interaction == "gaps" and not group.options:
        return rules.accepted(group, question, key)[0]
    return key


def _wrong(group: Group, question: Question, key: Json, random: Random) -> Json:
    """What somebody might answer who does not know: another option, a slip, one word too many."""
    options = [option.key for option in question_type(group.type).options(group, question)]
    if isinstance(key, list):
        others = [option for option in options if option not in key]
        return [key[0], random.choice(others)]
    if options:
        return random.choice([option for option in options if option != key])
    right = str(_right(group, question, key))
    slip = right[:-2] + right[-1] if len(right) > 4 else right + "s"
    return random.choice([slip, f"very {right} indeed today", "water", "many people"])
