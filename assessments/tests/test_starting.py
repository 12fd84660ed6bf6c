"""Starting: tokens are taken exactly once, whatever is pressed or breaks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import services
from assessments.delivery import repair
from assessments.delivery import start as starting
from assessments.errors import AttemptNotFound, ExamNotFound, ModeNotOffered, StartKeyReused
from assessments.models import Attempt, AttemptEvent, Exam, StartKey
from assessments.tests.delivery_makers import a_free_exam, give_tokens, tokens_left
from assessments.tests.makers import a_published_exam, an_exam
from payments import services as payments

pytestmark = pytest.mark.django_db

LEARNER = 7001


@pytest.fixture
def exam():
    give_tokens(LEARNER, 10)
    return a_published_exam(tokens=3)


def start(exam: Exam, key: str = "", user_id: int = LEARNER):
    return services.start(user_id, exam.kind, exam.slug, "exam", key)


def test_a_start_takes_the_tokens_and_sets_the_clock(exam):
    state = start(exam)
    assert (state.state, state.is_new, state.tokens) == ("in_progress", True, 3)
    assert state.deadline_at - state.started_at == timedelta(seconds=1200)
    assert tokens_left(LEARNER) == 7
    (line,) = [m for m in payments.statement(LEARNER).items if m.kind == "attempt"]
    assert line.reference == f"reading:{state.uid}"
    types = AttemptEvent.objects.filter(attempt__uid=state.uid).values_list("type", flat=True)
    assert list(types) == ["in_progress"]


def test_a_start_while_one_is_open_answers_with_that_one(exam):
    first, second = start(exam), start(exam)
    assert (second.uid, second.is_new) == (first.uid, False)
    assert tokens_left(LEARNER) == 7


def test_the_same_key_is_the_same_attempt_even_after_it_was_handed_in(exam):
    first = start(exam, "key-1")
    services.submit(LEARNER, first.uid)
    again = start(exam, "key-1")
    assert (again.uid, again.is_new) == (first.uid, False)
    other = start(exam, "key-2")
    assert other.uid != first.uid
    assert tokens_left(LEARNER) == 4


def test_a_key_sent_while_an_attempt_is_open_names_it_for_ever(exam):
    first = start(exam, "key-1")
    assert start(exam, "key-2").uid == first.uid
    services.submit(LEARNER, first.uid)
    again = start(exam, "key-2")
    assert (again.uid, again.is_new, again.state) == (first.uid, False, "released")
    assert tokens_left(LEARNER) == 7
    assert sorted(StartKey.objects.values_list("key", flat=True)) == ["key-1", "key-2"]


def test_a_key_finds_its_attempt_when_the_test_is_no_longer_on_offer(exam):
    first = start(exam, "key-1")
    services.archive(exam.kind, exam.slug, actor_id=None)
    assert start(exam, "key-1").uid == first.uid
    Attempt.objects.update(deadline_at=timezone.now() - timedelta(minutes=2))
    assert start(exam, "key-1").closed_by_clock
    with pytest.raises(ExamNotFound):
        start(exam, "key-2")


def test_an_attempt_that_runs_is_found_when_its_test_is_no_longer_on_offer(exam):
    first = start(exam)
    services.archive(exam.kind, exam.slug, actor_id=None)
    assert (start(exam).uid, start(exam, "key-1").uid) == (first.uid, first.uid)
    services.submit(LEARNER, first.uid)
    with pytest.raises(ExamNotFound):
        start(exam)


def test_a_waiting_attempt_does_not_begin_when_its_test_is_no_longer_on_offer():
    exam = a_published_exam(tokens=3)
    with pytest.raises(payments.InsufficientTokens):
        start(exam, "key-1")
    services.archive(exam.kind, exam.slug, actor_id=None)
    give_tokens(LEARNER, 3)
    for key in ("", "key-1", "key-2"):
        with pytest.raises(ExamNotFound):
            start(exam, key)
    assert tokens_left(LEARNER) == 3


def test_a_key_of_another_test_is_refused(exam):
    other = a_free_exam()
    first = start(exam, "key-1")
    start(exam, "key-2")
    services.submit(LEARNER, first.uid)
    for key in ("key-1", "key-2"):
        with pytest.raises(StartKeyReused) as refusal:
            start(other, key)
        assert refusal.value.code == "idempotency-key-reused"
        assert refusal.value.http_status == 409
    assert start(other, "key-1", user_id=LEARNER + 1).is_new


def test_a_key_of_another_mode_is_refused(exam, monkeypatch):
    monkeypatch.setattr(starting, "MODES", ("exam", "practice"))
    start(exam, "key-1")
    with pytest.raises(StartKeyReused):
        services.start(LEARNER, exam.kind, exam.slug, "practice", "key-1")


def test_too_few_tokens_lose_nothing_and_the_next_start_uses_the_same_attempt():
    exam = a_published_exam(tokens=3)
    give_tokens(LEARNER, 2)
    with pytest.raises(payments.InsufficientTokens) as refusal:
        start(exam, "key-1")
    assert refusal.value.details == {"needed": 3, "available": 2}
    assert tokens_left(LEARNER) == 2
    waiting = Attempt.objects.get(user_id=LEARNER)
    assert waiting.state == "created"
    give_tokens(LEARNER, 1)
    state = start(exam, "key-2")
    assert (state.uid, state.is_new, tokens_left(LEARNER)) == (waiting.uid, True, 0)
    assert start(exam, "key-2").uid == waiting.uid


def test_a_free_test_spends_nothing():
    state = start(a_free_exam())
    assert state.state == "in_progress"
    assert payments.statement(LEARNER).items == ()


@pytest.mark.parametrize("broken", ["_pay", "_begin"])
def test_a_crash_at_any_point_is_mended_by_starting_again(exam, monkeypatch, broken):
    def crash(*_args):
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr(starting, broken, crash)
        with pytest.raises(RuntimeError):
            start(exam)
    state = start(exam)
    assert (state.state, state.is_new, tokens_left(LEARNER)) == ("in_progress", True, 7)
    assert Attempt.objects.count() == 1


def test_a_start_cut_off_after_paying_is_given_back_by_the_sweeper(exam, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(starting, "_begin", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            start(exam, "key-1")
    assert tokens_left(LEARNER) == 7
    assert repair.repair_created(timezone.now()) == 0
    later = timezone.now() + timedelta(minutes=16)
    assert repair.repair_created(later) == 1
    assert repair.repair_created(later) == 0
    assert tokens_left(LEARNER) == 10
    assert Attempt.objects.get().state == "abandoned"
    assert start(exam, "key-1").is_new
    assert tokens_left(LEARNER) == 7
    assert payments.verify_ledger() == []


@pytest.mark.parametrize("cut_off", [None, "give_back"])
def test_what_was_paid_comes_back_however_long_nobody_swept(exam, monkeypatch, cut_off):
    monkeypatch.setattr(starting, "_begin", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        start(exam)
    much_later = timezone.now() + timedelta(days=3)
    if cut_off:
        with monkeypatch.context() as patch:
            patch.setattr(repair, cut_off, lambda _row: 1 / 0)
            repair.repair_created(timezone.now() + timedelta(minutes=16))
    repair.repair_created(much_later)
    assert (tokens_left(LEARNER), Attempt.objects.get().state) == (10, "abandoned")
    assert payments.verify_ledger() == []


def test_what_is_settled_is_not_asked_for_again(exam, monkeypatch):
    give_tokens(LEARNER + 1, 1)
    with pytest.raises(payments.InsufficientTokens):
        start(exam, user_id=LEARNER + 1)
    asked = []
    monkeypatch.setattr(repair, "give_back", lambda row: asked.append(row.user_id))
    now = timezone.now() + timedelta(minutes=16)
    for minutes in (0, 30, 90, 120):
        repair.repair_created(now + timedelta(minutes=minutes))
    assert asked == [LEARNER + 1] * 3


def test_one_refund_that_fails_does_not_keep_the_others_waiting(exam, monkeypatch):
    give_tokens(LEARNER + 1, 10)
    monkeypatch.setattr(starting, "_begin", lambda *_args: 1 / 0)
    for learner in (LEARNER, LEARNER + 1):
        with pytest.raises(ZeroDivisionError):
            start(exam, user_id=learner)
    refund = payments.refund

    def fail_for_the_first(user_id, **more):
        return 1 / 0 if user_id == LEARNER else refund(user_id, **more)

    with monkeypatch.context() as patch:
        patch.setattr(repair.payments, "refund", fail_for_the_first)
        repair.repair_created(timezone.now() + timedelta(hours=2))
    assert (tokens_left(LEARNER), tokens_left(LEARNER + 1)) == (7, 10)
    repair.repair_created(timezone.now() + timedelta(hours=3))
    assert tokens_left(LEARNER) == 10


def test_a_waiting_attempt_follows_the_new_price(exam, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(starting, "_begin", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            start(exam)
    Exam.objects.filter(pk=exam.pk).update(tokens=2)
    state = start(exam)
    assert (state.tokens, tokens_left(LEARNER)) == (2, 8)


def test_an_attempt_given_up_while_it_was_paid_gives_its_tokens_back(exam, monkeypatch):
    pay = starting._pay

    def pay_and_lose(row, *more):
        pay(row, *more)
        if row.pk == first:
            repair.give_up(row.pk, timezone.now())

    monkeypatch.setattr(starting, "_begin", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        start(exam)
    monkeypatch.undo()
    first = Attempt.objects.get().pk
    monkeypatch.setattr(starting, "_pay", pay_and_lose)
    assert start(exam).is_new
    assert tokens_left(LEARNER) == 7


def test_only_published_tests_in_an_offered_mode_are_started(exam):
    draft = an_exam()
    with pytest.raises(ExamNotFound):
        start(draft)
    with pytest.raises(ExamNotFound):
        services.start(LEARNER, "listening", exam.slug, "exam")
    with pytest.raises(ModeNotOffered):
        services.start(LEARNER, exam.kind, exam.slug, "practice")
    assert Attempt.objects.count() == 0


def test_another_persons_attempt_is_not_found(exam):
    uid = start(exam).uid
    for call in (services.attempt, services.paper, services.submit, services.heartbeat):
        with pytest.raises(AttemptNotFound):
            call(LEARNER + 1, uid)


def test_an_attempt_stays_on_its_version(exam):
    from assessments import drafts, publishing
    from assessments.tests.makers import a_document, words

    uid = start(exam).uid
    before = services.paper(LEARNER, uid).document
    changed = a_document(title=words("Another title"), tokens=3)
    drafts.replace_draft(exam.kind, exam.slug, changed, if_match="*", actor_id=None)
    publishing.publish(exam.kind, exam.slug, actor_id=None)
    paper = services.paper(LEARNER, uid)
    assert paper.document == before
    assert paper.attempt.version == 1


def test_a_start_takes_a_bounded_number_of_statements(exam, statements):
    with statements(at_most=24):
        start(exam)
