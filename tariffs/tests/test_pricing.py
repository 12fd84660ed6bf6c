"""The pure price rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tariffs.pricing import Discount, applies, is_running, price, reduced
from tariffs.tests.makers import a_moment

NOW = a_moment()


def percent(bp, number=1, **scope):
    return Discount(number, bp, None, NOW, NOW + timedelta(days=1), **scope)


def fixed(tiyin, number=1, **scope):
    return Discount(number, None, tiyin, NOW, NOW + timedelta(days=1), **scope)


@pytest.mark.parametrize(
    ("list_price", "discount", "amount"),
    [
        pytest.param(14_900_000, percent(2500), 11_175_000, id="a quarter off"),
        pytest.param(14_900_000, percent(3333), 9_933_900, id="rounds up to a whole soum"),
        pytest.param(100, percent(1), 100, id="less than a tiyin is no discount"),
        pytest.param(9_900_000, percent(10_000), 0, id="everything off"),
        pytest.param(9_900_000, fixed(900_050), 9_000_000, id="an amount, rounded up"),
        pytest.param(9_900_000, fixed(99_000_000), 0, id="never below nothing"),
        pytest.param(0, percent(5000), 0, id="what is free stays free"),
        pytest.param(150, percent(10), 150, id="never above the list price"),
    ],
)
def test_a_discount_takes_whole_tiyin_off_and_leaves_a_whole_soum(list_price, discount, amount):
    assert reduced(list_price, discount) == amount


def test_the_best_single_discount_wins_and_nothing_is_added_up():
    found = price(10_000_000, [percent(1000, 1), fixed(2_000_000, 2), percent(1500, 3)])
    assert (found.amount_tiyin, found.discount_tiyin) == (8_000_000, 2_000_000)
    assert found.discount is not None
    assert found.discount.id == 2


def test_of_two_equal_discounts_the_older_one_is_named():
    found = price(10_000_000, [percent(1000, 2), fixed(1_000_000, 1)])
    assert found.discount is not None
    assert found.discount.id == 1


def test_a_sale_runs_from_its_first_moment_up_to_but_without_its_last():
    sale = percent(1000)
    instant = timedelta(microseconds=1)
    assert [is_running(sale, at) for at in (NOW - instant, NOW)] == [False, True]
    assert [is_running(sale, at) for at in (sale.ends_at - instant, sale.ends_at)] == [True, False]


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ({}, True),
        ({"category_id": 5}, True),
        ({"category_id": 6}, False),
        ({"tariff_id": 7}, True),
        ({"tariff_id": 8}, False),
    ],
)
def test_a_discount_is_for_everything_a_category_or_a_tariff(scope, holds):
    assert applies(percent(1000, **scope), tariff_id=7, category_id=5) is holds


discounts = st.lists(
    st.one_of(st.integers(1, 10_000).map(percent), st.integers(1, 10**13).map(fixed)),
    max_size=5,
)


@given(st.integers(0, 10**11).map(lambda soum: soum * 100), discounts)
def test_a_price_is_a_whole_soum_between_nothing_and_the_list_price(list_price, found):
    result = price(list_price, found)
    assert 0 <= result.amount_tiyin <= list_price
    assert result.amount_tiyin % 100 == 0
    assert result.amount_tiyin == list_price - result.discount_tiyin
    assert (result.discount is None) == (result.discount_tiyin == 0)


@given(st.integers(0, 10**13), discounts, st.integers(1, 10_000).map(percent))
def test_one_more_discount_never_makes_it_dearer(list_price, found, another):
    with_it = price(list_price, [*found, another]).amount_tiyin
    assert with_it <= price(list_price, found).amount_tiyin
