"""What was published once is read, marked and explained for ever, whatever is published now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone

from assessments import judging, services, versions
from assessments.draft_schema import SCHEMA
from assessments.models import Exam, ExamVersion
from assessments.tests.attempt_makers import a_submitted_attempt

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "published"
NUMBERS = range(1, SCHEMA + 1)
RIGHT = {
    **{1: "TRUE", 2: "FALSE", 3: "NOT GIVEN", 4: "A", 5: "B", 6: "1901", 7: "a whole winter"},
    8: ["A", "C"],
}


def a_version_of(number: int) -> ExamVersion:
    """A version as it was stored when its schema was the newest; the file never changes."""
    kept = json.loads((FOLDER / f"schema_{number}.json").read_text(encoding="utf-8"))
    exam = Exam.objects.create(kind="reading", slug=f"schema-{number}", family="custom")
    return ExamVersion.objects.create(
        **{"exam": exam, "kind": "reading", "number": 1, "schema": number, "sha256": "0" * 64},
        **{"document": kept["document"], "keys": kept["keys"], "scale": kept["scale"]},
        **{"title": "", "family": "custom", "level_from": "B1", "level_to": "B2"},
        **{"duration_s": 1200, "questions": 9, "max_raw": 9, "published_at": timezone.now()},
    )


def test_every_schema_number_has_a_reader_and_an_example():
    assert set(versions.READERS) == set(NUMBERS)
    assert {path.name for path in FOLDER.iterdir()} == {f"schema_{n}.json" for n in NUMBERS}


@pytest.mark.parametrize("number", NUMBERS)
def test_an_attempt_at_an_old_version_is_marked_and_explained(number):
    version = a_version_of(number)
    attempt = a_submitted_attempt(version, {**RIGHT, 2: "TRUE"}, user_id=1)
    judging.judge(attempt.pk)
    review = services.review(1, attempt.uid)
    assert (review.report.raw, review.report.max_raw, str(review.report.band)) == (8, 9, "6.5")
    assert [q.verdict for q in review.questions if q.number != 2] == ["right"] * 7
    assert all(q.accepted and q.explanation and q.evidence for q in review.questions)
    lit = [s for p in review.parts[0].paragraphs for s in p.stretches if s.numbers]
    assert [stretch.text for stretch in lit] == ["The library opened in 1901"]
    paper = services.paper(1, attempt.uid)
    assert paper.document == version.document


def test_a_version_of_a_later_release_is_not_misread():
    version = a_version_of(1)
    later = ExamVersion.objects.create(
        **{
            field.name: getattr(version, field.name)
            for field in ExamVersion._meta.fields
            if field.name not in ("id", "uid", "number", "schema")
        },
        number=2,
        schema=SCHEMA + 1,
    )
    with pytest.raises(KeyError):
        versions.published(later.pk)
