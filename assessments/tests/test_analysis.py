"""From marks to a score, a band, and sums of parts and types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.analysis import analyser_of, schema
from assessments.analysis.objective import analyse
from assessments.tests.analysis_makers import (
    a_sitting,
    an_answer,
)


def test_only_reading_has_an_analyser_yet():
    assert analyser_of("reading").analyse is analyse
    assert analyser_of("speaking") is None


def test_the_band_comes_with_its_range_and_what_the_next_one_takes():
    answers = [an_answer(n, mark=int(n <= 6)) for n in range(1, 11)]
    result = analyse(a_sitting(answers)).result
    assert (result["raw"], result["max_raw"]) == (6, 10)
    assert (result["band"], result["low"], result["high"], result["cefr"]) == (
        "5.5",
        "5.0",
        "6.0",
        "B1",
    )
    assert result["next"] == {"band": "7.0", "marks": 2}


def test_at_the_top_there_is_no_next_band():
    result = analyse(a_sitting([an_answer(n) for n in range(1, 11)])).result
    assert result["next"] is None


def test_a_version_without_a_band_table_has_marks_alone():
    found = analyse(a_sitting([an_answer()], scale={}))
    assert (found.band, found.cefr, found.result["low"]) == (None, "", None)


def test_the_weakest_type_stands_first():
    answers = [
        an_answer(1, type="short_answer"),
        an_answer(2, type="choose_many", mark=1, most=2),
        an_answer(3, type="sentence_endings", mark=0),
    ]
    types = analyse(a_sitting(answers)).result["types"]
    assert [entry["type"] for entry in types] == [
        "sentence_endings",
        "choose_many",
        "short_answer",
    ]


answers_of_a_test = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(0, 3),
        st.sampled_from(["short_answer", "multiple_choice", "choose_many"]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=40,
)


@given(answers_of_a_test)
def test_parts_and_types_each_sum_to_the_score(rows):
    answers = [
        an_answer(n, min(mark, most), most, part=part, type=kind)
        for n, (most, mark, kind, part) in enumerate(rows, start=1)
    ]
    result = analyse(a_sitting(answers)).result
    for listed in ("parts", "types"):
        assert sum(entry["right"] for entry in result[listed]) == result["raw"]
        assert sum(entry["total"] for entry in result[listed]) == result["max_raw"]


def test_a_result_of_another_shape_is_refused():
    result = analyse(a_sitting([an_answer()])).result
    with pytest.raises(schema.WrongResult):
        schema.check({**result, "raw": "1"})
    with pytest.raises(schema.WrongResult):
        schema.check({**result, "more": 1})
