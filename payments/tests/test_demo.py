"""The demo of tariffs and payments."""

from __future__ import annotations

import pytest
from django.utils import timezone

from payments import services
from payments.models import Payment, TokenTransaction
from payments.tests.makers import a_user
from tariffs import services as tariffs

pytestmark = pytest.mark.django_db


def test_the_demo_can_be_repeated_and_its_ledger_is_proven():
    learner = a_user("dilnoza@imtihon.example")
    other = a_user("bobur@imtihon.example")
    now = timezone.now()
    for _ in range(2):
        tariffs.load_demo(now)
        services.load_demo(now)
    assert [len(shelf.tariffs) for shelf in tariffs.offers()] == [3, 3]
    assert (len(tariffs.features()), len(tariffs.all_sales().items)) == (8, 1)
    assert sorted(Payment.objects.values_list("status", flat=True)) == ["new", "paid", "paid"]
    times = TokenTransaction.objects.filter(account__user_id=learner.pk).order_by("seq")
    moments = list(times.values_list("created_at", flat=True))
    assert moments == sorted(moments)
    assert services.balance(learner.pk).available == 103
    assert services.balance(other.pk).available == 3
    assert services.current_tariff(learner.pk).slug == "ielts-complete"
    assert services.verify_ledger() == []


def test_the_default_tariff_of_the_demo_pays_for_a_short_test():
    tariffs.load_demo(timezone.now())
    default = tariffs.default_tariff()
    assert default is not None
    assert (default.slug, default.tokens, default.price_tiyin) == ("start", 3, 0)
