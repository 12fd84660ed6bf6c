"""How long each answer took, and which were changed or came late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.analysis import timing
from assessments.analysis.objective import analyse
from assessments.tests.analysis_makers import (
    START,
    a_sitting,
    a_touch,
    an_answer,
)


def test_time_is_counted_until_each_answer():
    touches = [a_touch(1, 60), a_touch(2, 100), a_touch(1, 130)]
    moments = timing.timed(touches, START)
    assert timing.seconds(moments, START) == {"q1": 90, "q2": 40}


def test_answers_of_one_batch_are_as_far_apart_as_the_learners_clock_says():
    touches = [a_touch(1, 100, client=40), a_touch(2, 100, client=70), a_touch(3, 100, client=90)]
    assert timing.seconds(timing.timed(touches, START), START) == {"q1": 50, "q2": 30, "q3": 20}


def test_a_clock_that_runs_wild_gives_no_time_before_the_batch_before():
    touches = [a_touch(1, 50), a_touch(2, 60, client=-900), a_touch(3, 60, client=0)]
    assert timing.seconds(timing.timed(touches, START), START) == {"q1": 50, "q2": 0, "q3": 10}


def test_a_plain_form_gives_no_time_for_each_question():
    touches = [a_touch(1, 100), a_touch(2, 300), a_touch(3, 300), a_touch(4, 330)]
    assert timing.seconds(timing.timed(touches, START), START) == {"q1": 100, "q4": 30}


def test_letters_on_the_way_to_a_word_are_no_changes():
    answers = [an_answer(1, typed=True), an_answer(2)]
    touches = [a_touch(1, 10, mark=0), a_touch(1, 12, mark=0), a_touch(1, 14), a_touch(2, 20)]
    assert timing.changed(answers, touches) == ([], [])


@pytest.mark.parametrize("typed", [False, True])
def test_a_right_answer_that_was_changed_to_wrong_is_found(typed):
    answers = [an_answer(1, mark=0, typed=typed), an_answer(2)]
    touches = [a_touch(1, 10, mark=1), a_touch(2, 20), a_touch(1, 30, mark=0)]
    worse, better = timing.changed(answers, touches)
    assert ([a.number for a in worse], better) == ([1], [])


def test_a_cleared_answer_is_no_wrong_one():
    answers = [an_answer(1)]
    touches = [a_touch(1, 10, mark=0, value=""), a_touch(1, 30)]
    assert timing.changed(answers, touches) == ([], [])


def test_answers_of_the_last_minute_are_named():
    touches = [a_touch(1, 30), a_touch(2, 1150)]
    result = analyse(a_sitting([an_answer(1), an_answer(2)], touches)).result
    assert result["last_minute"] == [2]


touches_of_a_test = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.integers(0, 1200),
        st.integers(0, 1),
        st.none() | st.integers(-5000, 5000),
    ),
    max_size=30,
)


@given(touches_of_a_test)
def test_the_times_never_add_up_to_more_than_was_used(rows):
    touches = [
        a_touch(n, second, mark, client=client)
        for n, second, mark, client in sorted(rows, key=lambda row: row[1])
    ]
    spent = timing.seconds(timing.timed(touches, START), START)
    last = max((second for _n, second, _mark, _client in rows), default=0)
    assert sum(spent.values()) <= last + len(spent)
    assert all(seconds >= 0 for seconds in spent.values())
