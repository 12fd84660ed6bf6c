"""A crash at any write leaves nothing half done, and the repeat does the whole, once."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connections
from django.utils import timezone

from config.databases import alias
from payments import services
from payments.models import Payment, TokenAccount, TokenLot
from payments.tests.goods import a_default_tariff, for_sale
from payments.tests.makers import a_learner, an_order, given, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("recorded")]


class Crash(Exception):
    """The machine stopped here."""


@contextmanager
def crashing_at(number):
    """Stop at the change of that number, of all that the block makes in payments' database."""
    changes = itertools.count(1)

    def guard(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(changes) == number:
            raise Crash
        return execute(sql, params, many, context)

    with connections[alias(TokenAccount)].execute_wrapper(guard):
        yield


def books():
    models = apps.get_app_config("payments").get_models()
    return [list(model.objects.order_by("pk").values()) for model in models]


def survives(act, changes):
    """Crash at each change in turn: nothing may be left of it. Then do it, and repeat it."""
    before = books()
    for number in range(1, changes + 1):
        with pytest.raises(Crash), crashing_at(number):
            act()
        assert books() == before, f"change {number} stayed"
    with crashing_at(changes + 1):
        act()
    after = books()
    assert after != before
    act()
    assert books() == after
    assert services.verify_ledger() == []


def test_a_spending_survives_a_crash():
    learner = a_learner(5)
    given(learner, 5, timezone.now() + timedelta(days=3))
    survives(lambda: services.spend(learner, 7, key="attempt:a"), 5)
    assert rows(learner)[-1] == ("attempt", -7, 3)


def test_a_refund_survives_a_crash():
    learner = a_learner(5)
    services.spend(learner, 2, key="attempt:a")
    survives(lambda: services.refund(learner, key="attempt:a"), 4)
    assert rows(learner)[-1] == ("refund", 2, 5)


def test_a_grant_to_a_new_person_survives_a_crash():
    survives(lambda: services.grant(7, 2, kind="bonus", key="bonus:a"), 4)
    assert rows(7) == [("bonus", 2, 2)]


def test_taking_by_hand_survives_a_crash():
    learner = a_learner(5)
    act = {"actor_id": 1, "reason": "Given by mistake", "key": "adjust:a"}
    survives(lambda: services.adjust(learner, -2, **act), 4)
    assert rows(learner)[-1] == ("deduction", -2, 3)


def test_the_welcome_survives_a_crash():
    a_default_tariff(3)
    survives(lambda: services.welcome(7), 5)
    assert rows(7) == [("welcome", 3, 3)]


def test_writing_off_what_has_expired_survives_a_crash():
    learner = a_learner(5)
    given(learner, 2, timezone.now() + timedelta(days=3))
    TokenLot.objects.filter(granted=2).update(expires_at=timezone.now())
    survives(services.expire_lots, 4)
    assert rows(learner)[-1] == ("expiry", -2, 5)


def test_an_order_that_is_started_survives_a_crash():
    for_sale("plus")
    survives(lambda: services.start_order(7, "plus", key="k1"), 1)
    assert Payment.objects.count() == 1


def test_an_order_that_is_marked_paid_survives_a_crash():
    order = an_order(7)
    act = {"reference": "BANK-1", "reason": "Seen on the statement", "actor_id": 1}
    survives(lambda: services.mark_paid(order.public_id, **act), 7)
    assert rows(7) == [("purchase", 30, 30)]
