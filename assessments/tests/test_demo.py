from __future__ import annotations

import pytest
from django.utils import timezone

from assessments.demo import load_demo
from assessments.models import Attempt, Exam, ExamVersion, Mark, Media, ReadingAnalyse
from config.management.commands.demo import load_demo as load_every_demo
from payments import services as payments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


def test_the_demo_tests_pass_the_checks_and_a_second_load_changes_nothing(statements):
    load_demo()
    first = sorted(Exam.objects.values_list("slug", "status", "draft_revision"))
    assert [(slug, status) for slug, status, _revision in first] == [
        ("academic-reading-1", "published"),
        ("reading-short-1", "published"),
    ]
    with statements(at_most=4) as sql:
        load_demo()
    assert all(statement.startswith("SELECT") for statement in sql)
    assert sorted(Exam.objects.values_list("slug", "status", "draft_revision")) == first


def test_the_long_test_has_forty_questions_of_ten_types_or_more_and_a_picture():
    load_demo()
    version = ExamVersion.objects.get(exam__slug="academic-reading-1")
    groups = [group for part in version.document["parts"] for group in part["groups"]]
    assert (version.questions, version.max_raw) == (40, 40)
    assert len({group["type"] for group in groups}) >= 10
    assert Media.objects.get().sha256 in [
        group["image"]["sha256"] for group in groups if group["image"]
    ]


def test_the_long_test_has_three_passages_of_700_to_900_words():
    load_demo()
    version = ExamVersion.objects.get(exam__slug="academic-reading-1")
    passages = [part["passage"]["paragraphs"] for part in version.document["parts"]]
    words = [sum(len(one["text"].split()) for one in passage) for passage in passages]
    assert len(words) == 3
    assert all(700 <= number <= 900 for number in words)


def test_every_demo_question_says_why_and_shows_where():
    load_demo()
    for version in ExamVersion.objects.all():
        for entry in version.keys["questions"].values():
            assert all(entry["explanation"][locale] for locale in ("uz", "ru", "en"))
            assert entry["evidence"]


def test_the_demo_learner_has_twenty_past_results_that_get_better():
    load_every_demo()
    attempts = list(Attempt.objects.order_by("started_at"))
    assert len(attempts) == ReadingAnalyse.objects.count() == 20
    assert {attempt.state for attempt in attempts} == {"released"}
    assert [attempt.closed_by_clock for attempt in attempts].count(True) == 1
    assert (timezone.now() - attempts[0].started_at).days > 100
    shares = [attempt.raw / attempt.max_raw for attempt in attempts]
    assert sum(shares[-7:]) > sum(shares[:7]) + 1
    owed = [attempt for attempt in attempts if attempt.announced_at is None]
    assert len(owed) <= 2
    assert payments.verify_ledger() == []
    before = Attempt.objects.count(), Mark.objects.count()
    load_every_demo()
    assert (Attempt.objects.count(), Mark.objects.count()) == before
