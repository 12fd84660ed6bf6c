"""What staff see and do in the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from payments import services
from payments.models import Payment, TokenAccount, TokenTransaction
from payments.tests.makers import a_user, an_order, given, paid, rows
from users.tests.makers import an_administrator

pytestmark = pytest.mark.django_db
ROOT = "/admin/payments/"


def staff_with(*permissions):
    person = a_user(is_staff=True, locale="en")
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return person


@pytest.fixture
def cashier(client):
    client.force_login(staff_with("view_payment", "mark_paid_payment", "view_tokentransaction"))
    return client


@pytest.fixture
def learner():
    return a_user(name="Aziza Karimova")


def test_a_cashier_marks_an_order_paid_with_reference_and_reason(cashier, learner, recorded):
    an_order(learner.pk)
    row = Payment.objects.get()
    page = cashier.get(f"{ROOT}payment/{row.pk}/change/").content.decode()
    assert f"/admin/payments/payment/{row.pk}/mark-paid/" in page
    asked = cashier.get(f"{ROOT}payment/{row.pk}/mark-paid/").content.decode()
    assert "Aziza Karimova" in asked
    body = {"reference": "BANK-1", "reason": "Seen on the statement"}
    done = cashier.post(f"{ROOT}payment/{row.pk}/mark-paid/", body, follow=True)
    assert "The order is paid" in done.content.decode()
    assert "mark-paid/" not in done.content.decode()
    assert rows(learner.pk) == [("purchase", 30, 30)]
    assert [act["reason"] for act in recorded] == ["Seen on the statement"]


def test_a_refusal_is_said_on_the_form_and_nothing_is_paid(cashier, learner):
    paid(an_order(a_user().pk), "BANK-1")
    order = an_order(learner.pk)
    row = Payment.objects.get(public_id=order.public_id)
    path = f"{ROOT}payment/{row.pk}/mark-paid/"
    answer = cashier.post(path, {"reference": "BANK-1", "reason": "Seen"})
    assert "Another order was already paid with this reference" in answer.content.decode()
    assert cashier.post(path, {"reference": "BANK-2"}).status_code == 200
    assert rows(learner.pk) == []


def test_a_cashier_is_told_that_the_order_had_expired(cashier, learner):
    an_order(learner.pk)
    Payment.objects.update(status="expired", expires_at=timezone.now() - timedelta(hours=1))
    row = Payment.objects.get()
    path = f"{ROOT}payment/{row.pk}/mark-paid/"
    assert path in cashier.get(f"{ROOT}payment/{row.pk}/change/").content.decode()
    assert "This order has expired" in cashier.get(path).content.decode()
    done = cashier.post(path, {"reference": "BANK-1", "reason": "Came late"}, follow=True)
    assert "The order had expired" in done.content.decode()
    assert rows(learner.pk) == [("purchase", 30, 30)]


def test_without_the_permission_nobody_marks_paid(client, learner):
    an_order(learner.pk)
    row = Payment.objects.get()
    path = f"{ROOT}payment/{row.pk}/mark-paid/"
    client.force_login(staff_with("view_payment"))
    assert "mark-paid/" not in client.get(f"{ROOT}payment/{row.pk}/change/").content.decode()
    assert client.post(path, {"reference": "B", "reason": "S"}).status_code == 403
    client.force_login(learner)
    assert client.get(path).status_code == 302
    assert Payment.objects.get().status == "new"


def test_an_order_is_found_by_number_person_and_tariff(cashier, learner):
    order = an_order(learner.pk)
    an_order(a_user().pk, "other")
    for term in (str(order.public_id), order.public_id.hex, learner.email, "Aziza", "plus"):
        found = cashier.get(f"{ROOT}payment/", {"q": term}).context["cl"].result_list
        assert [row.public_id for row in found] == [order.public_id]


def test_staff_add_and_take_tokens_once_a_form(client, learner):
    client.force_login(staff_with("view_tokenaccount", "adjust_tokenaccount"))
    given(learner.pk, 5)
    assert "adjust/" in client.get(f"{ROOT}tokenaccount/").content.decode()
    path = f"{ROOT}tokenaccount/adjust/"
    key = client.get(path).context["form"].initial["key"]
    body = {"person": learner.email, "tokens": "-2", "reason": "Given by mistake", "key": key}
    for _ in range(2):
        answer = client.post(path, body, follow=True)
        assert "Balance after: 3" in answer.content.decode()
    assert rows(learner.pk) == [("bonus", 5, 5), ("deduction", -2, 3)]


@pytest.mark.parametrize(
    "spoilt", [{"person": "nobody"}, {"tokens": "0"}, {"reason": ""}, {"tokens": "-6"}], ids=str
)
def test_a_wrong_adjustment_changes_nothing(client, learner, spoilt):
    client.force_login(staff_with("adjust_tokenaccount"))
    given(learner.pk, 5)
    good = {"person": learner.email, "tokens": "2", "reason": "Why", "key": "k"}
    answer = client.post(f"{ROOT}tokenaccount/adjust/", {**good, **spoilt})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert services.balance(learner.pk).available == 5


def test_only_who_may_adjust_sees_the_page(client):
    client.force_login(staff_with("view_tokenaccount"))
    assert client.get(f"{ROOT}tokenaccount/adjust/").status_code == 403


def test_nothing_of_the_ledger_is_added_changed_or_deleted(client, learner):
    client.force_login(a_user(is_staff=True, is_superuser=True, locale="en"))
    given(learner.pk, 5)
    paid(an_order(learner.pk))
    names = ["payment", "tokenaccount", "tokentransaction", "tokenlot"]
    for name in [*names, "providertransaction", "tariffperiod"]:
        listed = client.get(f"{ROOT}{name}/")
        assert listed.status_code == 200
        number = listed.context["cl"].result_list[0].pk
        assert client.get(f"{ROOT}{name}/{number}/change/").status_code == 200
        assert client.post(f"{ROOT}{name}/{number}/change/", {"tokens": 99}).status_code == 403
        assert client.get(f"{ROOT}{name}/add/").status_code == 403
        assert client.post(f"{ROOT}{name}/{number}/delete/", {"post": "yes"}).status_code == 403
    assert TokenTransaction.objects.count() == 2
    assert TokenAccount.objects.count() == 1


def test_the_list_of_orders_asks_for_its_people_once(cashier, statements):
    for number in range(5):
        an_order(a_user().pk, f"t{number}")
    with statements(at_most=12):
        page = cashier.get(f"{ROOT}payment/")
    assert page.content.decode().count("@mail.example") >= 5


def test_a_used_reference_is_named_beside_its_field_and_a_paid_order_has_no_form(client):
    client.force_login(an_administrator(locale="en"))
    first, second = (an_order(a_user().pk) for _order in range(2))
    pages = [
        reverse(
            "admin:payments_payment_mark_paid",
            args=[Payment.objects.get(public_id=one.public_id).pk],
        )
        for one in (first, second)
    ]
    answer = {"reference": "B-1", "reason": "The bank's list"}
    client.post(pages[0], answer)
    refused = client.post(pages[1], answer)
    assert "reference" in refused.context["form"].errors
    again = client.get(pages[0], follow=True)
    assert "This order is not waiting for money. State: Paid" in again.content.decode()
