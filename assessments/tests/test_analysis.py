from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.analysis import analyser_of, schema, timing, wording
from assessments.analysis.contract import Answer, Sitting, Touch
from assessments.analysis.objective import analyse
from assessments.marking.reasons import Reason

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SCALE = {
    "bands": [
        {"from": 8, "band": "7.0"},
        {"from": 5, "band": "5.5"},
        {"from": 0, "band": "4.0"},
    ],
    "cefr": [{"from": "7.0", "level": "C1"}, {"from": "4.0", "level": "B1"}],
}


def an_answer(number=1, mark=1, most=1, **changes):
    fields = {
        "uid": f"q{number}",
        "number": number,
        "number_to": number,
        "part": 1,
        "type": "multiple_choice",
        "typed": False,
        "value": "A",
        "mark": Decimal(mark),
        "max": Decimal(most),
        "reason": Reason("correct" if mark == most else "wrong_choice"),
    }
    return Answer(**{**fields, **changes})


def a_sitting(answers, touches=(), **changes):
    fields = {
        "answers": tuple(answers),
        "touches": tuple(touches),
        "scale": SCALE,
        "started_at": START,
        "ended_at": START + timedelta(minutes=18),
        "deadline_at": START + timedelta(minutes=20),
        "duration_s": 1200,
    }
    return Sitting(**{**fields, **changes})


def a_touch(number, second, mark=1, value="A", client=None):
    at = START + timedelta(seconds=second)
    client_at = None if client is None else START + timedelta(hours=5, seconds=client)
    return Touch(f"q{number}", value, Decimal(mark), at, client_at)


def steps(answers, touches=(), **changes):
    return analyse(a_sitting(answers, touches, **changes)).result["next_steps"]


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


def test_a_result_of_another_shape_is_refused():
    result = analyse(a_sitting([an_answer()])).result
    with pytest.raises(schema.WrongResult):
        schema.check({**result, "raw": "1"})
    with pytest.raises(schema.WrongResult):
        schema.check({**result, "more": 1})
