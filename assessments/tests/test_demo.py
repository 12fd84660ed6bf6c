from __future__ import annotations

import pytest

from assessments.demo import load_demo
from assessments.models import Exam, ExamVersion, Media

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


def test_the_demo_tests_pass_the_checks_and_a_second_load_changes_nothing(statements):
    load_demo()
    first = sorted(Exam.objects.values_list("slug", "status", "draft_revision"))
    assert [(slug, status) for slug, status, _revision in first] == [
        ("academic-reading-1", "published"),
        ("reading-short-1", "published"),
    ]
    with statements(at_most=2) as sql:
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


def test_every_demo_question_says_why_and_shows_where():
    load_demo()
    for version in ExamVersion.objects.all():
        for entry in version.keys["questions"].values():
            assert all(entry["explanation"][locale] for locale in ("uz", "ru", "en"))
            assert entry["evidence"]
