"""Highlights and notes of an attempt: stored once, the newest counts, shown again in the review."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from assessments import services
from assessments.delivery import highlighting
from assessments.errors import AttemptClosed, AttemptNotFound
from assessments.models import Attempt, Highlight, State
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db
FIRST = "The library opened in 1901 in a **brick house** by the canal."


@pytest.fixture
def program(learner):
    client = APIClient()
    client.force_login(learner)
    return client


def a_change(**more):
    found = {"uid": str(uuid4()), "seq": 1, "part": 1, "paragraph": 1, "start": 4, "end": 11}
    return {**found, **more}


def marks_of(learner, uid):
    return services.paper(learner.pk, uid).highlights


def test_a_highlight_is_stored_once_however_often_it_is_sent(learner, uid):
    change = a_change(colour=2, note=" why? ")
    for _twice in range(2):
        done = services.mark_passage(learner.pk, uid, [change])
        assert [str(one) for one in done.acked] == [change["uid"]]
    (mark,) = marks_of(learner, uid)
    assert (mark.part, mark.paragraph, mark.start, mark.end) == (1, 1, 4, 11)
    assert (mark.colour, mark.note, mark.seq) == (2, "why?", 1)
    assert done.next_seq == 2
    assert Highlight.objects.count() == 1


def test_the_highest_seq_counts_whatever_arrives_last(learner, uid):
    change = a_change(seq=5, note="new")
    older = {**change, "seq": 3, "note": "old"}
    services.mark_passage(learner.pk, uid, [change])
    done = services.mark_passage(learner.pk, uid, [older])
    assert len(done.acked) == 1
    assert [mark.note for mark in marks_of(learner, uid)] == ["new"]
    gone = {**change, "seq": 6, "removed": True}
    services.mark_passage(learner.pk, uid, [gone])
    assert marks_of(learner, uid) == ()
    services.mark_passage(learner.pk, uid, [older])
    assert marks_of(learner, uid) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"uid": "no"}, "bad-uid"),
        ({"uid": 7}, "bad-uid"),
        ({"seq": -1}, "bad-seq"),
        ({"seq": True}, "bad-seq"),
        ({"seq": 2**53 + 1}, "bad-seq"),
        ({"part": 9}, "unknown-paragraph"),
        ({"paragraph": 3}, "unknown-paragraph"),
        ({"paragraph": 0}, "unknown-paragraph"),
        ({"paragraph": "1"}, "unknown-paragraph"),
        ({"start": 11}, "bad-range"),
        ({"start": -1}, "bad-range"),
        ({"end": len(FIRST) + 1}, "bad-range"),
        ({"colour": 4}, "bad-colour"),
        ({"note": "x" * 501}, "bad-note"),
        ({"note": "a\x00b"}, "bad-note"),
        ({"note": None}, "bad-note"),
        ({"removed": "yes"}, "bad-removed"),
    ],
)
def test_one_bad_change_does_not_lose_the_others(learner, uid, changes, code):
    done = services.mark_passage(learner.pk, uid, [a_change(**changes), 3, a_change()])
    assert [refused.code for refused in done.refused] == [code, "wrong-form"]
    assert len(done.acked) == 1
    assert Highlight.objects.count() == 1


def test_the_whole_paragraph_with_a_note_of_500_characters_can_be_marked(learner, uid):
    done = services.mark_passage(
        learner.pk, uid, [a_change(start=0, end=len(FIRST), note="\U0001f600" * 500)]
    )
    assert done.refused == ()


def test_a_part_holds_200_highlights_and_removing_one_makes_room(learner, uid):
    changes = [a_change(seq=number) for number in range(201)]
    for first in (0, 100):
        services.mark_passage(learner.pk, uid, changes[first : first + 100])
    refused = services.mark_passage(learner.pk, uid, changes[200:]).refused
    assert [one.code for one in refused] == ["too-many"]
    other = services.mark_passage(learner.pk, uid, [a_change(part=2)])
    assert len(other.acked) == 1
    gone = {**changes[0], "seq": 300, "removed": True}
    assert services.mark_passage(learner.pk, uid, [gone, changes[200]]).refused == ()
    assert len(marks_of(learner, uid)) == 201


def test_marks_are_taken_in_the_grace_and_not_after_it(learner, uid):
    deadline = Attempt.objects.get(uid=uid).deadline_at
    at = deadline + timedelta(seconds=30)
    assert highlighting.mark_passage_at(learner.pk, uid, [a_change()], at=at).acked
    with pytest.raises(AttemptClosed):
        highlighting.mark_passage_at(
            learner.pk, uid, [a_change()], at=deadline + timedelta(seconds=61)
        )
    assert Attempt.objects.get(uid=uid).state == State.RELEASED
    assert Highlight.objects.count() == 1


def test_nobody_marks_the_attempt_of_another(uid):
    with pytest.raises(AttemptNotFound):
        services.mark_passage(a_person().pk, uid, [a_change()])


def test_a_batch_takes_few_statements(learner, uid, statements):
    services.mark_passage(learner.pk, uid, [a_change()])
    with statements(at_most=5):
        services.mark_passage(learner.pk, uid, [a_change(seq=n) for n in range(100)])


def test_the_api_stores_and_shows_them(program, uid):
    path = f"/api/v1/assessments/attempts/{uid}/"
    change = a_change(note="look")
    answer = program.put(f"{path}highlights/", {"changes": [change, {}]})
    assert answer.status_code == 200
    body = answer.json()
    assert body["acked"] == [change["uid"]]
    assert body["refused"][0]["code"] == "wrong-form"
    assert (body["next_seq"], body["state"]) == (2, "in_progress")
    assert body["server_now"].endswith("Z")
    shown = program.get(path).json()["highlights"]
    assert shown == [{**change, "colour": 1, "note": "look"}]


@pytest.mark.parametrize(
    "body", [None, [], {}, {"changes": 3}, {"changes": None}, {"changes": [{}] * 101}]
)
def test_a_malformed_body_is_refused(program, uid, body):
    answer = program.put(f"/api/v1/assessments/attempts/{uid}/highlights/", body, format="json")
    assert answer.status_code == 400


def test_the_api_refuses_others_and_closed_attempts(program, uid, learner):
    path = f"/api/v1/assessments/attempts/{uid}/highlights/"
    other = APIClient()
    other.force_login(a_person())
    assert other.put(path, {"changes": [a_change()]}).status_code == 404
    services.submit(learner.pk, uid)
    answer = program.put(path, {"changes": [a_change()]})
    assert (answer.status_code, answer.json()["code"]) == (409, "attempt-closed")


def test_the_exam_page_draws_them_escaped_and_with_their_notes(client, learner, uid, statements):
    client.force_login(learner)
    client.get(f"/en/attempts/{uid}/part/1/")
    note = '<script>"&'
    start = FIRST.index("**brick")
    changes = [
        a_change(start=4, end=start + 7, colour=3, note=note, seq=1),
        a_change(start=12, end=18, colour=2, seq=2),
        a_change(part=2, seq=3),
    ]
    services.mark_passage(learner.pk, uid, changes)
    with statements(at_most=8):
        shown = client.get(f"/en/attempts/{uid}/part/1/").content.decode()
    passage = shown[shown.index('id="p-1"') : shown.index('id="p-2"')]
    first, second = changes[0]["uid"], changes[1]["uid"]
    assert passage.count('<mark class="highlight"') == 4
    assert f'data-colour="3" data-marks="{first}" data-note tabindex="0">library <' in passage
    assert f'data-colour="2" data-marks="{first} {second}" data-note>opened<' in passage
    assert "<strong><mark" in passage
    assert passage.count("&lt;script&gt;&quot;&amp;") == 2
    assert "<script" not in passage


def test_the_review_shows_them_beside_the_evidence(client, learner, uid):
    client.force_login(learner)
    note = "The year <b>"
    services.mark_passage(
        learner.pk, uid, [a_change(start=12, end=FIRST.index("house") + 5, note=note)]
    )
    Attempt.objects.filter(uid=uid).update(deadline_at=timezone.now() + timedelta(hours=1))
    services.submit(learner.pk, uid)
    shown = client.get(f"/en/results/{uid}/review/").content.decode()
    assert shown.count("The year &lt;b&gt;") == 1
    passage = shown[shown.index('class="passage"') :]
    passage = passage[: passage.index("</section>")]
    assert passage.count('<mark class="highlight"') == 2
    assert passage.index('class="evidence"') < passage.index('class="highlight"')
    assert "tabindex" not in passage
