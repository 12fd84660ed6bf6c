"""Nobody learns from an answer, its time or its failure whether an address has an account."""

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from users.models import User, VerificationCode
from users.tests.makers import PASSWORD, a_learner
from users.tests.program import Program

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


def _shape(answer):
    body = answer.json()
    body.get("meta", {}).pop("session_token", None)
    return answer.status_code, sorted(answer.headers), body


def test_signing_up_answers_alike_for_known_and_unknown_addresses(post):
    a_learner(email="known@mail.example")
    seen = []
    for email in ("known@mail.example", "new@mail.example"):
        program = Program()
        answers = [program.signs_up(email)[0]]
        answers += [program.post("email/verify", key="000000")[0] for _ in range(6)]
        answers.append(program.call("POST", "email/verify/resend")[0])
        again = Program()
        answers.append(again.signs_up(email)[0])
        seen.append([_without_seconds(_shape(answer)) for answer in answers])
    assert seen[0] == seen[1]
    assert [target for _, target, *_ in post.sent] == ["new@mail.example"]


def _without_seconds(shape):
    status, headers, body = shape
    for error in body.get("errors", []):
        error.pop("retry_after", None)
        if status == 429 or error["code"] == "code-asked-too-often":
            error.pop("message")
    return status, headers, body


def test_a_reset_answers_alike_for_known_and_unknown_addresses(post):
    a_learner(email="known@mail.example")
    seen = []
    for email in ("known@mail.example", "new@mail.example"):
        program = Program()
        key = {"X-Password-Reset-Key": "000000"}
        answers = [program.post("password/request", email=email)[0]]
        answers += [program.call("GET", "password/reset", **key)[0] for _ in range(3)]
        answers += [
            program.post("password/reset", key="000000", password="another-fine-sentence")[0]
            for _ in range(3)
        ]
        answers.append(program.post("password/request", email=email)[0])
        seen.append([_without_seconds(_shape(answer)) for answer in answers])
    assert seen[0] == seen[1]
