"""The clock of an attempt, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.delivery.clock import Phase, deadline, phase
from assessments.delivery.states import MOVES, allowed
from assessments.models import State

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("duration_s", "extra_pct", "window_end", "paused_s", "ends"),
    [
        pytest.param(3600, 0, None, 0, at(60), id="an hour is an hour"),
        pytest.param(3600, 25, None, 0, at(75), id="a quarter more"),
        pytest.param(61, 25, None, 0, NINE + timedelta(seconds=77), id="extra seconds go up"),
        pytest.param(3600, 0, None, 300, at(65), id="pauses move it"),
        pytest.param(3600, 0, at(30), 0, at(30), id="the window cuts it"),
        pytest.param(3600, 50, at(30), 0, at(60), id="extra time widens the window"),
        pytest.param(600, 0, at(30), 0, at(10), id="a wide window changes nothing"),
    ],
)
def test_the_deadline_is_duration_extra_and_pauses_within_the_window(
    duration_s, extra_pct, window_end, paused_s, ends
):
    assert deadline(NINE, duration_s, extra_pct, window_end, paused_s) == ends


@given(st.integers(60, 36_000), st.integers(0, 200), st.integers(0, 3600))
def test_more_extra_time_never_brings_the_deadline_nearer(duration_s, extra_pct, paused_s):
    plain = deadline(NINE, duration_s)
    assert deadline(NINE, duration_s, extra_pct, None, paused_s) >= plain
    assert deadline(NINE, duration_s, extra_pct + 1) >= deadline(NINE, duration_s, extra_pct)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1, Phase.RUNNING),
        (0, Phase.GRACE),
        (59, Phase.GRACE),
        (60, Phase.GRACE),
        (61, Phase.OVER),
    ],
)
def test_grace_lasts_to_its_last_second(seconds, expected):
    assert phase(NINE, 60, NINE + timedelta(seconds=seconds)) is expected


def test_every_state_has_its_row_and_nothing_leaves_the_two_ends():
    assert set(MOVES) == set(State)
    assert not MOVES[State.ABANDONED]
    assert not MOVES[State.VOID]


@pytest.mark.parametrize("state", list(State))
def test_no_attempt_goes_back_to_be_answered_again(state):
    assert not allowed(state, State.CREATED)
    assert allowed(state, State.IN_PROGRESS) == (state == State.CREATED)
