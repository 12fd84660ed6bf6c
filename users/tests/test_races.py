"""Many at once, on PostgreSQL with real threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from config.errors import ServiceError
from users import codes
from users.codes import CodeRequest
from users.models import VerificationCode
from users.tests.makers import a_person

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]
MANY = 10


def at_once(do):
    """What `do` answered to ten threads that start together: None, or the code of the refusal."""
    ready = Barrier(MANY)

    def run(number):
        ready.wait()
        try:
            do(number)
        except ServiceError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(run, range(MANY)))


@pytest.fixture
def handle():
    person = a_person("aziza@mail.example", proved=False)
    handle = codes.new_handle()
    codes.issue(handle, CodeRequest("signup", person.email, person.pk, "", "uz"))
    return handle


def test_ten_right_answers_at_once_use_the_code_once(handle, post):
    answers = at_once(lambda _: codes.check(handle, post.code))
    assert answers.count(None) == 1
    assert answers.count("code-used") == 9


def test_ten_wrong_answers_at_once_count_to_five_and_never_to_six(handle, post):
    answers = at_once(lambda _: codes.check(handle, post.wrong_code))
    assert answers.count("code-wrong") == 4
    assert answers.count("code-burnt") == 6
    assert VerificationCode.objects.get().attempts == 5


def test_ten_wishes_for_a_code_at_once_send_one():
    person = a_person("aziza@mail.example", proved=False)
    asked = CodeRequest("signup", person.email, person.pk, "", "uz")
    answers = at_once(lambda _: codes.issue(codes.new_handle(), asked))
    assert answers.count(None) == 1
    assert VerificationCode.objects.count() == 1
