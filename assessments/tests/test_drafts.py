from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import translation

from assessments import drafts, judging
from assessments.draft_fields import DRAFT_FAULTS
from assessments.errors import DraftChanged, DraftInvalid, IfMatchMissing, SlugTaken
from assessments.kinds import KINDS
from assessments.models import Exam, Part, Question
from assessments.tests.attempt_makers import a_submitted_attempt
from assessments.tests.makers import a_document, a_group, a_published_exam, a_question, an_exam
from config.databases import alias
from config.page import LOCALES

pytestmark = pytest.mark.django_db


def put(exam, document, if_match="*"):
    return drafts.replace_draft(exam.kind, exam.slug, document, if_match=if_match, actor_id=None)


def codes(exam, document):
    with pytest.raises(DraftInvalid) as refused:
        put(exam, document)
    return {(fault.path, fault.code) for fault in refused.value.faults}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_begins_empty_with_its_own_duration(kind):
    made = drafts.create_exam(kind, drafts.NewExam(slug="new", title="New"), actor_id=3)
    assert (made.document["kind"], made.document["parts"]) == (kind, [])
    assert made.document["duration_s"] == KINDS[kind].duration_s
    assert Exam.objects.get(kind=kind, slug="new").created_by == 3


def test_a_slug_is_one_of_its_kind():
    new = drafts.NewExam(slug="same", title="One")
    drafts.create_exam("reading", new, actor_id=None)
    drafts.create_exam("listening", new, actor_id=None)
    with pytest.raises(SlugTaken):
        drafts.create_exam("reading", new, actor_id=None)


@pytest.mark.parametrize("slug", ["", "Two Words", "a--b", "a/b", "ABC", "x" * 81])
def test_a_slug_that_is_no_address_is_refused(slug):
    with pytest.raises(DraftInvalid):
        drafts.create_exam("reading", drafts.NewExam(slug=slug, title="One"), actor_id=None)


def test_a_slug_that_stands_for_a_list_in_the_addresses_is_refused():
    new = drafts.NewExam(slug="analyses", title="One")
    with pytest.raises(DraftInvalid) as refusal:
        drafts.create_exam("reading", new, actor_id=None)
    assert [(fault.path, fault.code) for fault in refusal.value.faults] == [
        ("slug", "slug-reserved")
    ]
    exam = an_exam()
    with pytest.raises(IntegrityError), transaction.atomic(using=alias(Exam)):
        Exam.objects.filter(pk=exam.pk).update(slug="analyses")


def test_uids_that_are_sent_stay_and_missing_ones_are_made():
    exam = an_exam()
    read = drafts.draft("reading", exam.slug)
    document = deepcopy(read.document)
    groups = document["parts"][0]["groups"]
    kept = groups[0]["questions"][0]["uid"]
    row = Question.objects.get(uid=kept).pk
    groups[0]["questions"][0]["prompt"] = "Changed."
    groups[0]["questions"][1].pop("uid")
    own = str(uuid4())
    groups[0]["questions"][2]["uid"] = own
    stored = put(exam, document, read.etag).document["parts"][0]["groups"][0]["questions"]
    assert stored[0]["uid"] == kept
    assert Question.objects.get(uid=kept).pk == row
    assert stored[1]["uid"] not in (None, read.document["parts"][0]["groups"][0]["questions"][1])
    assert stored[2]["uid"] == own


def test_a_question_keeps_its_uid_when_it_moves_to_another_group():
    exam = an_exam()
    document = deepcopy(drafts.draft("reading", exam.slug).document)
    groups = document["parts"][0]["groups"]
    moved = groups[1]["questions"].pop(0)
    groups[1].update(number=None, number_to=None)
    groups[0].update(number=None, number_to=None)
    groups[0]["questions"].append({**moved, "key": "TRUE"})
    put(exam, document)
    assert Question.objects.get(uid=moved["uid"]).group.type == "true_false_not_given"


def test_a_uid_of_another_test_or_one_that_stands_twice_is_refused():
    one, two = an_exam(), an_exam()
    document = deepcopy(drafts.draft("reading", two.slug).document)
    theirs = drafts.draft("reading", one.slug).document["parts"][0]
    document["parts"][0]["uid"] = theirs["uid"]
    assert codes(two, document) == {("parts.0.uid", "uid-taken")}
    questions = document["parts"][0]["groups"][0]["questions"]
    questions[1]["uid"] = questions[0]["uid"]
    assert codes(two, document) == {("parts.0.groups.0.questions.1.uid", "uid-twice")}


def test_the_etag_changes_with_every_change_and_with_no_other():
    exam = an_exam()
    read = drafts.draft("reading", exam.slug)
    assert put(exam, read.document, read.etag).etag == read.etag
    changed = put(exam, {**read.document, "tokens": 9}, read.etag)
    assert int(changed.etag) == int(read.etag) + 1
    with pytest.raises(DraftChanged) as refused:
        put(exam, read.document, read.etag)
    assert refused.value.details["etag"] == changed.etag
    with pytest.raises(IfMatchMissing):
        put(exam, read.document, "")


def test_a_refused_document_leaves_the_draft_as_it_was():
    exam = an_exam()
    before = drafts.draft("reading", exam.slug)
    document = deepcopy(before.document)
    document["parts"][0]["groups"][0]["image"] = {"sha256": "0" * 64}
    assert codes(exam, document) == {("parts.0.groups.0.image.sha256", "media-unknown")}
    assert drafts.draft("reading", exam.slug) == before


BAD = [
    (lambda d: d.update(schema=2), ("schema", "other-value")),
    (lambda d: d.update(kind="listening"), ("kind", "other-value")),
    (lambda d: d.update(slug="other"), ("slug", "other-value")),
    (lambda d: d.update(extra=1), ("extra", "unknown-field")),
    (lambda d: d.pop("title"), ("title", "missing")),
    (lambda d: d.update(title={"uz": " "}), ("title", "empty")),
    (lambda d: d.update(title={"de": "Titel"}), ("title.de", "unknown-field")),
    (lambda d: d.update(title="x" * 201), ("title", "too-long")),
    (lambda d: d.update(title="\x00"), ("title", "forbidden-sign")),
    (lambda d: d.update(title="\ud800"), ("title", "forbidden-sign")),
    (lambda d: d.update(title=7), ("title", "not-a-text")),
    (lambda d: d.update(family="toefl"), ("family", "not-one-of")),
    (lambda d: d.update(tokens=0), ("tokens", "out-of-range")),
    (lambda d: d.update(tokens=True), ("tokens", "not-a-number")),
    (lambda d: d.update(duration_s=59), ("duration_s", "out-of-range")),
    (lambda d: d.update(duration_s=60.5), ("duration_s", "not-a-number")),
    (lambda d: d.update(release={"policy": "date"}), ("release.at", "missing")),
    (
        lambda d: d.update(release={"policy": "date", "at": "2026-01-01T10:00:00"}),
        ("release.at", "not-a-time"),
    ),
    (lambda d: d.update(parts={}), ("parts", "not-a-list")),
    (lambda d: d.update(parts=[7]), ("parts.0", "not-an-object")),
    (lambda d: d.update(parts=[{}] * 21), ("parts", "too-many")),
    (lambda d: d["parts"][0].update(number=2), ("parts.0.number", "number-position")),
    (
        lambda d: d["parts"][0].update(min_words=9, max_words=3),
        ("parts.0.max_words", "words-fall"),
    ),
    (lambda d: d["parts"][0].update(audio="x"), ("parts.0.audio", "not-a-sha256")),
    (lambda d: d["parts"][0].update(uid="x"), ("parts.0.uid", "not-an-uid")),
    (
        lambda d: d["parts"][0]["passage"]["paragraphs"][1].update(label="C"),
        ("parts.0.passage.paragraphs.1.label", "label-wrong"),
    ),
    (
        lambda d: d["parts"][0]["passage"]["paragraphs"][1].update(text="one\n\ntwo"),
        ("parts.0.passage.paragraphs.1.text", "blank-line"),
    ),
    (
        lambda d: d["parts"][0]["groups"].append(a_group("essay", [])),
        ("parts.0.groups.4.type", "not-one-of"),
    ),
    (
        lambda d: d["parts"][0]["groups"][0].update(body="[[1]]"),
        ("parts.0.groups.0.body", "body-unused"),
    ),
    (
        lambda d: d["parts"][0]["groups"][0].update(reuse="yes"),
        ("parts.0.groups.0.reuse", "not-a-flag"),
    ),
    (
        lambda d: d["parts"][0]["groups"][0].update(number=5),
        ("parts.0.groups.0.number", "number-group"),
    ),
    (
        lambda d: d["parts"][0]["groups"][0]["questions"].append(a_question(1, "TRUE")),
        ("parts.0.groups.0.questions.3.number", "number-twice"),
    ),
    (
        lambda d: d["parts"][0]["groups"][3]["questions"][0].update(number_to=7),
        ("parts.0.groups.3.questions.0.number_to", "number-falls"),
    ),
    (
        lambda d: d["parts"][0]["groups"][0]["questions"][0].update(key={"a": 1}),
        ("parts.0.groups.0.questions.0.key", "not-a-key"),
    ),
    (
        lambda d: d["scale"]["bands"][0].update(band=9),
        ("scale.bands.0.band", "not-a-band"),
    ),
]


@pytest.mark.parametrize(("change", "fault"), BAD, ids=[str(fault) for _change, fault in BAD])
def test_each_value_that_can_not_be_taken_is_named_with_its_path(change, fault):
    exam = an_exam()
    document = a_document()
    change(document)
    assert fault in codes(exam, document)


def test_every_fault_can_be_worded():
    params = {"most": 1, "least": 1, "values": "a", "value": "b", "number": 1, "label": "A"}
    for locale in LOCALES:
        with translation.override(locale):
            assert all(str(text) % params for text in DRAFT_FAULTS.values())


def test_types_are_those_of_the_kind():
    exam = an_exam("grammar")
    allowed = a_document("grammar")
    allowed["parts"][0]["groups"] = [
        a_group("multiple_choice", [a_question(1, "A", "Choose.", options=[])])
    ]
    put(exam, allowed)
    allowed["parts"][0]["groups"][0]["type"] = "matching_headings"
    assert codes(exam, allowed) == {("parts.0.groups.0.type", "not-one-of")}


@contextmanager
def at_once():
    """A savepoint at whose end the database checks what it would check at commit."""
    with transaction.atomic(using=alias(Exam)):
        yield
        connections[alias(Exam)].check_constraints()


def sql(statement, params):
    """Run a statement past the models."""
    with connections[alias(Exam)].cursor() as cursor:
        cursor.execute(statement, params)


def test_a_part_of_another_kind_is_refused_by_the_database_itself():
    reading, listening = an_exam("reading"), an_exam("listening")
    part = Part.objects.get(exam=reading)
    for statement, params in (
        ("UPDATE assessments_part SET kind = 'listening' WHERE id = %s", [part.pk]),
        (
            "UPDATE assessments_part SET exam_id = %s, number = 9 WHERE id = %s",
            [listening.pk, part.pk],
        ),
        ("UPDATE assessments_exam SET kind = 'writing' WHERE id = %s", [reading.pk]),
    ):
        with pytest.raises(IntegrityError), at_once():
            sql(statement, params)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_exam SET kind = %s",
        "UPDATE assessments_part SET kind = %s",
        "UPDATE assessments_examversion SET kind = %s",
        "UPDATE assessments_attempt SET kind = %s",
        "UPDATE assessments_analyse SET kind = %s",
    ],
)
def test_no_row_gets_another_kind_by_sql(statement):
    version = a_published_exam().current_version
    judging.judge(a_submitted_attempt(version, {1: "TRUE"}).pk)
    with pytest.raises(IntegrityError), at_once():
        sql(statement, ["listening"])


def test_an_attempt_at_a_version_of_another_kind_is_refused_by_the_database_itself():
    version, listening = a_published_exam().current_version, an_exam("listening")
    attempt = a_submitted_attempt(version, {})
    for statement, params in (
        ("UPDATE assessments_attempt SET exam_id = %s WHERE id = %s", [listening.pk, attempt.pk]),
        (
            "UPDATE assessments_examversion SET exam_id = %s WHERE id = %s",
            [listening.pk, version.pk],
        ),
    ):
        with pytest.raises(IntegrityError), at_once():
            sql(statement, params)


def test_a_part_of_another_kind_is_refused_by_the_models():
    reading, listening = an_exam("reading"), an_exam("listening")
    with pytest.raises(ValueError, match="set once"):
        Exam.objects.filter(pk=reading.pk).update(kind="listening")
    part = Part.objects.get(exam=reading)
    part.kind = "listening"
    with pytest.raises(ValueError, match="set once"):
        part.save()
    with pytest.raises(IntegrityError), at_once():
        Part.objects.bulk_create([Part(exam=listening, number=9, kind="reading")])


def test_reading_a_draft_takes_four_statements(statements):
    exam = an_exam()
    with statements(exactly=4):
        drafts.draft("reading", exam.slug)


def test_replacing_a_draft_takes_a_fixed_number_of_statements(statements):
    small, large = an_exam(), an_exam()
    document = a_document()
    more = deepcopy(document)
    more["parts"] += [deepcopy(document["parts"][0]) for _part in range(3)]
    with statements() as few:
        put(small, document)
    with statements() as many:
        put(large, more)
    assert len(many) == len(few) <= 25


def test_touching_a_draft_changes_its_etag():
    exam = an_exam()
    before = drafts.draft("reading", exam.slug).etag
    drafts.touch(exam.pk)
    assert int(drafts.draft("reading", exam.slug).etag) == int(before) + 1


def test_a_draft_is_written_whole_or_not_at_all(monkeypatch):
    exam = an_exam()
    before = drafts.draft("reading", exam.slug)

    def fail(*args, **kwargs):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(Question.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        put(exam, {**before.document, "parts": a_document()["parts"]})
    assert drafts.draft("reading", exam.slug) == before
