"""An author's text with gaps becomes the blocks of its layout."""

from __future__ import annotations

import pytest

from assessments.interactions.gaps.blocks import blocks_of, contexts
from assessments.interactions.gaps.layouts import freeze, markers
from assessments.interactions.views import group_context, review_context
from assessments.questions.faults import BodyFault

UIDS = {1: "one", 2: "two", 3: "three"}


def test_a_summary_keeps_its_paragraphs_and_joins_their_lines():
    assert freeze("# Title\nSalt [[1]]\nand sand.\n\n[[2]].", "summary", UIDS) == {
        "layout": "summary",
        "title": "Title",
        "blocks": [
            {"style": "paragraph", "runs": ["Salt ", {"gap": "one"}, " and sand."]},
            {"style": "paragraph", "runs": [{"gap": "two"}, "."]},
        ],
    }


def test_notes_have_headings_points_and_lines():
    body = freeze("# Notes\n# Wind\n- from [[1]]\nplain", "notes", UIDS)
    assert body["title"] == "Notes"
    assert [(block["style"], block["runs"]) for block in body["blocks"]] == [
        ("heading", ["Wind"]),
        ("bullet", ["from ", {"gap": "one"}]),
        ("paragraph", ["plain"]),
    ]


def test_a_table_has_a_head_and_rows_of_the_same_width():
    body = freeze("Year | Trees\n1990 | [[1]]\n| 2000 | [[2]] |", "table", UIDS)
    assert [(block["style"], block["cells"]) for block in body["blocks"]] == [
        ("header", [["Year"], ["Trees"]]),
        ("row", [["1990"], [{"gap": "one"}]]),
        ("row", [["2000"], [{"gap": "two"}]]),
    ]


def test_a_flow_chart_has_a_step_a_line():
    body = freeze("sow\n\nwater [[1]]", "flow_chart", UIDS)
    assert [block["runs"] for block in body["blocks"]] == [["sow"], ["water ", {"gap": "one"}]]


@pytest.mark.parametrize(
    ("text", "layout", "code"),
    [
        ("Salt [[9]]", "summary", "gap-unknown"),
        ("a | b\nc", "table", "table-ragged"),
    ],
)
def test_a_text_that_can_not_be_frozen_is_named(text, layout, code):
    with pytest.raises(BodyFault) as fault:
        freeze(text, layout, UIDS)
    assert fault.value.code == code


@pytest.mark.parametrize("layout", ["summary", "notes", "table", "flow_chart"])
@pytest.mark.parametrize("text", ["", "\n\n", "# ", "[[1]]", "|", "[[1]][[2]]", "- ", "[[x]]"])
def test_odd_texts_are_frozen_too(layout, text):
    body = freeze(text, layout, UIDS)
    assert isinstance(body["blocks"], list)


def test_the_gaps_of_a_text_are_found_in_order():
    assert markers("[[3]] and [[12]], not [4] or [[ 5 ]]") == [3, 12]


GROUP = {
    "uid": "g",
    "type": "table_completion",
    "word_limit": {"words": 1, "numbers": False},
    "body": freeze("Year | Trees\n1990 | few [[1]]\n2000 | [[2]]", "table", UIDS),
    "questions": [{"uid": "one", "number": 1}, {"uid": "two", "number": 2}],
}


def test_a_review_shows_the_words_around_each_gap():
    lines = contexts(group_context(GROUP, {}).blocks)
    assert lines == {"one": "1990 few …", "two": "2000 …"}
    reviewed = review_context(GROUP, {"one": "pine", "two": "birch"}, {"one": "pin"})
    assert [question.context for question in reviewed.questions] == ["1990 few …", "2000 …"]
    assert [question.verdict for question in reviewed.questions] == ["wrong", "none"]


def test_a_gap_of_a_summary_is_shown_in_its_sentence_alone():
    text = "Bees are old. A hive [[1]] in a year. It has a [[2]]. Then they sleep."
    group = {**GROUP, "type": "summary_completion", "body": freeze(text, "summary", UIDS)}
    lines = contexts(group_context(group, {}).blocks)
    assert lines == {"one": "A hive … in a year.", "two": "It has a …."}


def test_points_in_a_row_are_one_list():
    body = freeze("- a\n- b\n# c\n- d", "notes", UIDS)
    _title, blocks = blocks_of(body, {})
    assert [(block.style, len(block.lines)) for block in blocks] == [
        ("list", 2),
        ("heading", 0),
        ("list", 1),
    ]


def test_a_broken_body_is_drawn_as_far_as_it_goes():
    assert blocks_of("text", {}) == ("", ())
    assert blocks_of({"blocks": [1, {"runs": [2, {"gap": "gone"}]}, {"cells": [None]}]}, {})
