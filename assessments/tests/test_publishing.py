from __future__ import annotations

import pytest

from assessments import publishing
from assessments.models import Exam, Part
from assessments.tests.makers import a_published_exam, an_exam, uids

pytestmark = pytest.mark.django_db


def test_a_checked_draft_becomes_version_1_and_is_on_offer():
    exam = an_exam()
    version = publishing.publish("reading", exam.slug, actor_id=7, note="first")
    exam.refresh_from_db()
    assert (version.number, version.questions, version.max_raw) == (1, 9, 9)
    assert (version.note, version.published_by, version.current) == ("first", 7, True)
    assert exam.status == "published"


def test_keys_stand_apart_from_what_is_shown():
    version = a_published_exam().current_version
    shown = str(version.document)
    assert "explanation" not in shown and "evidence" not in shown and "'key': 'TRUE'" not in shown
    assert version.keys["questions"][uids(version.exam)[1]]["key"] == "TRUE"
