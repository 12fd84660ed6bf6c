"""Parts, groups and questions change places in the admin in one save."""

from __future__ import annotations

import pytest

from assessments.models import Part, Question, QuestionGroup
from assessments.tests.makers import an_exam
from assessments.tests.test_admin import admin, form_of
from users.tests.makers import an_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(client):
    client.force_login(an_administrator(locale="en"))
    made = an_exam()
    Part.objects.create(exam=made, kind="reading", number=2, passage_title="The second")
    return made


def titles(exam):
    return [part.passage_title for part in exam.parts.order_by("number")]


def test_two_parts_exchange_their_numbers(client, exam):
    before = titles(exam)
    address = admin("reading", "change", exam.pk)
    changed = {**form_of(client, address), "parts-0-number": 2, "parts-1-number": 1}
    assert client.post(address, changed).status_code == 302
    assert titles(exam) == before[::-1]
    assert [part.number for part in exam.parts.order_by("number")] == [1, 2]


def test_a_part_takes_the_number_of_one_that_goes(client, exam):
    address = admin("reading", "change", exam.pk)
    changed = {**form_of(client, address), "parts-0-DELETE": "on", "parts-1-number": 1}
    assert client.post(address, changed).status_code == 302
    assert list(exam.parts.values_list("number", "passage_title")) == [(1, "The second")]


def test_a_number_given_twice_is_refused_beside_it(client, exam):
    address = admin("reading", "change", exam.pk)
    answer = client.post(address, {**form_of(client, address), "parts-1-number": 1})
    assert "This number is given twice." in answer.content.decode()
    assert [part.number for part in exam.parts.order_by("number")] == [1, 2]


def test_a_number_that_a_colleague_has_just_taken_is_refused(client, exam):
    address = admin("reading", "change", exam.pk)
    mine = form_of(client, address)
    Part.objects.create(exam=exam, kind="reading", number=3, passage_title="A colleague's")
    answer = client.post(address, {**mine, "parts-1-number": 3})
    assert "This number is given twice." in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "21", "40000", "x", "1\x00", ""])
def test_an_impossible_number_is_refused(client, exam, number):
    address = admin("reading", "change", exam.pk)
    answer = client.post(address, {**form_of(client, address), "parts-1-number": number})
    assert answer.status_code == 200
    assert [part.number for part in exam.parts.order_by("number")] == [1, 2]


def test_two_questions_exchange_their_numbers(client, exam):
    group = QuestionGroup.objects.get(part__exam=exam, type="true_false_not_given")
    first, second = Question.objects.filter(group=group).order_by("number")[:2]
    address = admin("questiongroup", "change", group.pk)
    changed = {
        **form_of(client, address),
        "questions-0-number": second.number,
        "questions-1-number": first.number,
    }
    assert client.post(address, changed).status_code == 302
    numbers = dict(Question.objects.filter(group=group).values_list("pk", "number"))
    assert (numbers[first.pk], numbers[second.pk]) == (second.number, first.number)
    assert Question.objects.get(pk=first.pk).number_to == second.number
