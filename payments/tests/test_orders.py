"""Orders: started, cancelled, expired, paid, announced."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.databases import alias
from config.errors import InvalidInput, NotFound
from config.worker import drain
from payments import checkout, periods, services, settlement
from payments.models import Payment, ProviderTransaction, TariffPeriod, TokenLot
from payments.tests.goods import a_default_tariff, a_sale, a_tariff
from payments.tests.makers import a_learner, a_person, an_order, paid, rows
from tariffs import services as tariffs

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Move the clock of orders, periods and the ledger by that much."""

    def move(**by):
        moment = timezone.now() + timedelta(**by)
        clock = type("Clock", (), {"now": staticmethod(lambda: moment)})
        for module in (checkout, settlement, periods):
            monkeypatch.setattr(module, "timezone", clock)

    return move


@pytest.fixture
def told(monkeypatch):
    """What was sent through notifications."""
    sent = []
    monkeypatch.setattr(
        "payments.announcing.notifications.notify",
        lambda *args, **more: sent.append((args, more)),
    )
    return sent


def test_an_order_freezes_what_was_offered():
    a_tariff("plus", rank=20)
    a_sale(2500)
    started = services.start_order(7, "plus")
    order = started.order
    assert started.is_new
    assert (order.status, order.tariff, order.provider) == ("new", "plus", "manual")
    assert (order.list_price_tiyin, order.discount_tiyin) == (14_900_000, 3_725_000)
    assert (order.amount_tiyin, order.tokens, order.duration_days) == (11_175_000, 30, 30)
    assert order.expires_at - order.created_at == timedelta(hours=72)
    tariffs.change_tariff("plus", {"price_tiyin": 99_900_000, "tokens": 1}, actor_id=1)
    assert services.order(order.public_id, user_id=7) == order


def test_while_an_order_is_open_the_same_one_comes_back():
    first = an_order(7)
    again = services.start_order(7, "plus", key="another")
    assert (again.order, again.is_new) == (first, False)
    assert services.start_order(8, "plus").is_new


def test_an_open_order_comes_back_though_its_tariff_has_another_short_name_now():
    first = an_order(7)
    tariffs.change_tariff("plus", {"slug": "plus-2027"}, actor_id=1)
    again = services.start_order(7, "plus-2027")
    assert (again.order, again.is_new) == (first, False)


def test_a_key_names_one_order_for_ever():
    a_tariff("plus")
    a_tariff("other")
    order = services.start_order(7, "plus", key="k1").order
    services.cancel_order(order.public_id, user_id=7)
    again = services.start_order(7, "plus", key="k1")
    assert (again.is_new, again.order.status) == (False, "cancelled")
    with pytest.raises(services.OrderKeyReused):
        services.start_order(7, "other", key="k1")
    assert services.start_order(8, "other", key="k1").is_new


def test_what_is_free_unknown_or_not_sold_can_not_be_ordered():
    a_default_tariff()
    a_tariff("ended", is_active=False)
    with pytest.raises(services.NothingToPay):
        services.start_order(7, "start")
    with pytest.raises(tariffs.TariffNotForSale):
        services.start_order(7, "ended")
    with pytest.raises(NotFound):
        services.start_order(7, "unknown")
    with pytest.raises(services.ProviderUnknown):
        services.start_order(7, "ended", provider="payme")
    assert Payment.objects.count() == 0


def test_another_persons_order_is_not_found():
    order = an_order(7)
    with pytest.raises(NotFound):
        services.order(order.public_id, user_id=8)
    with pytest.raises(NotFound):
        services.cancel_order(order.public_id, user_id=8)
    with pytest.raises(NotFound):
        services.order(uuid4(), user_id=7)
    assert services.order(order.public_id, user_id=None).user_id == 7


def test_an_order_is_cancelled_once_and_makes_room_for_another():
    order = an_order(7)
    cancelled = services.cancel_order(order.public_id, user_id=7)
    assert cancelled.status == "cancelled"
    assert services.cancel_order(order.public_id, user_id=7) == cancelled
    assert an_order(7).public_id != order.public_id
    with pytest.raises(services.OrderNotOpen):
        paid(order)


def test_an_order_expires_after_three_days_and_makes_room_for_another(later):
    order = an_order(7)
    later(hours=72)
    assert services.order(order.public_id, user_id=7).status == "expired"
    with pytest.raises(services.OrderNotOpen):
        services.cancel_order(order.public_id, user_id=7)
    assert an_order(7).public_id != order.public_id


def test_the_sweep_expires_orders_and_can_be_repeated(later):
    order = an_order(7)
    assert services.expire_orders() == 0
    later(hours=73)
    assert services.expire_orders() == 1
    assert services.expire_orders() == 0
    assert services.order(order.public_id, user_id=7).status == "expired"


@pytest.mark.parametrize("swept", [True, False])
def test_money_that_came_late_pays_an_expired_order_at_its_frozen_price(later, recorded, swept):
    order = an_order(7)
    tariffs.change_tariff("plus", {"price_tiyin": 99_900_000, "tokens": 1}, actor_id=1)
    later(days=5)
    if swept:
        services.expire_orders()
    result = paid(order, "BANK-1")
    assert (result.status, result.amount_tiyin) == ("paid", order.amount_tiyin)
    assert paid(order, "BANK-1") == result
    assert rows(7) == [("purchase", 30, 30)]
    assert [act["data"]["expired"] for act in recorded if "mark_paid" in act["action"]] == [True]
    assert services.verify_ledger() == []


def test_an_expired_order_whose_place_a_newer_one_took_is_not_paid(later):
    order = an_order(7)
    later(hours=72)
    newer = an_order(7)
    with pytest.raises(services.OrderReplaced) as refusal:
        paid(order, "BANK-1")
    assert refusal.value.details == {"order": str(newer.public_id)}
    paid(newer, "BANK-2")
    with pytest.raises(services.OrderReplaced):
        paid(order, "BANK-1")
    assert rows(7) == [("purchase", 30, 30)]


def test_a_newer_order_that_was_cancelled_or_is_of_another_tariff_takes_no_place(later):
    order = an_order(7)
    later(hours=72)
    services.cancel_order(an_order(7).public_id, user_id=7)
    an_order(7, "other")
    an_order(8)
    assert paid(order).status == "paid"


def test_a_paid_order_brings_tokens_and_tariff_once(told, recorded, after_commit):
    order = an_order(7)
    with after_commit():
        result = paid(order, "BANK-77")
    assert result.status == "paid"
    assert result.paid_at is not None
    assert (
        services.mark_paid(order.public_id, reference="BANK-77", reason="Again", actor_id=2)
        == result
    )
    assert rows(7) == [("purchase", 30, 30)]
    assert services.balance(7).expiring[0].tokens == 30
    current = services.current_tariff(7)
    assert current is not None
    assert (current.slug, current.is_default) == ("plus", False)
    assert current.ends_at == result.paid_at + timedelta(days=30)
    assert TokenLot.objects.get().expires_at == current.ends_at
    assert [act["subject_id"] for act in recorded] == [7]
    assert services.verify_ledger() == []


def test_a_paid_order_is_announced_once_and_what_was_dropped_is_swept(told):
    order = an_order(7)
    paid(order)
    assert told == []
    drain()
    drain()
    ((people, template, context), more) = told[0]
    assert len(told) == 1
    assert (people, template) == ([7], "order.paid")
    assert context["tokens"] == 30
    assert more["key"] == f"order:{order.public_id}:paid"
    assert Payment.objects.get().announced_at is not None


def test_an_order_that_can_not_be_announced_does_not_hold_up_the_others(monkeypatch):
    reached = []

    def notify(people, *_args, **_more):
        if people == [7]:
            raise InvalidInput(field="recipients", reason="There is nobody.")
        reached.extend(people)

    monkeypatch.setattr("payments.announcing.notifications.notify", notify)
    for person in (7, 8, 9):
        paid(an_order(person))
    for _ in range(2):
        with pytest.raises(InvalidInput):
            drain()
    assert sorted(reached) == [8, 9]
    assert Payment.objects.filter(announced_at=None).get().user_id == 7


def test_a_reference_pays_one_order():
    first, second = an_order(7), an_order(8)
    paid(first, "BANK-1")
    with pytest.raises(services.ReferenceUsed):
        paid(second, "BANK-1")
    with pytest.raises(services.OrderNotOpen):
        paid(first, "BANK-2")
    assert rows(8) == []
    assert ProviderTransaction.objects.count() == 1


def test_a_fault_of_our_own_is_not_called_a_used_reference():
    order = an_order(7)
    TariffPeriod.objects.create(
        user_id=8,
        tariff_id=1,
        tariff_name={},
        key=f"order:{order.public_id}",
        starts_at=timezone.now(),
    )
    with pytest.raises(IntegrityError):
        paid(order, "BANK-1")
    assert services.order(order.public_id, user_id=7).status == "new"


@pytest.mark.parametrize(
    ("reference", "reason", "field"),
    [
        (" ", "Seen", "reference"),
        ("x" * 65, "Seen", "reference"),
        ("BANK-1", "", "reason"),
        ("BANK-1", "x" * 301, "reason"),
    ],
)
def test_a_payment_needs_a_reference_and_a_reason(reference, reason, field):
    order = an_order(7)
    with pytest.raises(InvalidInput) as refusal:
        services.mark_paid(order.public_id, reference=reference, reason=reason, actor_id=1)
    assert refusal.value.details["field"] == field
    assert services.order(order.public_id, user_id=7).status == "new"


def test_buying_the_same_tariff_again_adds_its_days_at_the_end():
    first = paid(an_order(7))
    paid(an_order(7))
    ends = sorted(period.ends_at for period in TariffPeriod.objects.all())
    assert ends == [first.paid_at + timedelta(days=30), first.paid_at + timedelta(days=60)]
    assert services.balance(7).available == 60
    assert services.verify_ledger() == []


def test_a_tariff_bought_again_after_it_ended_begins_anew(later):
    paid(an_order(7))
    later(days=40)
    again = paid(an_order(7))
    latest = TariffPeriod.objects.latest("id")
    assert (latest.starts_at, latest.ends_at) == (again.paid_at, again.paid_at + timedelta(days=30))


def test_the_current_tariff_has_the_highest_rank_and_falls_back_when_it_ends(later):
    a_default_tariff()
    services.welcome(7)
    assert services.current_tariff(7).is_default
    a_tariff("plus", rank=20)
    a_tariff("premium", rank=30, duration_days=7)
    paid(an_order(7, "premium"))
    paid(an_order(7, "plus"))
    assert services.current_tariff(7).slug == "premium"
    later(days=8)
    assert services.current_tariff(7).slug == "plus"
    later(days=40)
    assert services.current_tariff(7).slug == "start"
    assert services.current_tariff(a_person()) is None


def test_the_welcome_is_given_once_and_without_a_default_tariff_not_at_all():
    services.welcome(7)
    assert rows(7) == []
    a_default_tariff(3)
    services.welcome(7)
    services.welcome(7)
    assert rows(7) == [("welcome", 3, 3)]
    assert TariffPeriod.objects.count() == 1


def test_orders_page_newest_first_and_filter_by_state():
    made = [an_order(7, f"t{number}") for number in range(3)]
    services.cancel_order(made[0].public_id, user_id=7)
    first = services.orders(7, limit=2)
    assert [one.tariff for one in first.items] == ["t2", "t1"]
    assert [one.tariff for one in services.orders(7, cursor=first.next).items] == ["t0"]
    assert [one.tariff for one in services.orders(7, status="cancelled").items] == ["t0"]
    assert services.orders(8).items == ()
    assert len(services.orders(None).items) == 3
    with pytest.raises(InvalidInput):
        services.orders(7, status="unknown")


def test_staff_add_and_take_tokens_with_a_reason(recorded):
    learner = a_learner(5)
    added = services.adjust(learner, 3, actor_id=1, reason="Lost in an outage", key="adjust:1")
    assert (
        services.adjust(learner, 3, actor_id=1, reason="Lost in an outage", key="adjust:1") == added
    )
    taken = services.adjust(learner, -4, actor_id=1, reason="Given by mistake", key="adjust:2")
    assert (taken.kind, taken.balance_after) == ("deduction", 4)
    with pytest.raises(services.KeyReused):
        services.adjust(learner, 3, actor_id=1, reason="Something else", key="adjust:1")
    for reason in (" ", "x" * 301):
        with pytest.raises(InvalidInput):
            services.adjust(learner, 3, actor_id=1, reason=reason, key="adjust:3")
    with pytest.raises(services.InsufficientTokens):
        services.adjust(learner, -5, actor_id=1, reason="Too many", key="adjust:4")
    assert [act["action"] for act in recorded] == [
        "payments.tokens.addition",
        "payments.tokens.deduction",
    ]
    assert services.verify_ledger() == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"amount_tiyin": 0, "discount_tiyin": 14_900_000},
        {"discount_tiyin": 1},
        {"discount_tiyin": -100, "amount_tiyin": 14_900_100},
        {"status": "lost"},
        {"status": "paid"},
        {"paid_at": timezone.now()},
    ],
    ids=lambda change: " ".join(change),
)
def test_the_database_refuses_an_order_that_can_not_be(spoilt):
    an_order(7)
    with pytest.raises(IntegrityError), transaction.atomic(using=alias(Payment)):
        Payment.objects.update(**spoilt)


def test_orders_take_few_statements(statements):
    order = an_order(7)
    a_tariff("other")
    with statements(at_most=6):
        services.start_order(7, "other")
    with statements(exactly=1):
        services.order(order.public_id, user_id=7)
    with statements(at_most=2):
        services.orders(7)
    with statements(at_most=15):
        paid(order)
    with statements(exactly=1):
        services.current_tariff(7)
