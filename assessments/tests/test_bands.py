"""Marks to bands by a version's own table, and half-up rounding."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.marking.bands import (
    FAULTS,
    NextBand,
    band,
    cefr,
    check_scale,
    half_band,
    likely,
    next_band,
)

STARTS = [39, 37, 35, 33, 30, 27, 23, 19, 15, 13, 10, 8, 6, 4, 0]
SCALE = {
    "schema": 1,
    "source": "a table for this test",
    "bands": [
        {"from": start, "band": str(Decimal(18 - n) / 2 if start else "0.0")}
        for n, start in enumerate(STARTS)
    ],
    "cefr": [
        {"from": "8.5", "level": "C2"},
        {"from": "7.0", "level": "C1"},
        {"from": "5.5", "level": "B2"},
        {"from": "4.0", "level": "B1"},
    ],
}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (40, "9.0"),
        (39, "9.0"),
        (38, "8.5"),
        (30, "7.0"),
        (29, "6.5"),
        (23, "6.0"),
        (15, "5.0"),
        (4, "2.5"),
        (3, "0.0"),
        (0, "0.0"),
    ],
)
def test_the_edges_of_the_table_hold(raw, expected):
    assert str(band(raw, SCALE)) == expected


@pytest.mark.parametrize(
    ("mean", "expected"),
    [("6.25", "6.5"), ("3.875", "4.0"), ("6.125", "6.0"), ("6.75", "7.0"), ("0", "0.0")],
)
def test_a_mean_exactly_between_two_halves_goes_up(mean, expected):
    assert str(half_band(Decimal(mean))) == expected


def test_the_next_band_says_how_many_marks_are_wanting():
    assert next_band(28, SCALE) == NextBand(Decimal("7.0"), 2)
    assert next_band(Decimal("28.5"), SCALE) == NextBand(Decimal("7.0"), 2)
    assert next_band(39, SCALE) is None


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("6.5", "6.0", "7.0"),
        ("9.0", "8.5", "9.0"),
        ("0.0", "0.0", "0.5"),
        pytest.param("60.0", "59.5", "60.5", id="a table of another scale"),
    ],
)
def test_a_band_lies_in_its_range_and_the_range_in_the_scale(value, low, high):
    assert likely(Decimal(value)) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(("value", "level"), [("9.0", "C2"), ("6.5", "B2"), ("2.0", "")])
def test_a_band_has_the_level_of_the_scale(value, level):
    assert cefr(Decimal(value), SCALE) == level


@given(st.integers(0, 40))
def test_more_marks_never_give_a_lower_band(raw):
    assert band(raw, SCALE) <= band(raw + 1, SCALE)


def rows(*pairs):
    return [{"from": least, "band": value} for least, value in pairs]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"bands": []}, "scale-missing"),
        ({"source": ""}, "scale-source-missing"),
        ({"bands": rows((1, "5.0"))}, "scale-no-zero"),
        ({"bands": rows((10, "5.0"), (20, "6.0"), (0, "1.0"))}, "scale-not-falling"),
        ({"bands": rows((10, "5.0"), (0, "5.0"))}, "scale-not-falling"),
        ({"bands": rows((50, "5.0"), (0, "1.0"))}, "scale-above-maximum"),
        ({"bands": rows((10, "5.3"), (0, "1.0"))}, "scale-not-half"),
        ({"bands": rows((10, "much"), (0, "1.0"))}, "scale-not-a-number"),
        ({"cefr": [{"from": "4.0", "level": "D1"}]}, "scale-unknown-level"),
    ],
)
def test_a_table_that_can_not_be_used_is_named(change, code):
    faults = check_scale({**SCALE, **change}, 40)
    assert [fault.code for fault in faults] == [code]
    assert str(FAULTS[code]) % faults[0].params


def test_a_whole_table_has_no_faults():
    assert check_scale(SCALE, 40) == []
    assert check_scale(None, 40)[0].code == "scale-missing"
