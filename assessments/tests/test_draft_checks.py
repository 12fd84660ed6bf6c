"""What keeps a draft group from being published, each by its code."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from assessments import questions
from assessments.questions.drafts import check_draft, completed, freeze_group
from assessments.questions.faults import FAULTS
from assessments.questions.parsing import parse_group

FOLDER = Path(questions.__file__).parent


def example(slug):
    data = json.loads((FOLDER / slug / "examples.json").read_text(encoding="utf-8"))
    return copy.deepcopy(data["group"]), data["part"]


def change_question(**fields):
    return lambda group, part: group["questions"][0].update(fields)


def change_group(**fields):
    return lambda group, part: group.update(fields)


def without_last_options(group, part):
    group["options"] = group["options"][:2]


def same_key_twice(group, part):
    group["questions"][1]["key"] = group["questions"][0]["key"]


def same_letter_twice(group, part):
    group["options"][1]["key"] = group["options"][0]["key"]


def nameless_option(group, part):
    group["options"][-1]["text"] = " "


def unlettered(group, part):
    for paragraph in part["passage"]["paragraphs"]:
        paragraph["label"] = ""


def body(change):
    return lambda group, part: group.update(body=change(group["body"]))


@pytest.mark.parametrize(
    ("slug", "break_it", "code"),
    [
        ("true_false_not_given", change_question(prompt=" "), "prompt-missing"),
        ("true_false_not_given", change_question(key=["TRUE"]), "key-shape"),
        ("true_false_not_given", change_question(key="YES"), "key-unknown"),
        ("true_false_not_given", change_question(marks=2), "marks-span"),
        ("true_false_not_given", change_group(questions=[]), "questions-missing"),
        ("multiple_choice", change_question(options=[]), "options-missing"),
        ("choose_many", change_question(key=["B"]), "key-count"),
        ("choose_many", change_question(key="B"), "key-shape"),
        ("choose_many", change_question(key=["B", "Z"]), "key-unknown"),
        ("matching_headings", without_last_options, "options-few"),
        ("matching_headings", same_key_twice, "key-twice"),
        ("matching_headings", same_letter_twice, "option-twice"),
        ("matching_features", nameless_option, "option-empty"),
        ("matching_information", unlettered, "paragraphs-missing"),
        ("sentence_completion", change_group(word_limit=None), "limit-missing"),
        ("sentence_completion", change_group(word_limit={"words": 0}), "limit-impossible"),
        ("sentence_completion", change_question(key="two (beds"), "key-brackets"),
        ("sentence_completion", change_question(key="three raised beds"), "key-over-limit"),
        ("sentence_completion", change_question(prompt="In [[8]]"), "gap-missing"),
        ("summary_completion", change_group(body=""), "body-missing"),
        ("summary_completion", body(lambda t: t.replace("[[10]]", "")), "gap-missing"),
        ("summary_completion", body(lambda t: f"{t} [[11]]"), "gap-twice"),
        ("summary_completion", body(lambda t: f"{t} [[77]]"), "gap-unknown"),
        ("table_completion", body(lambda t: f"{t}\na | b"), "table-ragged"),
        ("summary_from_list", change_question(key="Z"), "key-unknown"),
        ("diagram_labelling", change_group(image=None), "image-missing"),
        ("diagram_labelling", change_group(image={"sha256": "0"}), "image-alt-missing"),
    ],
)
def test_a_fault_is_named_by_its_code(slug, break_it, code):
    group, part = example(slug)
    break_it(group, part)
    faults = check_draft(group, part)
    assert code in [fault.code for fault in faults]
    assert all(str(FAULTS[fault.code]) % fault.params for fault in faults)


def test_an_empty_draft_is_checked_without_breaking():
    for slug in questions.TYPES:
        faults = check_draft({"type": slug}, {})
        assert "questions-missing" in [fault.code for fault in faults]


def test_publishing_fills_in_options_and_instructions():
    group, part = example("matching_information")
    document = freeze_group(group, part).document
    assert [option["key"] for option in document["options"]] == ["A", "B", "C", "D"]
    assert document["instructions"].endswith("You may use any letter more than once.")


def test_the_authors_own_instructions_stay():
    group, part = example("short_answer")
    group["instructions"] = {"uz": "", "ru": "Ответьте.", "en": "Answer."}
    assert completed(parse_group(group), part).instructions["ru"] == "Ответьте."


def test_a_diagram_with_letters_is_marked_by_letter():
    group, part = example("diagram_labelling")
    group["options"] = [{"key": "A", "text": "tank"}, {"key": "B", "text": "beds"}]
    group["word_limit"] = None
    group["questions"][0]["key"], group["questions"][1]["key"] = "A", "B"
    assert check_draft(group, part) == []
    frozen = parse_group(freeze_group(group, part).document)
    rules = questions.question_type("diagram_labelling")
    marking = rules.mark(frozen, frozen.questions[0], "A", "B")
    assert (marking.score, marking.reason.code) == (0, "wrong_match")
