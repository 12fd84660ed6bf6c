from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connections, router
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.admin import lines
from assessments.kinds import KINDS
from assessments.models import Exam, Part, Question, QuestionGroup
from assessments.tests.attempt_makers import a_submitted_attempt
from assessments.tests.makers import a_published_exam, an_exam
from users.tests.makers import a_person, an_administrator

pytestmark = pytest.mark.django_db


def an_author(client, *kinds):
    person = a_person(is_staff=True, locale="en")
    names = [
        f"{act}_{kind}{part}"
        for kind in kinds
        for part in ("", "part")
        for act in ("add", "change", "delete", "view")
    ]
    names += [f"publish_{kind}" for kind in kinds]
    names += [
        f"{act}_{model}"
        for model in ("questiongroup", "question")
        for act in ("add", "change", "delete", "view")
    ]
    person.user_permissions.set(
        Permission.objects.filter(codename__in=[*names, "add_media", "view_media"])
    )
    client.force_login(person)
    return person


def admin(kind, page, *args):
    return reverse(f"admin:assessments_{kind}_{page}", args=args)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_list_its_form_and_its_pages(client, kind):
    client.force_login(an_administrator(locale="en"))
    exam = an_exam(kind)
    part = Part.objects.get(exam=exam)
    for address in (
        admin(kind, "changelist"),
        admin(kind, "add"),
        admin(kind, "change", exam.pk),
        admin(kind, "check", exam.pk),
        admin(kind, "document", exam.pk),
        admin(kind, "versions", exam.pk),
        admin(f"{kind}part", "change", part.pk),
        reverse("assessments:preview", args=[kind, exam.slug]),
    ):
        assert client.get(address).status_code == 200, address


def test_a_group_page_has_only_what_its_type_has(client):
    an_author(client, "reading")
    exam = an_exam()
    by_type = {row.type: row.pk for row in QuestionGroup.objects.filter(part__exam=exam)}
    pages = {
        type: client.get(admin("questiongroup", "change", pk)).content.decode()
        for type, pk in by_type.items()
    }
    assert 'name="limit_words"' in pages["sentence_completion"]
    assert 'name="limit_words"' not in pages["true_false_not_given"]
    assert '<option value="NOT GIVEN"' in pages["true_false_not_given"]
    assert '<option value="A" selected>A. the house</option>' in pages["matching_features"]
    assert 'name="questions-0-number_to"' in pages["choose_many"]
    assert 'type="checkbox" name="questions-0-answer"' in pages["choose_many"]


def test_the_admin_of_a_kind_shows_no_test_of_another(client):
    an_author(client, "reading", "listening")
    exam = an_exam("listening")
    address = admin("reading", "change", exam.pk)
    assert client.get(address).status_code == 302
    assert client.get(admin("reading", "check", exam.pk)).status_code == 404


def test_an_author_of_one_kind_can_not_touch_another(client):
    exam = an_exam("reading")
    part = Part.objects.get(exam=exam)
    group = QuestionGroup.objects.filter(part=part).first()
    an_author(client, "listening")
    for address in (
        admin("reading", "change", exam.pk),
        admin("reading", "check", exam.pk),
        admin("reading", "document", exam.pk),
        admin("readingpart", "change", part.pk),
        admin("questiongroup", "change", group.pk),
        reverse("assessments:preview", args=["reading", exam.slug]),
    ):
        assert client.get(address).status_code == 403, address


def form_of(client, address):
    """The fields of the change form at an address, as a browser would send them back."""
    context = client.get(address).context
    data = {}
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            widget = bound.field.widget
            shown = widget.get_context(bound.html_name, bound.value(), {})["widget"]
            for one in shown.get("subwidgets") or [shown]:
                if "attrs" in one and isinstance(one.get("value"), str | int):
                    data[one["name"]] = one["value"]
            if shown["template_name"].endswith(("select.html", "checkbox_select.html")):
                data[bound.html_name] = bound.value() or ""
            if shown.get("type") == "checkbox" and not shown["attrs"].get("checked"):
                data.pop(bound.html_name, None)
    return data


def test_a_reserved_slug_is_refused_with_a_clear_word(client):
    an_author(client, "reading")
    exam = an_exam()
    address = admin("reading", "change", exam.pk)
    answer = client.post(address, {**form_of(client, address), "slug": "analyses"})
    assert "This slug is reserved" in answer.content.decode()
    assert not Exam.objects.filter(slug="analyses").exists()


def test_saving_a_page_changes_the_etag_and_what_was_written(client):
    an_author(client, "reading")
    exam = an_exam()
    group = QuestionGroup.objects.get(part__exam=exam, type="true_false_not_given")
    address = admin("questiongroup", "change", group.pk)
    data = {**form_of(client, address), "questions-0-answer": "FALSE"}
    assert client.post(address, data).status_code == 302
    assert Question.objects.get(group=group, number=1).key == "FALSE"
    assert Exam.objects.get(pk=exam.pk).draft_revision == exam.draft_revision + 1


def test_a_part_of_another_kind_is_never_made(client):
    an_author(client, "reading", "listening")
    exam = an_exam("reading")
    address = admin("reading", "change", exam.pk)
    data = form_of(client, address)
    data |= {
        "parts-TOTAL_FORMS": 2,
        "parts-1-number": 2,
        "parts-1-passage_title": "Two",
        "parts-1-kind": "listening",
    }
    assert client.post(address, data).status_code == 302
    assert set(exam.parts.values_list("kind", flat=True)) == {"reading"}
    assert client.get(admin("listeningpart", "change", exam.parts.first().pk)).status_code != 200
    assert client.get(admin("readingpart", "add")).status_code == 403


def test_a_type_of_another_kind_is_not_to_choose(client):
    an_author(client, "listening")
    part = Part.objects.get(exam=an_exam("listening"))
    page = client.get(admin("listeningpart", "change", part.pk)).content.decode()
    assert '<option value="note_completion">' in page
    assert '<option value="matching_headings">' not in page


def test_the_check_page_names_what_is_missing_and_leads_there(client):
    an_author(client, "reading")
    exam = an_exam()
    question = Question.objects.get(group__part__exam=exam, number=6)
    Question.objects.filter(pk=question.pk).update(key="one two three four")
    page = client.get(admin("reading", "check", exam.pk)).content.decode()
    place = admin("questiongroup", "change", question.group_id)
    assert f'<a href="{place}">Question 6: an alternative of the key is over the word limit' in page
    answer = client.post(admin("reading", "check", exam.pk), {"publish": "1"}, follow=True)
    assert "The test can not be published yet." in answer.content.decode()


def test_publishing_and_archiving_by_button(client):
    an_author(client, "reading")
    exam = an_exam()
    address = admin("reading", "check", exam.pk)
    client.post(address, {"publish": "1", "note": "first"})
    exam.refresh_from_db()
    assert (exam.status, exam.current_version.note) == ("published", "first")
    assert client.post(admin("reading", "delete", exam.pk), {"post": "yes"}).status_code == 403
    client.post(address, {"archive": "1"})
    assert Exam.objects.get(pk=exam.pk).status == "archived"


def test_a_document_replaces_the_draft_and_a_bad_one_changes_nothing(client):
    an_author(client, "reading")
    exam = an_exam()
    address = admin("reading", "document", exam.pk)
    text = client.get(address + "?download=1").content.decode()
    changed = text.replace("A test of reading", "A better test")
    client.post(address, {"etag": str(exam.draft_revision), "text": changed})
    exam.refresh_from_db()
    assert exam.title["en"] == "A better test"
    for bad in ("{", "[]", text.replace('"tokens": 2', '"tokens": "two"')):
        answer = client.post(address, {"etag": str(exam.draft_revision), "text": bad})
        assert "nothing is changed" in answer.content.decode()
    stale = client.post(address, {"etag": "1", "text": text})
    assert "changed by somebody else" in stale.content.decode()


def test_records_are_read_only(client):
    client.force_login(an_administrator(locale="en"))
    a_published_exam()
    for model in ("attempt", "mark", "examversion", "readinganalyse"):
        assert client.get(admin(model, "changelist")).status_code == 200
        assert client.get(admin(model, "add")).status_code == 403
    assert client.get(admin("media", "changelist")).status_code == 200


@pytest.mark.parametrize("model", ["attempt", "examversion"])
def test_a_list_of_records_reads_no_papers_and_no_keys(client, model):
    client.force_login(an_administrator(locale="en"))
    a_submitted_attempt(a_published_exam().current_version, {1: "TRUE"}, user_id=1)
    with CaptureQueriesContext(connections[router.db_for_read(Exam)]) as asked:
        page = client.get(admin(model, "changelist"))
    assert "result_list" in page.content.decode()
    assert [one["sql"] for one in asked if '"keys"' in one["sql"]] == []


def test_lines_are_read_as_they_are_written():
    options = [{"key": "i", "text": "Two words"}, {"key": "TRUE", "text": ""}]
    assert lines.read_options("i. Two words\n\n TRUE ") == options
    assert lines.read_options(lines.options_text(options)) == options
    assert lines.read_bands("39 = 9.0\n0: 0.0") == [
        {"from": 39, "band": "9.0"},
        {"from": 0, "band": "0.0"},
    ]
    assert lines.read_evidence("2: in 1901: a house") == [
        {"paragraph": 2, "quote": "in 1901: a house"}
    ]
    for read, bad in (
        (lines.read_options, "no letter here"),
        (lines.read_bands, "many = 9"),
        (lines.read_bands, "3.5 = 9.0"),
        (lines.read_evidence, "words alone"),
    ):
        with pytest.raises(lines.BadLine):
            read(bad)


def test_the_pages_below_a_test_lead_back_to_it(client):
    an_author(client, "reading")
    exam = an_exam()
    part = Part.objects.get(exam=exam)
    group = QuestionGroup.objects.filter(part=part).first()
    for address, above in (
        (admin("readingpart", "change", part.pk), []),
        (admin("questiongroup", "change", group.pk), [admin("readingpart", "change", part.pk)]),
    ):
        page = client.get(address).content.decode()
        trail = page.partition('class="breadcrumbs"')[2].partition("</div>")[0]
        for link in (admin("reading", "changelist"), admin("reading", "change", exam.pk), *above):
            assert f'<a href="{link}">' in trail
            assert client.get(link).status_code == 200


def test_authors_type_times_in_minutes(client):
    an_author(client, "reading")
    exam = an_exam()
    address = admin("reading", "change", exam.pk)
    for typed, seconds in (("20", 1200), ("1,5", 90), ("2.5", 150)):
        client.post(address, {**form_of(client, address), "duration_s": typed})
        exam.refresh_from_db()
        assert exam.duration_s == seconds
    for typed in ("0", "601", "x", "", "1\x00"):
        answer = client.post(address, {**form_of(client, address), "duration_s": typed})
        assert answer.status_code == 200
    exam.refresh_from_db()
    assert exam.duration_s == 150
