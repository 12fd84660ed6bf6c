"""Every question type does what its own examples say, looks right and keeps its keys."""

from __future__ import annotations

import contextlib
import json
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from assessments import questions
from assessments.interactions.views import group_context, review_context
from assessments.marking.reasons import REASONS, reason_text
from assessments.questions import TYPES, read_form
from assessments.questions.drafts import check_draft, freeze_group
from assessments.questions.parsing import parse_group
from assessments.questions.values import BadValue

FOLDER = Path(questions.__file__).parent


class Example:
    """The examples of one type: draft, frozen group and keys."""

    def __init__(self, slug):
        self.rules = TYPES[slug]
        self.data = json.loads((FOLDER / slug / "examples.json").read_text(encoding="utf-8"))
        self.frozen = freeze_group(self.data["group"], self.data["part"])
        self.group = parse_group(self.frozen.document)
        self.by_number = {question.number: question for question in self.group.questions}

    def key(self, question):
        return self.frozen.keys[question.uid]["key"]

    def read(self, question, value):
        return self.rules.read(self.group, question, value)


EXAMPLES = {slug: Example(slug) for slug in TYPES}
ANSWERS = [
    pytest.param(slug, answer, id=f"{slug}-{answer['number']}-{answer['value']}"[:60])
    for slug, example in EXAMPLES.items()
    for answer in example.data["answers"]
]
REFUSED = [
    pytest.param(slug, answer, id=f"{slug}-{answer['number']}-{answer['code']}")
    for slug, example in EXAMPLES.items()
    for answer in example.data["refused"]
]
every_type = pytest.mark.parametrize("slug", sorted(TYPES))


class Page(HTMLParser):
    """The controls, labels and visible texts of a piece of a page."""

    def __init__(self, html):
        super().__init__()
        self.controls, self.label_for, self.texts, self.attributes = [], set(), [], []
        self._labels = self._options = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.attributes += [name for name, _value in attrs]
        self.texts += [value for name, value in attrs if value and name != "value"]
        if tag == "label":
            self._labels += 1
            self.label_for.add(found.get("for"))
        if tag in ("input", "select", "textarea"):
            self.controls.append({**found, "inside_label": self._labels > 0})

    def handle_endtag(self, tag):
        if tag == "label":
            self._labels -= 1

    def handle_data(self, data):
        self.texts.append(data)


def draw(slug, responses=None, **how):
    example = EXAMPLES[slug]
    view = group_context(example.group, responses or {}, picture_url=lambda sha: f"/m/{sha}", **how)
    return render_to_string("interactions/group.html", {"group": view})


def test_all_types_of_reading_are_there():
    assert set(TYPES) == {
        "multiple_choice", "choose_many", "true_false_not_given", "yes_no_not_given",
        "matching_headings", "matching_information", "matching_features", "sentence_endings",
        "sentence_completion", "summary_completion", "summary_from_list", "note_completion",
        "table_completion", "flow_chart_completion", "diagram_labelling", "short_answer",
    }  # fmt: skip
    assert all("reading" in found.kinds for found in TYPES.values())
    assert questions.kinds_of("writing") == []


@every_type
def test_a_folder_is_named_as_its_type_and_has_a_label(slug):
    assert TYPES[slug].slug == slug
    assert (slug, TYPES[slug].label) in questions.choices()


@pytest.mark.parametrize(("slug", "answer"), ANSWERS)
def test_each_example_gets_its_stated_mark_and_reason(slug, answer):
    example = EXAMPLES[slug]
    question = example.by_number[answer["number"]]
    value = example.read(question, answer["value"])
    marking = example.rules.mark(example.group, question, example.key(question), value)
    assert (marking.score, marking.reason.code) == (Decimal(answer["mark"]), answer["reason"])
    assert marking.max == question.marks
    assert marking.reason.code in REASONS
    assert "%(" not in reason_text(marking.reason)


@pytest.mark.parametrize(("slug", "answer"), REFUSED)
def test_what_can_not_be_an_answer_is_refused_with_its_code(slug, answer):
    example = EXAMPLES[slug]
    with pytest.raises(BadValue) as refusal:
        example.read(example.by_number[answer["number"]], answer["value"])
    assert refusal.value.code == answer["code"]
    assert refusal.value.http_status == 400
    assert refusal.value.text()


@every_type
def test_reading_a_read_value_again_changes_nothing(slug):
    example = EXAMPLES[slug]
    for answer in example.data["answers"]:
        question = example.by_number[answer["number"]]
        value = example.read(question, answer["value"])
        assert example.read(question, value) == value


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from("ABCi"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(TYPES)), json_values)
def test_any_json_is_either_read_or_refused_and_never_breaks_the_marking(slug, value):
    example = EXAMPLES[slug]
    question = example.group.questions[0]
    with contextlib.suppress(BadValue):
        example.read(question, value)
    marking = example.rules.mark(example.group, question, example.key(question), value)
    assert 0 <= marking.score <= marking.max
    example.rules.answer_text(example.group, question, value)


@every_type
def test_the_example_could_be_published(slug):
    example = EXAMPLES[slug]
    faults = check_draft(example.data["group"], example.data["part"])
    assert [fault.code for fault in faults] == []


@every_type
def test_a_missing_key_is_named_with_its_question(slug):
    draft = json.loads(json.dumps(EXAMPLES[slug].data["group"]))
    draft["questions"][0]["key"] = ""
    faults = check_draft(draft, EXAMPLES[slug].data["part"])
    label = EXAMPLES[slug].group.questions[0].label
    assert [(fault.where, fault.code) for fault in faults] == [(label, "key-missing")]


@every_type
def test_the_frozen_document_holds_no_key(slug):
    example = EXAMPLES[slug]
    shown = example.frozen.document["questions"]
    fields = {"uid", "number", "number_to", "marks", "prompt", "options"}
    assert all(set(question) == fields for question in shown)
    assert set(example.frozen.keys) == {question["uid"] for question in shown}


@every_type
def test_another_key_changes_nothing_of_what_is_shown(slug):
    example = EXAMPLES[slug]
    draft = json.loads(json.dumps(example.data["group"]))
    for question in draft["questions"]:
        question["key"] = question["key"][::-1] or "zq"
        question |= {"explanation": "zq", "evidence": [{"paragraph": 1, "quote": "zq"}]}
    frozen = freeze_group(draft, example.data["part"])
    assert frozen.keys != example.frozen.keys
    assert frozen.document == example.frozen.document


@every_type
def test_the_page_never_holds_the_key(slug):
    example = EXAMPLES[slug]
    html = draw(slug)
    for mark in (" checked", " selected", "data-right", "data-used"):
        assert mark not in html
    if example.group.options or example.rules.interaction != "gaps":
        return
    texts = " ".join(Page(html).texts)
    printed = json.dumps(example.frozen.document)
    for question in example.group.questions:
        for form in example.rules.accepted(example.group, question, example.key(question)):
            assert form not in texts or form in printed


@every_type
def test_each_control_has_a_label_and_nothing_is_inline(slug):
    page = Page(draw(slug))
    assert page.controls
    for control in page.controls:
        named = control.get("aria-label") or control.get("id") in page.label_for
        assert named or control["inside_label"]
    assert not [name for name in page.attributes if name == "style" or name.startswith("on")]


@every_type
def test_each_number_can_be_reached_by_its_address(slug):
    html = draw(slug)
    for question in EXAMPLES[slug].group.questions:
        assert html.count(f'id="q-{question.number}"') == 1
        assert f'data-question="{question.uid}"' in html


@every_type
def test_a_plain_form_is_enough_to_answer(slug):
    example = EXAMPLES[slug]
    for answer in example.data["answers"]:
        question = example.by_number[answer["number"]]
        sent = QueryDict(mutable=True)
        values = answer["value"] if isinstance(answer["value"], list) else [answer["value"] or ""]
        sent.setlist(f"q-{question.uid}", [value for value in values if value != ""])
        expected = example.read(question, answer["value"])
        assert example.read(question, read_form(example.group, question, sent)) == expected
        names = {control.get("name") for control in Page(draw(slug)).controls}
        assert f"q-{question.uid}" in names


@every_type
def test_given_answers_are_drawn_again(slug):
    example = EXAMPLES[slug]
    best = {answer["number"]: answer for answer in reversed(example.data["answers"])}
    responses = {
        example.by_number[number].uid: example.read(example.by_number[number], answer["value"])
        for number, answer in best.items()
    }
    answered = [value for value in responses.values() if value]
    html = draw(slug, responses)
    if example.rules.interaction == "gaps" and not example.group.options:
        assert all(f'value="{value}"' in html for value in answered)
    else:
        chosen = sum(len(value) if isinstance(value, list) else 1 for value in answered)
        assert html.count(" checked") + html.count(" selected") == chosen


@every_type
def test_a_locked_group_takes_nothing(slug):
    html = draw(slug, locked=True)
    controls = len(Page(html).controls)
    in_fieldset = html.count("<fieldset")
    assert html.count(" disabled") == (in_fieldset or controls)


@every_type
def test_an_answer_is_shown_as_text_not_as_markup(slug):
    example = EXAMPLES[slug]
    uid = example.group.questions[0].uid
    html = draw(slug, {uid: '"><script>alert(1)</script>'})
    assert "<script>" not in html


@every_type
def test_two_readers_of_a_question_see_each_their_own_answer_flag_and_language(slug):
    example = EXAMPLES[slug]
    question = example.group.questions[0]
    answer = next(a for a in example.data["answers"] if a["reason"] == "correct")
    own = example.by_number[answer["number"]]
    responses = {own.uid: example.read(own, answer["value"])}
    blank = draw(slug)
    with translation.override("ru"):
        flagged = draw(slug, responses, flagged=[question.uid])
    assert (flagged.count('aria-pressed="true"'), flagged.count('lang="ru"')) == (
        1,
        len(example.group.questions),
    )
    assert draw(slug) == blank
    assert draw(slug, responses) not in (blank, flagged)


@pytest.mark.parametrize("typed", ["one & <two>", "three", "a \\1 b", "{{ question }}"])
def test_typed_words_are_set_into_the_gap_and_kept_for_nobody_else(typed):
    example = EXAMPLES["sentence_completion"]
    html = draw("sentence_completion", {example.group.questions[0].uid: typed})
    assert html.count(f' value="{escape(typed)}"') == 1
    assert html.count(' value=""') == len(example.group.questions) - 1


@every_type
def test_the_review_shows_own_and_right_answers(slug):
    example = EXAMPLES[slug]
    answer = next(a for a in example.data["answers"] if a["reason"] == "correct")
    question = example.by_number[answer["number"]]
    responses = {question.uid: example.read(question, answer["value"])}
    keys = {item.uid: example.key(item) for item in example.group.questions}
    view = review_context(example.group, keys, responses)
    for shown in view.questions:
        assert shown.verdict == ("right" if shown.uid == question.uid else "none")
        assert shown.accepted
        html = render_to_string(shown.review_template, {"group": view, "question": shown})
        assert shown.label in html
        assert "[[" not in html


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("(in the) afternoon", ("afternoon",)),
        ("in the afternoon / after noon", ("after noon",)),
        ("(a) third part", ("third part",)),
        ("car/bus", ("car", "bus")),
    ],
)
def test_only_answers_within_the_limit_are_shown_as_right(key, shown):
    example = EXAMPLES["sentence_completion"]
    question = example.group.questions[0]
    assert example.group.word_limit.text == "NO MORE THAN TWO WORDS"
    assert example.rules.accepted(example.group, question, key) == shown
    for form in shown:
        assert example.rules.mark(example.group, question, key, form).score == 1


@every_type
def test_the_instructions_stand_in_the_language_of_the_exam(slug):
    example = EXAMPLES[slug]
    own = {"uz": "Oʻzbekcha", "ru": "По-русски", "en": "In English"}
    assert 'lang="en"' in draw(slug, locale="uz")
    translated = {**example.frozen.document, "instructions": own}
    view = group_context(translated, {}, locale="ru")
    assert (view.instructions, view.instructions_lang) == ("По-русски", "ru")
    other = group_context({**translated, "instructions": {"en": "Only this"}}, {}, locale="uz")
    assert (other.instructions, other.instructions_lang) == ("Only this", "en")
    assert "%(" not in example.rules.standard_instructions(example.group)
