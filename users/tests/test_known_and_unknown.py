"""Nobody learns from an answer, its time or its failure whether an address has an account."""

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from users.models import User, VerificationCode
from users.tests.makers import PASSWORD, a_learner

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@mail.example", "other@mail.example"


class Away:
    """A mail server that is away."""

    def __init__(self, *args, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("away")


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed since the last look."""
    done = []
    slow = hashers.MD5PasswordHasher.encode

    def encode(self, *args):
        done.append(1)
        return slow(self, *args)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)

    def look():
        number = len(done)
        done.clear()
        return number

    return look


def signs_up(visitor, email):
    return visitor.post("/en/signup/", {"email": email, "password1": PASSWORD})


def asks_again(visitor, email):
    return visitor.post("/en/confirm-email/", {"action": "resend"})


def forgets(visitor, email):
    return visitor.post("/en/password/reset/", {"email": email})


def logs_in(visitor, email):
    form = {"login": email, "password": "not-the-password"}
    return Client().post("/en/login/", form)  # the visitor's own sign-up still waits for its code


def test_every_step_hashes_and_mails_as_often_for_the_one_as_for_the_other(post, hashed):
    a_learner(email=KNOWN)
    costs = []
    for email in (KNOWN, UNKNOWN):
        visitor, cost = Client(), []
        for step in (signs_up, asks_again, forgets, logs_in):
            hashed()
            before = len(mail.outbox) + len(post.sent)
            answer = step(visitor, email)
            letters = len(mail.outbox) + len(post.sent) - before
            cost.append((step.__name__, answer.status_code, hashed(), letters))
            VerificationCode.objects.update(delivery="failed")  # the pause is over
        User.objects.exclude(email=KNOWN).delete()
        costs.append(cost)
    assert costs[0] == costs[1]
    assert [letters for _step, _status, _hashes, letters in costs[0]] == [1, 1, 1, 0]
    assert [hashes for _step, _status, hashes, _letters in costs[0]] == [1, 0, 0, 1]


def test_a_mail_server_that_is_away_is_away_for_both(post, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    post.broken = True
    a_learner(email=KNOWN)
    seen = []
    for email in (KNOWN, UNKNOWN):
        visitor = Client()
        answers = [step(visitor, email) for step in (signs_up, asks_again, forgets, forgets)]
        seen.append([(answer.status_code, answer.url) for answer in answers])
        states = VerificationCode.objects.values_list("delivery", flat=True)
        assert set(states) == {"failed"}
    assert seen[0] == seen[1]
    assert {status for status, _url in seen[0]} == {302}
