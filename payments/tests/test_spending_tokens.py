"""Spending, refunding, granting and expiring tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.databases import alias
from config.errors import BadCursor, InvalidInput
from payments import ledger, services
from payments.models import NeverEdited, TokenAccount, TokenAllocation, TokenLot, TokenTransaction
from payments.tests.makers import a_learner, a_person, given, rows

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now() + timedelta(days=days)


def in_savepoint():
    return transaction.atomic(using=alias(TokenAccount))


def at(monkeypatch, moment):
    monkeypatch.setattr(ledger.timezone, "now", lambda: moment)


def test_spending_takes_tokens_and_says_what_is_left():
    learner = a_learner(10)
    spending = services.spend(learner, 4, key="attempt:a", reference="reading:a")
    assert (spending.tokens, spending.balance_after, spending.key) == (4, 6, "attempt:a")
    assert services.balance(learner).available == 6
    assert rows(learner) == [("bonus", 10, 10), ("attempt", -4, 6)]
    assert services.verify_ledger() == []


def test_repeating_a_spending_takes_nothing_more():
    learner = a_learner(10)
    first = services.spend(learner, 4, key="attempt:a")
    assert services.spend(learner, 4, key="attempt:a") == first
    assert services.balance(learner).available == 6


def test_a_key_is_not_taken_for_something_else():
    learner = a_learner(10)
    services.spend(learner, 4, key="attempt:a")
    with pytest.raises(services.KeyReused):
        services.spend(learner, 5, key="attempt:a")
    with pytest.raises(services.KeyReused):
        services.spend(learner, 4, key="attempt:a", reference="reading:other")
    with pytest.raises(services.KeyReused):
        services.grant(learner, 4, kind="bonus", key="attempt:a")


def test_two_people_may_use_one_key():
    one, other = a_learner(3), a_learner(3)
    services.spend(one, 1, key="attempt:a")
    assert services.spend(other, 2, key="attempt:a").balance_after == 1


def test_too_few_tokens_leave_everything_as_it_was():
    learner = a_learner(2)
    with pytest.raises(services.InsufficientTokens) as refusal:
        services.spend(learner, 3, key="attempt:a")
    assert refusal.value.details == {"needed": 3, "available": 2}
    assert rows(learner) == [("bonus", 2, 2)]
    with pytest.raises(services.InsufficientTokens):
        services.spend(a_person(), 1, key="attempt:a")


@pytest.mark.parametrize("tokens", [0, -1, 1_000_001])
def test_a_number_of_tokens_that_makes_no_sense_is_refused(tokens):
    with pytest.raises(InvalidInput):
        services.spend(a_learner(5), tokens, key="attempt:a")


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_key_that_is_empty_or_too_long_is_refused(key):
    with pytest.raises(InvalidInput):
        services.spend(a_learner(5), 1, key=key)


def test_the_lot_that_expires_first_pays_first_and_the_one_without_expiry_last():
    learner = a_learner(5)
    given(learner, 5, in_days(30))
    given(learner, 5, in_days(3))
    services.spend(learner, 7, key="attempt:a")
    left = dict(TokenLot.objects.values_list("grant__seq", "remaining"))
    assert left == {1: 5, 2: 3, 3: 0}
    expiring = services.balance(learner).expiring
    assert [lot.tokens for lot in expiring] == [3]
    assert services.verify_ledger() == []


def test_a_refund_gives_back_to_the_same_lots_once():
    learner = a_learner(5)
    given(learner, 5, in_days(3))
    services.spend(learner, 7, key="attempt:a", reference="reading:a")
    back = services.refund(learner, key="attempt:a")
    assert (back.key, back.tokens, back.balance_after) == ("attempt:a:refund", 7, 10)
    assert services.refund(learner, key="attempt:a") == back
    assert set(TokenLot.objects.values_list("remaining", flat=True)) == {5}
    assert services.verify_ledger() == []


def test_a_spending_whose_key_looks_like_a_refund_is_not_taken_for_one():
    learner = a_learner(10)
    services.spend(learner, 4, key="attempt:a")
    services.spend(learner, 1, key="attempt:a:refund")
    with pytest.raises(services.KeyReused):
        services.refund(learner, key="attempt:a")
    assert services.balance(learner).available == 5
    assert services.verify_ledger() == []


def test_only_a_spending_of_that_person_can_be_refunded():
    learner = a_learner(5)
    services.spend(learner, 1, key="attempt:a")
    for person, key in [
        (learner, "attempt:b"),
        (a_person(), "attempt:a"),
        (a_learner(1), "attempt:a"),
    ]:
        with pytest.raises(services.NothingToRefund):
            services.refund(person, key=key)
    granted = TokenTransaction.objects.filter(account__user_id=learner).first()
    with pytest.raises(services.NothingToRefund):
        services.refund(learner, key=granted.key)


def test_tokens_that_expired_are_written_off_by_the_next_look(monkeypatch):
    learner = a_learner(5)
    given(learner, 5, in_days(3))
    at(monkeypatch, in_days(4))
    assert services.balance(learner).available == 5
    assert rows(learner)[-1] == ("expiry", -5, 5)
    assert services.balance(learner).available == 5
    assert len(rows(learner)) == 3


def test_expired_tokens_can_not_be_spent(monkeypatch):
    learner = a_learner(5, in_days(3))
    at(monkeypatch, in_days(3))
    with pytest.raises(services.InsufficientTokens):
        services.spend(learner, 1, key="attempt:a")


def test_the_sweep_writes_off_what_nobody_looks_at_and_can_be_repeated(monkeypatch):
    learner, other = a_learner(5, in_days(3)), a_learner(4, in_days(9))
    at(monkeypatch, in_days(4))
    assert services.expire_lots() == 1
    assert services.expire_lots() == 0
    assert rows(learner)[-1] == ("expiry", -5, 0)
    assert len(rows(other)) == 1


def test_a_broken_account_does_not_keep_the_sweep_from_the_others(monkeypatch, caplog):
    broken, other = a_learner(5, in_days(3)), a_learner(4, in_days(3))
    TokenAccount.objects.filter(user_id=broken).update(balance=1)
    at(monkeypatch, in_days(4))
    assert services.expire_lots() == 1
    assert rows(other)[-1] == ("expiry", -4, 0)
    assert len(rows(broken)) == 1
    assert f"person {broken}" in caplog.text


def test_what_is_refunded_to_an_expired_lot_expires_again(monkeypatch):
    learner = a_learner(5, in_days(3))
    services.spend(learner, 2, key="attempt:a")
    at(monkeypatch, in_days(4))
    services.expire_lots()
    services.refund(learner, key="attempt:a")
    assert services.balance(learner).available == 0
    kinds = [kind for kind, _tokens, _after in rows(learner)]
    assert kinds == ["bonus", "attempt", "expiry", "refund", "expiry"]
    assert services.verify_ledger() == []


def test_a_grant_is_given_once_a_key():
    learner = a_person()
    first = services.grant(learner, 3, kind="welcome", key="welcome:1")
    assert services.grant(learner, 3, kind="welcome", key="welcome:1") == first
    assert services.balance(learner).available == 3
    with pytest.raises(InvalidInput):
        services.grant(learner, 3, kind="purchase", key="order:1")


def test_the_statement_pages_newest_first():
    learner = a_learner(10)
    for number in range(4):
        services.spend(learner, 1, key=f"attempt:{number}")
    first = services.statement(learner, limit=3)
    assert [line.seq for line in first.items] == [5, 4, 3]
    rest = services.statement(learner, first.next, limit=3)
    assert [line.seq for line in rest.items] == [2, 1]
    assert rest.next is None
    with pytest.raises(BadCursor):
        services.statement(learner, "nonsense")


def test_a_ledger_row_is_never_changed_or_removed():
    learner = a_learner(5)
    services.spend(learner, 2, key="attempt:a")
    row = TokenTransaction.objects.get(key="attempt:a")
    for change in (row.save, row.delete, TokenTransaction.objects.all().delete):
        with pytest.raises(NeverEdited):
            change()
    with pytest.raises(NeverEdited):
        TokenTransaction.objects.update(tokens=1)
    with pytest.raises(NeverEdited):
        TokenAllocation.objects.update(tokens=1)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"tokens": 3},
        {"tokens": 0},
        {"balance_after": -1},
        {"seq": 1},
        {"key": "attempt:a"},
        {"kind": "refund", "tokens": 3},
    ],
    ids=lambda spoilt: " ".join(spoilt),
)
def test_the_database_refuses_a_row_that_breaks_a_rule(spoilt):
    learner = a_learner(5)
    services.spend(learner, 2, key="attempt:a")
    account = TokenAccount.objects.get(user_id=learner)
    good = {"seq": 3, "kind": "attempt", "tokens": -1, "balance_after": 2, "key": "attempt:b"}
    with pytest.raises(IntegrityError), in_savepoint():
        TokenTransaction.objects.create(account=account, **{**good, **spoilt})


def test_the_database_keeps_balances_and_lots_in_bounds():
    a_learner(5)
    for change in (
        lambda: TokenAccount.objects.update(balance=-1),
        lambda: TokenLot.objects.update(remaining=6),
    ):
        with pytest.raises(IntegrityError), in_savepoint():
            change()


def test_balance_takes_one_statement_and_a_spending_few(statements):
    learner = a_learner(5)
    with statements(exactly=1):
        services.balance(learner)
    with statements(at_most=7):
        services.spend(learner, 2, key="attempt:a")
    with statements(exactly=1):
        services.statement(learner)
