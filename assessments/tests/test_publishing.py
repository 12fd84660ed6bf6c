from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from assessments import drafts, publishing, services
from assessments.errors import ExamNotFound, KindNotReady, NotPublishable, NotPublished
from assessments.kinds import KINDS
from assessments.models import Attempt, Exam, ExamVersion
from assessments.tests.delivery_makers import give_tokens
from assessments.tests.makers import a_document, a_published_exam, an_exam, uids, words
from config.page import LOCALES
from users.tests.makers import recorded

pytestmark = pytest.mark.django_db


def replaced(exam, change):
    """The draft of a test after `change(document)`."""
    read = drafts.draft(exam.kind, exam.slug)
    document = deepcopy(read.document)
    change(document)
    return drafts.replace_draft(exam.kind, exam.slug, document, if_match=read.etag, actor_id=None)


def test_a_checked_draft_becomes_version_1_and_is_on_offer():
    exam = an_exam()
    version = publishing.publish("reading", exam.slug, actor_id=7, note="first")
    exam.refresh_from_db()
    assert (version.number, version.questions, version.max_raw) == (1, 9, 9)
    assert (version.note, version.published_by, version.current) == ("first", 7, True)
    assert exam.status == "published"
    (event,) = recorded("test.published")
    assert (event.actor_id, event.data["version"]) == (7, 1)


def test_keys_stand_apart_from_what_is_shown():
    version = a_published_exam().current_version
    for part in version.document["parts"]:
        assert "transcript" not in part
        for group in part["groups"]:
            for shown in group["questions"]:
                assert not {"key", "explanation", "evidence"} & shown.keys()
    text = str(version.document).replace("for a whole winter.", "")
    assert "whole winter" not in text
    assert "Because of reason" not in text
    assert version.keys["questions"][uids(version.exam)[1]]["key"] == "TRUE"


def test_the_standard_instructions_of_a_type_are_frozen_with_it():
    groups = a_published_exam().current_version.document["parts"][0]["groups"]
    assert "NO MORE THAN THREE WORDS AND/OR A NUMBER" in groups[2]["instructions"]


def test_publishing_an_unchanged_draft_makes_no_new_version():
    exam = a_published_exam()
    again = publishing.publish("reading", exam.slug, actor_id=None)
    assert again.number == 1
    assert ExamVersion.objects.count() == 1
    replaced(exam, lambda document: document.update(tokens=5))
    assert publishing.publish("reading", exam.slug, actor_id=None).number == 1


def test_a_changed_test_becomes_version_2_and_attempts_stay_on_version_1():
    exam = a_published_exam()
    first = exam.current_version
    now = timezone.now()
    attempt = Attempt.objects.create(
        user_id=1, exam=exam, version=first, kind="reading", created_at=now, duration_s=60
    )
    before = deepcopy(first.document)

    def change(document):
        document["parts"][0]["groups"][0]["questions"][0]["key"] = "FALSE"
        document["parts"][0]["groups"][0]["questions"][0]["prompt"] = "Another statement."

    replaced(exam, change)
    assert publishing.publish("reading", exam.slug, actor_id=None).number == 2
    attempt.refresh_from_db()
    assert attempt.version_id == first.pk
    assert ExamVersion.objects.get(pk=first.pk).document == before
    exam.refresh_from_db()
    assert uids(exam) == uids(Exam(current_version=first))
    page = publishing.exam_versions("reading", exam.slug)
    assert [(one.number, one.current, one.attempts) for one in page.items] == [
        (2, True, 0),
        (1, False, 1),
    ]


def test_a_learner_reads_the_conditions_of_the_version_and_not_of_the_draft():
    day = timezone.now() + timedelta(days=3)
    exam = a_published_exam(release={"policy": "date", "at": day.isoformat()})
    edited = {"instructions": words("Other words."), "release": {"policy": "manual"}}
    replaced(exam, lambda document: document.update(**edited, duration_s=600))
    page = services.exam_page("reading", exam.slug)
    assert (page.release_policy, page.release_at, page.minutes) == ("date", day, 20)
    assert page.instructions["en"] == "Answer all questions."
    publishing.publish("reading", exam.slug, actor_id=None)
    page = services.exam_page("reading", exam.slug)
    assert (page.release_policy, page.release_at, page.minutes) == ("manual", None, 10)
    assert page.instructions["en"] == "Other words."


def test_a_name_family_or_level_is_changed_for_learners_by_publishing_and_not_by_saving():
    exam = a_published_exam(title=words("Old name"), level_from="B1", level_to="B2")
    give_tokens(1, 9)
    started = services.start(1, "reading", exam.slug, "exam", "")
    edited = {"title": words("New name"), "family": "cefr", "level_from": "C1", "level_to": "C2"}
    replaced(exam, lambda document: document.update(edited))

    def listed(level):
        found = services.catalogue(services.ExamFilter(kind="reading", level=level))
        return [(card.title["en"], card.family, card.level_to) for card in found.items]

    assert (listed("B1"), listed("C1")) == ([("Old name", "custom", "B2")], [])
    publishing.publish("reading", exam.slug, actor_id=None)
    assert (listed("B1"), listed("C1")) == ([], [("New name", "cefr", "C2")])
    services.submit(1, started.uid)
    report = services.analysis(1, started.uid)
    assert (report.title["en"], report.family) == ("Old name", "custom")
    assert [one.title["en"] for one in services.attempts(1).items] == ["Old name"]
    assert [one.title["en"] for one in services.history(1).items] == ["Old name"]


def test_versions_never_change():
    version = a_published_exam().current_version
    version.note = "other"
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()
    versions = ExamVersion.objects.filter(pk=version.pk)
    for change in (versions.delete, lambda: versions.update(note="other")):
        with pytest.raises(TypeError):
            change()
    assert ExamVersion.objects.get().note == ""


def test_versions_come_in_pages():
    exam = a_published_exam()
    for number in range(2, 5):
        replaced(exam, lambda document, n=number: document.update(title=f"Title {n}"))
        publishing.publish("reading", exam.slug, actor_id=None)
    first = publishing.exam_versions("reading", exam.slug, limit=3)
    second = publishing.exam_versions("reading", exam.slug, cursor=first.next, limit=3)
    assert [one.number for one in (*first.items, *second.items)] == [4, 3, 2, 1]
    assert second.next is None


def test_archiving_takes_a_test_off_offer_and_publishing_brings_it_back():
    exam = a_published_exam()
    publishing.archive("reading", exam.slug, actor_id=None)
    publishing.archive("reading", exam.slug, actor_id=None)
    assert Exam.objects.get(pk=exam.pk).status == "archived"
    assert len(recorded("test.archived")) == 1
    assert publishing.publish("reading", exam.slug, actor_id=None).number == 1
    assert Exam.objects.get(pk=exam.pk).status == "published"
    with pytest.raises(NotPublished):
        publishing.archive("reading", an_exam().slug, actor_id=None)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].ready])
def test_a_kind_that_can_not_be_marked_is_not_published(kind):
    exam = an_exam(kind)
    with pytest.raises(KindNotReady):
        publishing.publish(kind, exam.slug, actor_id=None)


def test_a_slug_of_another_kind_is_not_found():
    exam = an_exam("listening")
    for act in (publishing.check, publishing.exam_versions):
        with pytest.raises(ExamNotFound):
            act("reading", exam.slug)


def first_part(document):
    return document["parts"][0]


def group(document, position):
    return first_part(document)["groups"][position]


def question(document, group_position, position=0):
    return group(document, group_position)["questions"][position]


def two_numbers_7(document):
    group(document, 3).update(number=None, number_to=None)
    question(document, 3).update(number=7, number_to=8)


FAULTS = [
    ("title in two languages", lambda d: d.update(title={"uz": "A", "ru": "B"}), "text-incomplete"),
    ("levels fall", lambda d: d.update(level_from="C1", level_to="B1"), "levels-fall"),
    ("no parts", lambda d: d.update(parts=[]), "parts-missing"),
    ("a part without groups", lambda d: first_part(d).update(groups=[]), "groups-missing"),
    ("no passage", lambda d: first_part(d).update(passage=None), "passage-missing"),
    (
        "passage untitled",
        lambda d: first_part(d)["passage"].update(title=""),
        "passage-title-missing",
    ),
    ("a number is missing", lambda d: group(d, 0)["questions"].pop(), "numbers-missing"),
    ("a number twice", two_numbers_7, "numbers-twice"),
    ("groups out of order", lambda d: first_part(d)["groups"].reverse(), "numbers-order"),
    ("parts too long", lambda d: first_part(d).update(duration_s=9000), "timing-parts"),
    ("no band table", lambda d: d.update(scale={}), "scale-missing"),
    ("band table without source", lambda d: d["scale"].update(source=""), "scale-source-missing"),
    ("band table without 0", lambda d: d["scale"]["bands"].pop(), "scale-no-zero"),
    (
        "band table over the marks",
        lambda d: d["scale"]["bands"][0].update({"from": 12}),
        "scale-above-maximum",
    ),
    ("no key", lambda d: question(d, 0).update(key=""), "key-missing"),
    ("a key that is no option", lambda d: question(d, 1).update(key="Z"), "key-unknown"),
    ("no prompt", lambda d: question(d, 0).update(prompt=""), "prompt-missing"),
    ("no word limit", lambda d: group(d, 2).update(word_limit=None), "limit-missing"),
    ("an impossible alternative", lambda d: question(d, 2).update(key="a b c d"), "key-over-limit"),
    ("brackets open", lambda d: question(d, 2).update(key="(the river"), "key-brackets"),
    ("one right answer for two marks", lambda d: question(d, 3).update(key=["A"]), "key-count"),
    ("an option twice", lambda d: group(d, 1)["options"][1].update(key="A"), "option-twice"),
    (
        "words that are not in the passage",
        lambda d: question(d, 0).update(evidence=[{"paragraph": 1, "quote": "in 1902"}]),
        "evidence-quote",
    ),
    (
        "a paragraph that is not there",
        lambda d: question(d, 0).update(evidence=[{"paragraph": 3, "quote": "in 1901"}]),
        "evidence-paragraph",
    ),
]


@pytest.mark.parametrize(
    ("change", "code"), [pytest.param(change, code, id=name) for name, change, code in FAULTS]
)
def test_publishing_names_what_is_missing_in_each_language(change, code):
    exam = an_exam()
    if code.startswith("numbers-missing"):
        original = change

        def change(document):
            original(document)
            group(document, 0)["number_to"] = None

    replaced(exam, change)
    faults = publishing.check("reading", exam.slug)
    found = next(fault for fault in faults if fault.code == code)
    for locale in LOCALES:
        with translation.override(locale):
            assert found.text()
            assert "%(" not in found.text()
    with pytest.raises(NotPublishable) as refused:
        publishing.publish("reading", exam.slug, actor_id=None)
    assert code in [error["code"] for error in refused.value.details["errors"]]
    assert not ExamVersion.objects.exists()


def test_a_fault_names_its_question_and_its_part():
    exam = an_exam()
    replaced(exam, lambda document: question(document, 3).update(key=[]))
    (fault,) = publishing.check("reading", exam.slug)
    assert (fault.place, fault.where, fault.path) == ("question", "8–9", "question 8–9")
    draft = drafts.draft("reading", exam.slug).document
    assert fault.uid == question(draft, 3)["uid"]
    assert fault.part == draft["parts"][0]["uid"]


def test_one_language_that_is_the_tests_own_is_enough():
    title = {"uz": "", "ru": "", "en": "Only English"}
    for given in (title, "Only English"):
        exam = an_exam(title=given)
        assert publishing.check("reading", exam.slug) == ()


def test_evidence_is_found_across_bold_marks():
    exam = an_exam()
    quote = [{"paragraph": 1, "quote": "opened in 1901 in a brick house by the canal"}]
    replaced(exam, lambda document: question(document, 0).update(evidence=quote))
    assert publishing.check("reading", exam.slug) == ()


def test_publishing_takes_few_statements(statements):
    exam = an_exam()
    with statements(at_most=12):
        publishing.publish("reading", exam.slug, actor_id=None)


def test_a_document_survives_a_round_trip_with_everything_in_it():
    exam = an_exam(title=words("Round trip"))
    read = drafts.draft("reading", exam.slug)
    again = drafts.replace_draft(
        "reading", exam.slug, read.document, if_match=read.etag, actor_id=None
    )
    assert again == read
    assert (
        a_document()["parts"][0]["passage"]["title"]
        == (read.document["parts"][0]["passage"]["title"])
    )
