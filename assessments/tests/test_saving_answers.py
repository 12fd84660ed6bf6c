"""Saving: what arrives is stored once, and the reply says what became of each answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import services
from assessments.delivery import autosave
from assessments.errors import (
    AttemptClosed,
    AttemptNotFound,
    AttemptNotStarted,
    TooManyAnswers,
    UnknownQuestion,
)
from assessments.models import Attempt, Response, ResponseEvent
from assessments.tests.attempt_makers import uids_by_number
from assessments.tests.delivery_makers import a_free_exam

pytestmark = pytest.mark.django_db

LEARNER = 7002


@pytest.fixture
def exam():
    return a_free_exam()


@pytest.fixture
def uid(exam):
    return services.start(LEARNER, exam.kind, exam.slug, "exam").uid


@pytest.fixture
def questions(exam):
    return uids_by_number(exam.current_version)


def answer(question: str, value, seq: int = 1, **more):
    return {
        "idem": str(uuid4()),
        "question": question,
        "seq": seq,
        "value": value,
        "client_at": "2026-11-24T09:00:00Z",
        **more,
    }


def save(uid, *answers):
    return services.save(LEARNER, uid, list(answers))


def value_of(question: str):
    return Response.objects.get(question=question).value


def test_answers_of_every_interaction_are_stored(uid, questions):
    saved = save(
        uid,
        answer(questions[1], "TRUE", 1),
        answer(questions[4], "B", 2),
        answer(questions[6], "  1901 ", 3),
        answer(questions[8], ["C", "A"], 4),
    )
    assert len(saved.acked) == 4
    assert (saved.refused, saved.late, saved.next_seq) == ((), (), 5)
    assert [value_of(questions[n]) for n in (1, 4, 6, 8)] == ["TRUE", "B", "1901", ["A", "C"]]
    paper = services.paper(LEARNER, uid)
    assert paper.responses[questions[8]].value == ["A", "C"]
    assert paper.next_seq == 5


def test_the_highest_seq_wins_in_whatever_order_they_arrive(uid, questions):
    save(uid, answer(questions[1], "TRUE", 5))
    saved = save(uid, answer(questions[1], "FALSE", 3))
    assert saved.next_seq == 6
    assert value_of(questions[1]) == "TRUE"
    save(uid, answer(questions[1], "NOT GIVEN", 9), answer(questions[1], "FALSE", 8))
    assert value_of(questions[1]) == "NOT GIVEN"
    assert ResponseEvent.objects.count() == 4


def test_a_tie_goes_to_the_later_receipt_and_a_replay_does_not_undo_it(uid, questions):
    first = answer(questions[1], "TRUE", 5)
    save(uid, first)
    save(uid, answer(questions[1], "FALSE", 5))
    assert value_of(questions[1]) == "FALSE"
    assert save(uid, first).acked == (first["idem"],)
    assert value_of(questions[1]) == "FALSE"


def test_a_repeated_batch_adds_nothing(uid, questions):
    batch = [answer(questions[n], "TRUE", n) for n in (1, 2, 3)]
    first, second = save(uid, *batch), save(uid, *batch)
    assert first.acked == second.acked
    assert second.next_seq == first.next_seq
    assert ResponseEvent.objects.count() == 3


def test_an_idem_with_other_content_is_refused(uid, questions):
    first = answer(questions[1], "TRUE", 1)
    save(uid, first)
    saved = save(uid, {**first, "value": "FALSE"}, answer(questions[2], "TRUE", 2))
    assert [refused.code for refused in saved.refused] == ["idem-reused"]
    assert len(saved.acked) == 1
    assert value_of(questions[1]) == "TRUE"


def test_an_idem_twice_in_one_batch_is_one_answer(uid, questions):
    one = answer(questions[1], "TRUE", 1)
    saved = save(uid, one, dict(one), {**one, "value": "FALSE"})
    assert saved.acked == (one["idem"],)
    assert [refused.code for refused in saved.refused] == ["idem-reused"]


def test_one_bad_answer_does_not_lose_the_others(uid, questions):
    good = answer(questions[1], "TRUE", 1)
    bad = {
        "unknown-option": answer(questions[2], "MAYBE", 2),
        "wrong-shape": answer(questions[3], ["TRUE"], 3),
        "value-too-long": answer(questions[6], "x" * 501, 4),
        "too-many-options": answer(questions[8], ["A", "B", "C"], 5),
        "unknown-question": answer(str(uuid4()), "TRUE", 6),
        "bad-idem": answer(questions[2], "TRUE", 7, idem="not one"),
        "bad-seq": answer(questions[2], "TRUE", -1),
        "bad-client-at": answer(questions[2], "TRUE", 8, client_at="yesterday"),
        "wrong-form": "TRUE",
    }
    saved = save(uid, good, *bad.values())
    assert saved.acked == (good["idem"],)
    assert [refused.code for refused in saved.refused] == list(bad)
    assert all(refused.detail for refused in saved.refused)
    assert ResponseEvent.objects.count() == 1


@pytest.mark.parametrize("seq", [True, 1.5, "1", None, 2**53 + 1])
def test_a_seq_is_a_whole_number(uid, questions, seq):
    (refused,) = save(uid, answer(questions[1], "TRUE", seq)).refused
    assert refused.code == "bad-seq"


def test_an_empty_batch_tells_the_time_and_the_next_seq(uid):
    saved = save(uid)
    assert (saved.acked, saved.next_seq, saved.state) == ((), 1, "in_progress")


def test_a_batch_has_its_limit(uid, questions):
    with pytest.raises(TooManyAnswers):
        save(uid, *[answer(questions[1], "TRUE", n) for n in range(101)])


def test_clearing_is_an_answer_too(uid, questions):
    save(uid, answer(questions[1], "TRUE", 1), answer(questions[8], ["A"], 2))
    save(uid, answer(questions[1], "", 3), answer(questions[8], [], 4))
    assert (value_of(questions[1]), value_of(questions[8])) == ("", "")


@pytest.mark.parametrize(
    ("seconds", "late"), [(-1, False), (0, False), (59, False), (60, False), (61, True)]
)
def test_answers_count_until_the_grace_is_over(uid, questions, seconds, late):
    attempt = Attempt.objects.get(uid=uid)
    at = attempt.deadline_at + timedelta(seconds=seconds)
    saved = autosave.save_at(LEARNER, uid, [answer(questions[1], "TRUE", 1)], at=at)
    assert (bool(saved.late), len(saved.acked)) == (late, 1)
    assert Response.objects.count() == (0 if late else 1)
    attempt.refresh_from_db()
    if late:
        assert attempt.submitted_at == attempt.deadline_at
        assert attempt.closed_by_clock
        assert attempt.state == "released"
    else:
        assert attempt.state == "in_progress"


def test_after_a_close_answers_are_kept_and_do_not_count(uid, questions):
    counted = answer(questions[1], "TRUE", 1)
    save(uid, counted)
    services.submit(LEARNER, uid)
    late = answer(questions[1], "FALSE", 2)
    saved = save(uid, counted, late)
    assert set(saved.acked) == {counted["idem"], late["idem"]}
    assert saved.late == (late["idem"],)
    assert value_of(questions[1]) == "TRUE"
    assert saved.state == "released"


def test_nothing_is_saved_before_the_start_or_for_another(uid, exam, questions):
    with pytest.raises(AttemptNotFound):
        services.save(LEARNER + 1, uid, [answer(questions[1], "TRUE")])
    Attempt.objects.filter(uid=uid).update(state="created", started_at=None, deadline_at=None)
    with pytest.raises(AttemptNotStarted):
        save(uid, answer(questions[1], "TRUE"))
    assert ResponseEvent.objects.count() == 0


def test_flags_are_set_and_taken_away(uid, questions):
    services.flag(LEARNER, uid, questions[1], True)
    services.flag(LEARNER, uid, questions[1], True)
    services.flag(LEARNER, uid, questions[2], True)
    services.flag(LEARNER, uid, questions[2], False)
    assert services.paper(LEARNER, uid).flags == (questions[1],)
    with pytest.raises(UnknownQuestion):
        services.flag(LEARNER, uid, "nothing", True)
    services.submit(LEARNER, uid)
    with pytest.raises(AttemptClosed):
        services.flag(LEARNER, uid, questions[1], False)


def test_a_heartbeat_writes_at_most_every_20_seconds(uid, statements):
    with statements(exactly=1):
        services.heartbeat(LEARNER, uid)
    earlier = timezone.now() - timedelta(seconds=21)
    Attempt.objects.filter(uid=uid).update(last_seen_at=earlier)
    with statements(exactly=2):
        services.heartbeat(LEARNER, uid)
    assert Attempt.objects.get(uid=uid).last_seen_at > earlier


def test_a_form_saves_what_differs(uid, questions):
    fields = {
        f"q-{questions[1]}": ["TRUE"],
        f"q-{questions[6]}": ["1901"],
        f"q-{questions[7]}": [""],
        f"q-{questions[8]}": ["A", "B"],
    }
    first = services.save_form(LEARNER, uid, 1, fields)
    assert len(first.acked) == 3
    again = services.save_form(LEARNER, uid, 1, fields)
    assert again.acked == ()
    cleared = services.save_form(LEARNER, uid, 1, {f"q-{questions[6]}": [""]})
    assert len(cleared.acked) == 2
    values = {n: services.paper(LEARNER, uid).responses[questions[n]].value for n in (1, 6, 8)}
    assert values == {1: "TRUE", 6: "", 8: ""}
