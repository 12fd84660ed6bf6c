from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from assessments import announcing, judging, versions
from assessments.analysis import analyser_of
from assessments.errors import MoveRefused
from assessments.marking.reasons import Reason
from assessments.models import (
    Analyse,
    Attempt,
    AttemptEvent,
    Exam,
    Mark,
    ReadingAnalyse,
    ResponseEvent,
    State,
)
from assessments.tests.attempt_makers import a_submitted_attempt, right_answers
from assessments.tests.makers import a_published_exam
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db


def a_judged_attempt(answers=None, user_id=1, **changes):
    version = a_published_exam(**changes).current_version
    given = right_answers(version) if answers is None else answers
    attempt = a_submitted_attempt(version, given, user_id=user_id)
    judging.judge(attempt.pk)
    attempt.refresh_from_db()
    return attempt


def test_right_answers_earn_every_mark_and_the_result_is_shown_at_once():
    attempt = a_judged_attempt()
    assert (attempt.state, attempt.raw, attempt.max_raw) == (State.RELEASED, 9, 9)
    assert (attempt.band, attempt.revision) == (Decimal("9.0"), 1)
    assert attempt.released_at is not None
    assert Mark.objects.filter(attempt=attempt).count() == 8
    assert ReadingAnalyse.objects.get(attempt=attempt).raw == 9


def test_a_wrong_answer_is_stored_with_its_reason_as_a_code():
    attempt = a_judged_attempt({3: "FALSE", 6: "in the year of 1901", 8: ["A", "B"]})
    marks = {m.question: m for m in Mark.objects.filter(attempt=attempt)}
    questions = versions.published(attempt.version_id).questions
    by_number = {q.number: marks[uid] for uid, q in questions.items()}
    assert by_number[3].reason_code == "not_given_as_false"
    assert by_number[6].reason_code == "over_limit"
    assert (by_number[8].value, by_number[8].reason_code) == (1, "some_right")
    assert by_number[1].reason_code == "unanswered"


def test_judging_again_changes_nothing():
    attempt = a_judged_attempt()
    judging.judge(attempt.pk)
    assert Mark.objects.filter(attempt=attempt).count() == 8
    assert Analyse.objects.filter(attempt=attempt).count() == 1
    assert AttemptEvent.objects.filter(attempt=attempt, type="released").count() == 1


def test_an_attempt_without_answers_is_judged_too():
    attempt = a_judged_attempt({})
    assert (attempt.raw, attempt.band) == (0, Decimal("0.0"))
    steps = Analyse.objects.get(attempt=attempt).result["next_steps"]
    assert (steps[0]["code"], len(steps)) == ("nothing_answered", 3)


def test_staff_release_what_waits_for_them():
    attempt = a_judged_attempt(release={"policy": "manual"})
    assert attempt.state == State.MARKED
    assert attempt.pk not in judging.owed()
    judging.release(attempt.uid, actor_id=5, reason="The day has come.")
    judging.release(attempt.uid, actor_id=5, reason="The day has come.")
    attempt.refresh_from_db()
    assert attempt.state == State.RELEASED
    assert AttemptEvent.objects.get(attempt=attempt, type="released").actor_id == 5


def test_a_result_with_a_date_waits_for_it():
    day = timezone.now() + timedelta(days=1)
    attempt = a_judged_attempt(release={"policy": "date", "at": day.isoformat()})
    assert attempt.state == State.MARKED
    assert attempt.pk not in judging.owed()
    judging.judge(attempt.pk, at=day + timedelta(seconds=1))
    attempt.refresh_from_db()
    assert attempt.state == State.RELEASED


def test_what_a_crash_left_is_owed():
    version = a_published_exam().current_version
    attempt = a_submitted_attempt(version, {})
    assert judging.owed() == [attempt.pk]


def test_the_learner_is_told_once(after_commit, monkeypatch):
    told = []
    monkeypatch.setattr(
        announcing.notifications, "notify", lambda *args, **more: told.append((args, more))
    )
    attempt = a_judged_attempt()
    assert announcing.owed() == [attempt.pk]
    announcing.announce(attempt.pk)
    announcing.announce(attempt.pk)
    (((people, template, context), more),) = told
    assert (people, template, context["band"]) == ([1], "result.ready", "9.0")
    assert more["key"] == f"result:{attempt.uid}:1"
    assert announcing.owed() == []


def test_the_message_names_the_version_and_not_what_the_test_is_called_now(monkeypatch):
    told = []
    monkeypatch.setattr(
        announcing.notifications, "notify", lambda *args, **more: told.append((args, more))
    )
    attempt = a_judged_attempt()
    title = versions.published(attempt.version_id).document["title"]
    Exam.objects.update(title={"uz": "Boshqa", "ru": "Другой", "en": "Another"})
    announcing.announce(attempt.pk)
    assert told[0][0][2]["title"] == title


def test_who_got_another_message_under_the_key_was_told():
    attempt = a_judged_attempt(user_id=a_person().pk)
    announcing.notifications.notify(
        [attempt.user_id], "welcome", {}, key=f"result:{attempt.uid}:1", route=""
    )
    announcing.announce(attempt.pk)
    assert announcing.owed() == []


def with_first(sitting, name, **changes):
    """The sitting with its first answer or touch changed."""
    first, *rest = getattr(sitting, name)
    return replace(sitting, **{name: (replace(first, **changes), *rest)})


CHANGES = [
    *(
        ("answers", change)
        for change in ({"value": "x"}, {"mark": Decimal(0)}, {"max": Decimal(2)})
    ),
    ("answers", {"reason": Reason("correct", {"chosen": "TRUE"})}),
    *(("touches", change) for change in ({"value": "x"}, {"client_at": None}, {"received_at": 0})),
]


def test_an_analysis_names_all_that_it_was_computed_from():
    attempt = a_judged_attempt({1: "TRUE", 2: "TRUE"})
    version, analyser = versions.published(attempt.version_id), analyser_of("reading")
    keys, values = judging._keys(version), judging._values(attempt)
    marks = judging.current_marks(attempt)
    sitting = judging._sitting(attempt, version, keys, values, marks)
    digest = judging._digest(version, analyser, sitting)
    assert digest == Analyse.objects.get(attempt=attempt).input_sha256
    others = [with_first(sitting, name, **change) for name, change in CHANGES]
    for name in ("started_at", "ended_at", "deadline_at", "duration_s"):
        others.append(replace(sitting, **{name: 0}))
    digests = {judging._digest(version, analyser, other) for other in others}
    assert len(digests | {digest}) == len(others) + 1


def test_an_answer_that_was_overtaken_before_it_came_is_no_answer():
    version = a_published_exam().current_version
    attempt = a_submitted_attempt(version, {1: "TRUE"})
    counted = ResponseEvent.objects.get(attempt=attempt)
    ResponseEvent.objects.create(
        **{"attempt": attempt, "question": counted.question, "seq": counted.seq - 1},
        **{"value": "FALSE", "idem": uuid4(), "client_at": None},
        received_at=attempt.deadline_at - timedelta(seconds=5),
    )
    judging.judge(attempt.pk)
    result = Analyse.objects.get(attempt=attempt).result
    assert result["raw"] == 1
    assert (result["last_minute"], result["questions"][0]["seconds"]) == ([], 60)


def test_judging_again_by_staff_supersedes_what_differs_and_adds_a_revision():
    attempt = a_judged_attempt()
    wrong = Mark.objects.filter(attempt=attempt).first()
    fields = {"attempt": attempt, "question": wrong.question, "max": wrong.max, "source": "auto"}
    older = Mark.objects.create(
        **fields,
        value=0,
        reason_code="not_accepted",
        engine="rules-0",
        supersedes=wrong,
        created_at=timezone.now(),
    )
    Attempt.objects.filter(pk=attempt.pk).update(raw=8, announced_at=timezone.now())
    assert judging.rejudge(attempt.uid, actor_id=5, reason="A rule was wrong.") == 1
    attempt.refresh_from_db()
    assert (attempt.state, attempt.raw, attempt.revision) == (State.RELEASED, 9, 2)
    assert attempt.announced_at is None
    assert Mark.objects.get(supersedes=older).value == 1
    assert Analyse.objects.filter(attempt=attempt).count() == 2


def test_judging_again_leaves_marks_of_people_alone():
    attempt = a_judged_attempt({})
    first = Mark.objects.filter(attempt=attempt).first()
    Mark.objects.create(
        attempt=attempt,
        question=first.question,
        source="override",
        value=1,
        max=1,
        reason_code="correct",
        engine="",
        supersedes=first,
        created_at=timezone.now(),
    )
    assert judging.rejudge(attempt.uid, actor_id=5, reason="Check.") == 0
    attempt.refresh_from_db()
    assert (attempt.raw, attempt.revision) == (1, 2)


def test_what_was_never_judged_is_not_judged_again():
    attempt = a_submitted_attempt(a_published_exam().current_version, {})
    with pytest.raises(MoveRefused):
        judging.rejudge(attempt.uid, actor_id=5, reason="Too early.")


def test_judging_takes_few_statements_whatever_the_number_of_questions(statements):
    version = a_published_exam().current_version
    attempt = a_submitted_attempt(version, right_answers(version))
    versions.published(version.pk), versions.keys_of(version.pk)
    with statements(at_most=7):
        judging.judge(attempt.pk)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_ten_judges_at_once_mark_once():
    version = a_published_exam().current_version
    attempt = a_submitted_attempt(version, right_answers(version))
    start, failures = Barrier(10), []

    def run():
        try:
            start.wait()
            judging.judge(attempt.pk)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Mark.objects.filter(attempt=attempt).count() == 8
    assert Analyse.objects.filter(attempt=attempt).count() == 1
    assert AttemptEvent.objects.filter(attempt=attempt).count() == 2
