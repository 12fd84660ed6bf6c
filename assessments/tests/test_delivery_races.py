"""Real threads on PostgreSQL: starting, saving and handing in at the same time."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections

from assessments import services
from assessments.models import Attempt, AttemptEvent, Mark, Response, ResponseEvent, StartKey
from assessments.tests.attempt_makers import uids_by_number
from assessments.tests.makers import a_published_exam
from config.errors import ServiceError
from payments import services as payments

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]

LEARNER = 7004


def in_parallel(calls, threads=20):
    def one(call):
        try:
            return call()
        except ServiceError as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, calls))


@pytest.fixture
def exam():
    payments.grant(LEARNER, 10, kind="bonus", key=f"bonus:{uuid4()}")
    return a_published_exam(tokens=3)


def test_start_pressed_twenty_times_at_once_spends_once(exam):
    found = in_parallel(
        [lambda: services.start(LEARNER, exam.kind, exam.slug, "exam")] * 20,
    )
    assert len({state.uid for state in found}) == 1
    assert Counter(state.is_new for state in found)[True] == 1
    assert payments.balance(LEARNER).available == 7
    assert Attempt.objects.count() == 1
    assert payments.verify_ledger() == []


def test_one_start_key_in_many_threads_is_one_attempt(exam):
    found = in_parallel(
        [lambda: services.start(LEARNER, exam.kind, exam.slug, "exam", "key-1")] * 20,
    )
    assert len({state.uid for state in found}) == 1
    assert payments.balance(LEARNER).available == 7
    assert StartKey.objects.count() == 1


def test_twenty_start_keys_at_once_name_one_attempt_for_ever(exam):
    def start(number):
        return services.start(LEARNER, exam.kind, exam.slug, "exam", f"key-{number}")

    found = in_parallel([lambda n=n: start(n) for n in range(20)])
    (uid,) = {state.uid for state in found}
    assert StartKey.objects.filter(attempt__uid=uid).count() == 20
    services.submit(LEARNER, uid)
    assert {start(number).uid for number in range(20)} == {uid}
    assert Attempt.objects.count() == 1
    assert payments.balance(LEARNER).available == 7


def test_one_start_key_for_two_tests_at_once_starts_one_of_them(exam):
    other = a_published_exam(tokens=3)
    calls = [
        lambda one=one: services.start(LEARNER, one.kind, one.slug, "exam", "key-1")
        for one in [exam, other] * 10
    ]
    found = in_parallel(calls)
    assert Counter(one == "idempotency-key-reused" for one in found) == {True: 10, False: 10}
    assert Attempt.objects.count() == 1
    assert payments.balance(LEARNER).available == 7


def test_handing_in_ten_times_at_once_closes_and_marks_once(exam):
    uid = services.start(LEARNER, exam.kind, exam.slug, "exam").uid
    in_parallel([lambda: services.submit(LEARNER, uid)] * 10)
    assert AttemptEvent.objects.filter(type="submitted").count() == 1
    assert Mark.objects.filter(attempt__uid=uid).count() == 8
    assert services.attempt(LEARNER, uid).state == "released"


def test_an_answer_confirmed_as_counted_is_marked(exam):
    """Saves race with handing in: what was acked and not late is among the answers that count."""
    uid = services.start(LEARNER, exam.kind, exam.slug, "exam").uid
    uids = uids_by_number(exam.current_version)

    def save(number):
        answer = {"idem": str(uuid4()), "question": uids[1], "seq": number, "value": "TRUE"}
        return services.save(LEARNER, uid, [answer])

    calls = [lambda n=n: save(n) for n in range(1, 40)]
    calls.insert(20, lambda: services.submit(LEARNER, uid))
    found = [saved for saved in in_parallel(calls, 8) if saved is not None]
    counted = [saved for saved in found if not saved.late]
    assert all(saved.acked for saved in found)
    assert ResponseEvent.objects.filter(late=False).count() == len(counted)
    assert ResponseEvent.objects.count() == 39
    top = Response.objects.get().seq
    assert top == max(saved.next_seq - 1 for saved in counted)


def test_saves_of_two_windows_end_with_the_highest_seq(exam):
    uid = services.start(LEARNER, exam.kind, exam.slug, "exam").uid
    uids = uids_by_number(exam.current_version)
    values = ["TRUE", "FALSE", "NOT GIVEN"]

    def save(seq):
        answer = {
            "idem": str(uuid4()),
            "question": uids[1],
            "seq": seq,
            "value": values[seq % 3],
        }
        return services.save(LEARNER, uid, [answer])

    found = in_parallel([lambda s=s: save(s) for s in [*range(60), *range(59, -1, -1)]], 12)
    row = Response.objects.get()
    assert (row.seq, row.value) == (59, values[59 % 3])
    assert max(saved.next_seq for saved in found) == 60
