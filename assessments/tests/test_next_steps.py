"""What to do next follows from what went wrong, in words of every language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.analysis import schema, wording
from assessments.analysis.objective import analyse
from assessments.marking.reasons import Reason
from assessments.tests.analysis_makers import (
    SCALE,
    START,
    a_sitting,
    a_touch,
    an_answer,
    steps,
)

CONFUSED = {"type": "true_false_not_given", "value": "FALSE", "mark": 0}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([an_answer(1)], ["keep_level", "pace_kept", "review_right"], id="all right"),
        pytest.param(
            [an_answer(1), an_answer(2, 0)], ["review_wrong", "pace_left", "compare"], id="one miss"
        ),
        pytest.param(
            [an_answer(1), an_answer(2, 0, value="")],
            ["unanswered", "pace_left", "compare"],
            id="a gap left",
        ),
        pytest.param(
            [an_answer(1, 0, value="")],
            ["nothing_answered", "read_answers", "pace_plan"],
            id="nothing at all",
        ),
        pytest.param(
            [
                an_answer(n, **CONFUSED, reason=Reason("not_given_as_false", {"chosen": "FALSE"}))
                for n in (1, 2)
            ],
            ["not_given_confusion", "pace_left", "compare"],
            id="FALSE for NOT GIVEN",
        ),
        pytest.param(
            [an_answer(n, 0, reason=Reason("stated_as_not_given")) for n in (1, 2)],
            ["stated_as_not_given", "pace_left", "compare"],
            id="NOT GIVEN for what is said",
        ),
        pytest.param(
            [an_answer(1, 0, reason=Reason("over_limit", {"words": 3, "allowed": 1}))],
            ["word_limit", "pace_left", "compare"],
            id="over the limit",
        ),
        pytest.param(
            [an_answer(1, 0, reason=Reason("spelling_close"))],
            ["spelling", "pace_left", "compare"],
            id="spelling",
        ),
        pytest.param(
            [an_answer(n, int(n > 4)) for n in range(1, 7)],
            ["weakest_type", "pace_left", "compare"],
            id="weak type",
        ),
        pytest.param(
            [an_answer(n, 0) for n in range(1, 5)],
            ["review_wrong", "pace_left", "compare"],
            id="under five say nothing",
        ),
    ],
)
def test_the_next_step_follows_from_what_went_wrong(answers, expected):
    assert [step["code"] for step in steps(answers, scale={})] == expected


def misses(*wrong, parts=1):
    return [an_answer(n, int(n not in wrong), part=1 + (n - 1) * parts // 20) for n in range(1, 21)]


@pytest.mark.parametrize(
    ("answers", "changes", "expected"),
    [
        pytest.param(
            misses(1, 2, 3, 11, parts=2),
            {"scale": {}},
            {"code": "weakest_part", "params": {"part": 1, "right": 7, "total": 10}},
            id="the weakest part",
        ),
        pytest.param(
            misses(1, 2),
            {"scale": {"bands": [{"from": 19, "band": "9.0"}, {"from": 0, "band": "4.0"}]}},
            {"code": "next_band", "params": {"band": "9.0", "marks": 1}},
            id="the next band",
        ),
        pytest.param(
            misses(1, 2),
            {"ended_at": START + timedelta(minutes=15)},
            {"code": "pace_left", "params": {"seconds": 300}},
            id="time left",
        ),
        pytest.param(
            misses(1, 2),
            {"ended_at": START + timedelta(minutes=20, seconds=30)},
            {"code": "pace_full", "params": {"seconds": 60}},
            id="all the time used",
        ),
        pytest.param(
            misses(1, 2),
            {"deadline_at": START},
            {"code": "pace_untimed", "params": {"seconds": 1080}},
            id="no limit",
        ),
        pytest.param(
            misses(1, 2),
            {},
            {"code": "compare", "params": {"right": 18, "total": 20}},
            id="to compare with",
        ),
        pytest.param(
            [an_answer(1, 0, value="")],
            {"deadline_at": START, "duration_s": 0},
            {"code": "pace_untimed", "params": {"seconds": 1080}},
            id="nothing answered and no limit",
        ),
    ],
)
def test_general_steps_hold_facts_of_the_attempt(answers, changes, expected):
    assert expected in steps(answers, **changes)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(misses(1, 11, parts=2), id="alike"),
        pytest.param(misses(1, 2, 3, parts=5), id="too few questions"),
        pytest.param(misses(1, 2, 3), id="one part alone"),
    ],
)
def test_no_part_is_called_weakest_without_a_reason(answers):
    assert "weakest_part" not in [step["code"] for step in steps(answers)]


def test_a_cause_stands_before_general_steps():
    answers = [*misses(1, 2, 3, parts=2), an_answer(21, 0, value="", part=2)]
    assert [step["code"] for step in steps(answers, scale={})] == [
        "unanswered",
        "review_wrong",
        "weakest_part",
    ]


def test_without_questions_there_are_no_steps():
    assert steps([]) == []


def test_a_result_with_fewer_steps_or_one_twice_is_refused():
    result = analyse(a_sitting([an_answer()])).result
    first, second, _third = result["next_steps"]
    for wrong in ([], [first, second], [first, second, first]):
        with pytest.raises(schema.WrongResult):
            schema.check({**result, "next_steps": wrong})


def test_slow_and_wrong_answers_are_a_step():
    answers = [an_answer(n, int(n > 2)) for n in range(1, 11)]
    touches = [a_touch(1, 300, 0), a_touch(2, 600, 0), a_touch(3, 610)]
    step, *_general = steps(answers, touches)
    assert step["code"] == "slow_and_wrong"
    assert step["params"] == {"numbers": [1, 2], "count": 2, "seconds": 600, "limit_s": 240}


def test_three_steps_and_the_same_questions_only_once():
    confused = Reason("not_given_as_true", {"chosen": "TRUE"})
    answers = [
        *(an_answer(n, 0, type="true_false_not_given", reason=confused) for n in range(1, 6)),
        *(an_answer(n, 0, value="") for n in range(6, 9)),
        *(an_answer(n, 0, reason=Reason("spelling_close"), typed=True) for n in (9, 10)),
        an_answer(11, 0, reason=Reason("over_limit"), typed=True),
    ]
    assert [step["code"] for step in steps(answers)] == [
        "not_given_as_stated",
        "unanswered",
        "spelling",
    ]


REASONS = ("wrong_choice", "over_limit", "spelling_close", "extra_words", "stated_as_not_given")
judged = st.tuples(
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from(["short_answer", "true_false_not_given", "yes_no_not_given"]),
    st.integers(1, 3),
    st.sampled_from([*REASONS, "not_given_as_false", "not_given_as_true"]),
    st.sampled_from(["", "A"]),
)


@given(
    st.lists(judged, min_size=1, max_size=40),
    st.sampled_from([SCALE, {}]),
    st.sampled_from([0, 60, 1200]),
    st.integers(0, 1300),
)
def test_there_are_always_three_different_steps(rows, scale, limit_s, used_s):
    answers = [
        an_answer(n, min(mark, most), most, part=part, type=kind, value=value, reason=Reason(why))
        for n, (most, mark, kind, part, why, value) in enumerate(rows, start=1)
    ]
    times = {"ended_at": START + timedelta(seconds=used_s), "duration_s": limit_s}
    times["deadline_at"] = START + timedelta(seconds=limit_s)
    found = steps(answers, scale=scale, **times)
    with translation.override("en"):
        worded = {wording.step_text(step["code"], step["params"]) for step in found}
    assert (len(found), len(worded)) == (3, 3)


@pytest.mark.parametrize("locale", ["uz", "ru", "en"])
@pytest.mark.parametrize("code", [*wording.STEPS, "a_code_of_tomorrow"])
def test_every_step_has_words_in_every_language(locale, code):
    params = {"numbers": [3, 4], "count": 2, "missed": 3, "chosen": "FALSE", "number": 3}
    params |= {"answer": "100 %", "words": 3, "allowed": 1, "figures": 1, "allowed_figures": 0}
    params |= {"seconds": 578, "limit_s": 180, "right": 2, "total": 5, "type": "short_answer"}
    params |= {"part": 2, "band": "6.5", "marks": 1}
    with translation.override(locale):
        text = wording.step_text(code, params)
    assert text.title
    assert "%(" not in text.title + text.text
    assert text.number == 3
