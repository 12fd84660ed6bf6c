"""The ledger holds under any sequence of acts, and its proof finds every planted fault."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.databases import alias
from config.errors import ServiceError
from payments import checkout, ledger, periods, services, settlement
from payments.lots import OpenLot, allocate, available
from payments.models import TokenAccount
from payments.tests.makers import a_learner, a_person, an_order, paid
from payments.tests.makers import given as gift

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
lots = st.lists(st.tuples(st.integers(1, 20), st.none() | st.integers(-5, 30)), max_size=8).map(
    lambda drawn: [
        OpenLot(number, left, None if days is None else START + timedelta(days=days))
        for number, (left, days) in enumerate(drawn, 1)
    ]
)


@given(lots, st.integers(1, 120))
def test_lots_pay_exactly_in_order_of_expiry_or_not_at_all(drawn, tokens):
    taken = allocate(tokens, drawn, START)
    if taken is None:
        assert available(drawn, START) < tokens
        return
    by_id = {lot.id: lot for lot in drawn}
    assert sum(part.tokens for part in taken) == tokens
    assert all(0 < part.tokens <= by_id[part.lot_id].remaining for part in taken)
    expiries = [by_id[part.lot_id].expires_at for part in taken]
    assert all(expiry is None or expiry > START for expiry in expiries)
    dated = [expiry for expiry in expiries if expiry is not None]
    assert dated == sorted(dated)
    assert expiries == dated + [None] * (len(expiries) - len(dated))
    assert all(part.tokens == by_id[part.lot_id].remaining for part in taken[:-1])


steps = st.lists(
    st.one_of(
        st.tuples(st.just("grant"), st.integers(1, 9), st.none() | st.integers(1, 9)),
        st.tuples(st.just("spend"), st.integers(1, 9), st.integers(0, 9)),
        st.tuples(st.just("refund"), st.integers(0, 9), st.none()),
        st.tuples(st.just("adjust"), st.sampled_from([-3, -1, 2]), st.integers(0, 9)),
        st.tuples(st.just("wait"), st.integers(1, 6), st.none()),
        st.tuples(st.just("sweep"), st.none(), st.none()),
        st.tuples(st.just("look"), st.none(), st.none()),
    ),
    max_size=25,
)


class Clock:
    """Time that moves only when told."""

    def __init__(self):
        self.moment = timezone.now()

    def now(self):
        return self.moment


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_whatever_happens_the_ledger_can_be_proven(monkeypatch, drawn):
    clock = Clock()
    for module in (ledger, checkout, settlement, periods):
        monkeypatch.setattr(module, "timezone", clock)
    monkeypatch.setattr("payments.audit.timezone", clock)
    learner = a_person()
    for act, first, second in drawn:
        with contextlib.suppress(ServiceError):
            do(clock, learner, act, first, second)
    assert {one.invariant for one in services.verify_ledger()} <= {9}  # what a sweep would tidy
    services.expire_lots()
    assert services.verify_ledger() == []


def do(clock, learner, act, first, second):
    if act == "grant":
        gift(learner, first, None if second is None else clock.now() + timedelta(days=second))
    elif act == "spend":
        services.spend(learner, first, key=f"attempt:{second}")
    elif act == "refund":
        services.refund(learner, key=f"attempt:{first}")
    elif act == "adjust":
        services.adjust(learner, first, actor_id=1, reason="Why", key=f"adjust:{second}")
    elif act == "wait":
        clock.moment += timedelta(days=first)
    elif act == "sweep":
        services.expire_lots()
    else:
        assert services.balance(learner).available >= 0


def sql(statement):
    with connections[alias(TokenAccount)].cursor() as cursor:
        cursor.execute(statement)


MOVEMENT = "UPDATE payments_tokentransaction SET"
ACCOUNT = "UPDATE payments_tokenaccount SET"
LOT = "UPDATE payments_tokenlot SET"
PART = "UPDATE payments_tokenallocation SET"
ORDER = "UPDATE payments_payment SET"
MONEY = "UPDATE payments_providertransaction SET"
ANOTHERS = "account_id = (SELECT id FROM payments_tokenaccount WHERE balance = 4)"
GIFT = "lot_id = (SELECT id FROM payments_tokenlot WHERE granted = 5)"
REFUNDED = "transaction_id = (SELECT id FROM payments_tokentransaction WHERE kind = 'refund')"
FAULTS = [
    (f"{MOVEMENT} seq = 9 WHERE seq = 2", 1, "seq 3 where 2 was due"),
    (f"{MOVEMENT} balance_after = 99 WHERE seq = 2", 1, "balance 99, the rows give 35"),
    (f"{MOVEMENT} tokens = -1 WHERE seq = 3", 1, "balance 33, the rows give 34"),
    (f"{ACCOUNT} seq = seq + 1", 1, "counts 6 movements, the last has seq 5"),
    (f"{ACCOUNT} balance = balance + 1", 2, "balance 34, rows 33, lots 33"),
    (f"{LOT} remaining = 27 WHERE remaining = 28", 2, "balance 33, rows 33, lots 32"),
    (f"{PART} tokens = 1", 3, "-2 tokens, allocated 1"),
    ("DELETE FROM payments_tokenallocation", 3, "-3 tokens, allocated 0"),
    (f"{LOT} granted = granted + 1", 3, "granted 31, gone 2, left 28"),
    (f"{LOT} granted = 31, remaining = 29 WHERE granted = 30", 3, "is not what its grant gave"),
    (f"{LOT} {ANOTHERS}", 3, "moved a lot of another account"),
    ("DELETE FROM payments_tokenlot WHERE remaining = 4", 3, "tokens without a lot"),
    (f"{ORDER} tokens = 31", 4, "granted other than what was ordered"),
    (f"{ORDER} user_id = user_id + 1000000", 4, "granted to another person than ordered"),
    (f"{ORDER} status = 'new', paid_at = NULL", 4, "a purchase without a paid order"),
    (f"{MOVEMENT} payment_id = NULL", 4, "a purchase without a paid order"),
    (f"{MOVEMENT} kind = 'bonus' WHERE kind = 'purchase'", 4, "its tokens were not granted"),
    (f"{MONEY} amount_tiyin = 1", 5, "paid without its money"),
    ("DELETE FROM payments_providertransaction", 5, "paid without its money"),
    (f"{ORDER} status = 'refunded'", 5, "refunded without its money"),
    (f"{ORDER} status = 'new', paid_at = NULL", 6, "performed for an order that is not paid"),
    (f"{MOVEMENT} tokens = 1 WHERE kind = 'refund'", 8, "reverses another number of tokens"),
    (f"{MOVEMENT} seq = 2, {ANOTHERS} WHERE kind = 'refund'", 8, "a row of another account"),
    (f"{PART} {GIFT} WHERE {REFUNDED}", 8, "went back to another lot"),
    (f"{LOT} expires_at = '2020-01-01 00:00:00+00:00'", 9, "28 tokens expired at 2020-01-01"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "invariant", "words"), FAULTS)
def test_the_proof_finds_a_planted_fault(fault, invariant, words):
    learner = a_learner(5)
    paid(an_order(learner))
    services.spend(learner, 2, key="attempt:a")
    services.spend(learner, 3, key="attempt:b")
    services.refund(learner, key="attempt:b")
    a_learner(4)
    assert services.verify_ledger() == []
    sql(fault)
    found = services.verify_ledger()
    assert [one for one in found if one.invariant == invariant and words in one.text], found


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_and_fails():
    a_learner(5)
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "in order" in out.getvalue()
    sql("UPDATE payments_tokenaccount SET balance = 9")
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("verify_ledger", stdout=out, stderr=StringIO())
    assert stop.value.code == 1
    assert "balance 9, rows 5, lots 5" in out.getvalue()
