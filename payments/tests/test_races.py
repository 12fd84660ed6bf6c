"""Real threads on PostgreSQL: what must happen once happens once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from config.errors import ServiceError
from payments import services
from payments.models import Payment, TokenLot, TokenTransaction
from payments.tests.goods import a_default_tariff, a_tariff
from payments.tests.makers import a_learner, a_person, an_order, given

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


def in_parallel(threads, calls):
    """The outcome of every call: "done", or the code of the refusal."""

    def one(call):
        try:
            call()
        except ServiceError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, calls))


def test_a_thousand_parallel_spendings_sell_exactly_what_there_is():
    now = timezone.now()
    learner = a_learner(200)
    given(learner, 200, now + timedelta(days=9))
    given(learner, 100, now + timedelta(days=3))
    calls = [lambda n=n: services.spend(learner, 1, key=f"attempt:{n}") for n in range(1000)]
    assert in_parallel(32, calls) == {"done": 500, "insufficient-tokens": 500}
    assert services.balance(learner).available == 0
    assert TokenTransaction.objects.filter(account__user_id=learner).count() == 503
    order = TokenTransaction.objects.filter(kind="attempt").order_by("seq")
    paid_by = list(order.values_list("allocations__lot__grant__seq", flat=True))
    assert paid_by == [3] * 100 + [2] * 200 + [1] * 200
    assert services.verify_ledger() == []


def test_one_key_in_many_threads_takes_tokens_once():
    learner = a_learner(50)
    calls = [lambda: services.spend(learner, 5, key="attempt:a")] * 40
    assert in_parallel(16, calls) == {"done": 40}
    assert services.balance(learner).available == 45
    assert services.verify_ledger() == []


def test_one_spending_is_refunded_once_however_often_it_is_asked():
    learner = a_learner(50)
    services.spend(learner, 5, key="attempt:a")
    assert in_parallel(8, [lambda: services.refund(learner, key="attempt:a")] * 24) == {"done": 24}
    assert services.balance(learner).available == 50
    assert services.verify_ledger() == []


def test_all_kinds_of_movements_at_once_leave_a_ledger_that_adds_up():
    now = timezone.now()
    people = [a_learner(20) for _ in range(3)]
    for learner in people:
        given(learner, 10, now + timedelta(days=3))
        services.spend(learner, 2, key="attempt:old")
        given(learner, 5, now + timedelta(seconds=1))
    acts = [
        lambda learner, n: services.spend(learner, 1 + n % 3, key=f"attempt:{n}"),
        lambda learner, n: services.spend(learner, 1, key="attempt:same"),
        lambda learner, n: services.refund(learner, key=f"attempt:{n - 10}"),
        lambda learner, n: services.refund(learner, key="attempt:old"),
        lambda learner, n: services.grant(learner, 1, kind="bonus", key=f"gift:{n % 9}"),
        lambda learner, n: services.adjust(
            learner, -1, actor_id=1, reason="Why", key=f"adjust:{n % 7}"
        ),
        lambda learner, n: services.balance(learner),
        lambda learner, n: services.expire_lots(),
    ]
    calls = [
        lambda act=act, learner=learner, n=n: act(learner, n)
        for n in range(24)
        for act in acts
        for learner in people
    ]
    outcome = in_parallel(16, calls)
    assert set(outcome) <= {"done", "insufficient-tokens", "nothing-to-refund"}
    assert outcome["done"] > len(calls) // 2
    assert services.verify_ledger() == []


def test_an_account_opened_by_many_grants_at_once_is_one():
    person = a_person()
    calls = [
        lambda n=n: services.grant(person, 2, kind="bonus", key=f"bonus:{n % 8}") for n in range(32)
    ]
    assert in_parallel(16, calls) == {"done": 32}
    assert services.balance(person).available == 16
    assert TokenLot.objects.count() == 8
    assert services.verify_ledger() == []


def test_one_order_marked_paid_in_many_threads_grants_once():
    order = an_order(7)
    calls = [
        lambda n=n: services.mark_paid(
            order.public_id, reference=f"BANK-{n % 2}", reason="Seen", actor_id=1
        )
        for n in range(16)
    ]
    outcome = in_parallel(8, calls)
    assert outcome == {"done": 8, "order-not-open": 8}
    assert services.balance(7).available == 30
    assert TokenTransaction.objects.filter(kind="purchase").count() == 1
    assert services.verify_ledger() == []


def test_one_reference_for_two_orders_at_once_pays_one():
    both = [an_order(7), an_order(8)]
    calls = [
        lambda one=one: services.mark_paid(
            one.public_id, reference="BANK-1", reason="Seen", actor_id=1
        )
        for one in both
    ]
    assert in_parallel(2, calls) == {"done": 1, "reference-used": 1}
    assert services.verify_ledger() == []


def test_an_order_started_in_many_threads_is_one():
    a_tariff("plus")
    seen = set()
    calls = [
        lambda n=n: seen.add(services.start_order(7, "plus", key=f"k{n % 4}").order.public_id)
        for n in range(24)
    ]
    assert in_parallel(12, calls) == {"done": 24}
    assert len(seen) == Payment.objects.count() == 1


def test_one_key_for_two_tariffs_at_once_orders_one():
    a_tariff("plus")
    a_tariff("other")
    calls = [
        lambda slug=slug: services.start_order(7, slug, key="k1") for slug in ("plus", "other") * 4
    ]
    assert in_parallel(8, calls) == {"done": 4, "idempotency-key-reused": 4}
    assert Payment.objects.count() == 1


def test_an_order_that_expires_while_it_is_paid_is_paid_once():
    for number in range(6):
        order = an_order(7, f"t{number}")
        Payment.objects.filter(public_id=order.public_id).update(expires_at=timezone.now())
        pay = {"reference": f"BANK-{number}", "reason": "Seen", "actor_id": 1}
        calls = [
            lambda order=order, pay=pay: services.mark_paid(order.public_id, **pay),
            services.expire_orders,
            lambda order=order: services.order(order.public_id, user_id=7),
        ]
        assert in_parallel(6, calls * 3) == {"done": 9}
        assert services.order(order.public_id, user_id=7).status == "paid"
    assert TokenTransaction.objects.filter(kind="purchase").count() == 6
    assert services.verify_ledger() == []


def test_paying_against_cancelling_leaves_one_of_the_two():
    for number in range(6):
        order = an_order(7, f"t{number}")
        outcome = in_parallel(
            2,
            [
                lambda order=order: services.cancel_order(order.public_id, user_id=7),
                lambda order=order, n=number: services.mark_paid(
                    order.public_id, reference=f"BANK-{n}", reason="Seen", actor_id=1
                ),
            ],
        )
        assert outcome == {"done": 1, "order-not-open": 1}
    assert services.verify_ledger() == []


def test_the_welcome_is_given_once_however_many_call():
    a_default_tariff(3)
    assert in_parallel(8, [lambda: services.welcome(7)] * 16) == {"done": 16}
    assert services.balance(7).available == 3
