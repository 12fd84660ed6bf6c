"""What staff do to attempts: show a result, have it marked again, declare an attempt void."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from assessments import announcing, judging, services, voiding
from assessments.delivery import repair
from assessments.errors import AttemptNotFound, MoveRefused, ReasonMissing, ResultNotReleased
from assessments.models import Attempt, AttemptEvent, Mark
from assessments.tests.attempt_makers import a_submitted_attempt
from assessments.tests.delivery_makers import a_free_exam, give_tokens, tokens_left
from assessments.tests.makers import a_published_exam
from notifications import services as notifications
from payments import services as payments
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db

LIST = "admin:assessments_attempt_changelist"


@pytest.fixture
def recorded(monkeypatch):
    acts = []
    monkeypatch.setattr(
        "users.services.record", lambda action, **more: acts.append({"action": action, **more})
    )
    return acts


@pytest.fixture
def learner():
    person = a_person(locale="en")
    give_tokens(person.pk, 10)
    return person


@pytest.fixture
def paid(learner):
    """An attempt that was handed in, marked and shown, for three tokens."""
    exam = a_published_exam(tokens=3)
    uid = services.start(learner.pk, exam.kind, exam.slug, "exam", "key-1").uid
    services.submit(learner.pk, uid)
    return Attempt.objects.get(uid=uid)


def staff(client, *permissions):
    person = a_person(is_staff=True, locale="en")
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["view_attempt", *permissions])
    )
    client.force_login(person)
    return person


def act(client, name, *attempts, reason="A reason"):
    data = {"action": name, "_selected_action": [row.pk for row in attempts], "reason": reason}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def test_a_void_attempt_counts_no_more_and_its_tokens_come_back(paid, learner, recorded):
    assert tokens_left(learner.pk) == 7
    for _twice in range(2):
        services.void(paid.uid, actor_id=5, reason=" The recording was broken. ")
    paid.refresh_from_db()
    assert (paid.state, tokens_left(learner.pk)) == ("void", 10)
    assert Mark.objects.filter(attempt=paid).exists()
    assert [(one["action"], one["subject_id"], one["reason"]) for one in recorded] == [
        ("attempt.voided", learner.pk, "The recording was broken.")
    ]
    assert AttemptEvent.objects.filter(attempt=paid, type="void", actor_id=5).count() == 1
    assert services.history(learner.pk).items == ()
    with pytest.raises(ResultNotReleased):
        services.analysis(learner.pk, paid.uid)
    assert payments.verify_ledger() == []


def told_of_void(person):
    inbox = notifications.inbox(person.pk).items
    return [one for one in inbox if one.title["en"] == "Your attempt does not count"]


def test_the_learner_of_a_void_attempt_is_told_once_with_the_reason(paid, learner):
    for _twice in range(2):
        services.void(paid.uid, actor_id=5, reason="The recording was broken")
        for attempt_id in announcing.owed():
            announcing.announce(attempt_id)
    assert announcing.owed() == []
    (told,) = told_of_void(learner)
    assert told.body["en"].endswith("Tokens given back: 3. Reason: The recording was broken")
    assert "Sabab: The recording was broken" in told.body["uz"]
    assert "Причина: The recording was broken" in told.body["ru"]


def test_a_learner_is_told_of_a_void_attempt_that_a_lost_task_dropped(paid, learner):
    services.void(paid.uid, actor_id=5, reason="Broken")
    assert announcing.owed() == [paid.pk]
    announcing.announce(paid.pk)
    announcing.announce(paid.pk)
    assert len(told_of_void(learner)) == 1


def test_a_void_attempt_keeps_its_key_and_makes_room_for_a_new_one(paid, learner):
    services.void(paid.uid, actor_id=5, reason="Broken")
    again = services.start(learner.pk, paid.kind, paid.exam.slug, "exam", "key-1")
    assert (again.uid, again.state) == (paid.uid, "void")
    new = services.start(learner.pk, paid.kind, paid.exam.slug, "exam", "key-2")
    assert (new.is_new, tokens_left(learner.pk)) == (True, 7)


def test_a_running_attempt_is_declared_void_and_its_page_says_so(client, learner):
    exam = a_published_exam(tokens=3)
    uid = services.start(learner.pk, exam.kind, exam.slug, "exam").uid
    services.void(uid, actor_id=5, reason="The power went out")
    client.force_login(learner)
    page = client.get(f"/en/attempts/{uid}/part/1/", follow=True).content.decode()
    assert "This attempt does not count" in page
    assert "has been given back" in page
    assert tokens_left(learner.pk) == 10


def test_a_free_attempt_is_declared_void_without_a_refund(learner):
    exam = a_free_exam()
    uid = services.start(learner.pk, exam.kind, exam.slug, "exam").uid
    services.void(uid, actor_id=5, reason="Broken")
    assert tokens_left(learner.pk) == 10


def test_a_refund_that_was_cut_off_is_done_by_the_sweeper(paid, learner, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(voiding.repair, "give_back", lambda _row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.void(paid.uid, actor_id=5, reason="Broken")
    assert tokens_left(learner.pk) == 7
    repair.repair_created(timezone.now())
    repair.repair_created(timezone.now() + timedelta(minutes=2))
    assert tokens_left(learner.pk) == 10
    assert payments.verify_ledger() == []


def test_what_never_began_or_is_unknown_is_not_declared_void(paid):
    Attempt.objects.filter(pk=paid.pk).update(state="abandoned")
    with pytest.raises(MoveRefused):
        services.void(paid.uid, actor_id=5, reason="Broken")
    with pytest.raises(AttemptNotFound):
        services.void("00000000-0000-4000-8000-000000000000", actor_id=5, reason="Broken")


@pytest.mark.parametrize("name", ["release", "rejudge", "void"])
def test_every_act_needs_a_reason(paid, client, name):
    with pytest.raises(ReasonMissing):
        getattr(services, name)(paid.uid, actor_id=5, reason=" ")
    staff(client, f"{name}_attempt")
    assert "Write a reason" in act(client, name, paid, reason="")
    paid.refresh_from_db()
    assert (paid.state, paid.revision) == ("released", 1)


def test_a_marker_shows_results_that_staff_release(client, recorded):
    version = a_published_exam(release={"policy": "manual"}).current_version
    attempts = [a_submitted_attempt(version, {}, user_id=user_id) for user_id in (1, 2)]
    waiting = a_submitted_attempt(version, {}, user_id=3)
    for attempt in attempts:
        judging.judge(attempt.pk)
    marker = staff(client, "release_attempt")
    page = act(client, "release", *attempts, waiting, reason="All papers are marked")
    assert "Done for 2 attempts" in page
    assert f"#{waiting.uid}: This attempt can not change its state" in page
    assert Attempt.objects.filter(state="released").count() == 2
    acts = [one for one in recorded if one["action"] == "attempt.released"]
    assert [(one["actor_id"], one["reason"]) for one in acts] == [
        (marker.pk, "All papers are marked")
    ] * 2


def test_a_marker_has_attempts_marked_again(client, paid):
    staff(client, "rejudge_attempt")
    assert "Done for 1 attempt." in act(client, "rejudge", paid)
    paid.refresh_from_db()
    assert (paid.state, paid.revision) == ("released", 2)


def test_an_administrator_declares_attempts_void(client, paid, learner):
    staff(client, "void_attempt")
    assert "Done for 1 attempt." in act(client, "void", paid)
    assert tokens_left(learner.pk) == 10


def test_only_who_may_act_is_offered_the_act(client, paid):
    staff(client, "release_attempt")
    page = client.get(reverse(LIST)).content.decode()
    assert 'value="release"' in page
    assert 'value="void"' not in page
    act(client, "void", paid)
    act(client, "rejudge", paid)
    paid.refresh_from_db()
    assert (paid.state, paid.revision) == ("released", 1)


def test_too_many_at_once_are_refused(client, paid, monkeypatch):
    monkeypatch.setattr("assessments.admin.records.MOST_AT_ONCE", 0)
    staff(client, "void_attempt")
    assert "Choose fewer attempts" in act(client, "void", paid)
    paid.refresh_from_db()
    assert paid.state == "released"


def test_the_roles_hold_the_acts():
    roles = settings.ROLES
    assert "assessments.release_attempt" in roles["marker"]
    assert "assessments.rejudge_attempt" in roles["marker"]
    assert "assessments.void_attempt" in roles["administrator"]
    assert not any("assessments.void_attempt" in roles[name] for name in ("marker", "support"))
