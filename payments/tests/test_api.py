"""The payments API: tokens and orders of the caller, and what staff may."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from rest_framework.test import APIClient

from payments import services
from payments.models import Payment
from payments.tests.goods import a_default_tariff, a_tariff
from payments.tests.makers import a_user, an_order, given, paid

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/payments/"


def client_of(person):
    client = APIClient()
    client.force_login(person)
    return client


@pytest.fixture
def learner():
    return a_user()


@pytest.fixture
def client(learner):
    return client_of(learner)


@pytest.fixture
def cashier():
    person = a_user(is_staff=True)
    wanted = ["view_payment", "mark_paid_payment", "view_tokentransaction"]
    person.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return client_of(person)


def test_tokens_say_what_is_available_held_and_expiring(client, learner):
    assert client.get(f"{ROOT}tokens/").json() == {"available": 0, "held": 0, "expiring": []}
    given(learner.pk, 5)
    paid(an_order(learner.pk))
    body = client.get(f"{ROOT}tokens/").json()
    assert (body["available"], body["held"]) == (35, 0)
    assert [lot["tokens"] for lot in body["expiring"]] == [30]
    assert body["expiring"][0]["expires_at"].endswith("Z")


def test_transactions_come_newest_first_with_a_cursor(client, learner):
    given(learner.pk, 5)
    services.spend(learner.pk, 2, key="attempt:a", reference="reading:a")
    first = client.get(f"{ROOT}tokens/transactions/?limit=1").json()
    (line,) = first["results"]
    assert {
        name: line[name] for name in ("seq", "kind", "tokens", "balance_after", "reference")
    } == {
        "seq": 2,
        "kind": "attempt",
        "tokens": -2,
        "balance_after": 3,
        "reference": "reading:a",
    }
    rest = client.get(f"{ROOT}tokens/transactions/?cursor={first['next']}").json()
    assert [line["seq"] for line in rest["results"]] == [1]
    assert rest["next"] is None
    assert client.get(f"{ROOT}tokens/transactions/?cursor=nonsense").status_code == 400


def test_only_staff_with_the_permission_see_anothers_transactions(client, learner, cashier):
    other = a_user()
    given(other.pk, 5)
    path = f"{ROOT}tokens/transactions/?user={other.pk}"
    assert client.get(path).status_code == 403
    assert len(cashier.get(path).json()["results"]) == 1
    assert client.get(f"{ROOT}tokens/transactions/?user={learner.pk}").status_code == 200
    assert cashier.get(f"{ROOT}tokens/transactions/?user=0").status_code == 400


def test_an_order_is_made_once_and_shown_to_its_owner(client, learner):
    a_tariff("plus")
    made = client.post(f"{ROOT}orders/", {"tariff": "plus", "provider": "manual"})
    assert made.status_code == 201
    order = made.json()
    assert (order["status"], order["amount_tiyin"], order["tokens"]) == ("new", 14_900_000, 30)
    assert order["expires_at"].endswith("Z")
    again = client.post(f"{ROOT}orders/", {"tariff": "plus"})
    assert (again.status_code, again.json()) == (200, order)
    assert client.get(f"{ROOT}orders/{order['public_id']}/").json() == order
    assert client.get(f"{ROOT}orders/").json() == {"next": None, "results": [order]}
    assert Payment.objects.get().user_id == learner.pk


def test_an_idempotency_key_makes_a_repeat_harmless(client):
    a_tariff("plus")
    a_tariff("other")
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    made = client.post(f"{ROOT}orders/", {"tariff": "plus"}, **key)
    client.post(f"{ROOT}orders/{made.json()['public_id']}/cancel/")
    again = client.post(f"{ROOT}orders/", {"tariff": "plus"}, **key)
    assert (made.status_code, again.status_code) == (201, 200)
    assert again.json()["public_id"] == made.json()["public_id"]
    reused = client.post(f"{ROOT}orders/", {"tariff": "other"}, **key)
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency-key-reused")
    bad = client.post(f"{ROOT}orders/", {"tariff": "plus"}, HTTP_IDEMPOTENCY_KEY="no spaces")
    assert bad.status_code == 400


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"tariff": "unknown"}, 404, "not-found"),
        ({"tariff": "ended"}, 409, "tariff-not-for-sale"),
        ({"tariff": "start"}, 409, "nothing-to-pay"),
        ({"tariff": "plus", "provider": "payme"}, 400, "provider-unknown"),
        ({}, 400, "invalid"),
        ({"tariff": "a b"}, 400, "invalid"),
        ({"tariff": ["plus"]}, 400, "invalid"),
        ([], 400, "invalid"),
    ],
    ids=str,
)
def test_an_order_that_can_not_be_is_refused(client, body, status, code):
    a_tariff("plus")
    a_tariff("ended", is_active=False)
    a_default_tariff()
    refused = client.post(f"{ROOT}orders/", body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert not Payment.objects.exists()


def test_anothers_order_is_not_found(client):
    order = an_order(a_user().pk)
    for path in (f"{order.public_id}/", f"{uuid4()}/", "nonsense/"):
        assert client.get(f"{ROOT}orders/{path}").status_code == 404
    assert client.post(f"{ROOT}orders/{order.public_id}/cancel/").status_code == 404
    assert client.get(f"{ROOT}orders/").json()["results"] == []
    assert client.get(f"{ROOT}orders/?user={order.user_id}").status_code == 403


def test_an_order_is_cancelled_by_its_owner_only_while_open(client, learner):
    order = an_order(learner.pk)
    path = f"{ROOT}orders/{order.public_id}/cancel/"
    assert client.post(path).json()["status"] == "cancelled"
    assert client.post(path).status_code == 200
    bought = paid(an_order(learner.pk))
    refused = client.post(f"{ROOT}orders/{bought.public_id}/cancel/")
    assert (refused.status_code, refused.json()["code"]) == (409, "order-not-open")


def test_a_cashier_sees_all_orders_and_marks_one_paid_once(client, learner, cashier):
    order = an_order(learner.pk)
    an_order(a_user().pk)
    assert len(cashier.get(f"{ROOT}orders/").json()["results"]) == 2
    mine = cashier.get(f"{ROOT}orders/?user={learner.pk}&status=new").json()["results"]
    assert [one["public_id"] for one in mine] == [str(order.public_id)]
    path = f"{ROOT}orders/{order.public_id}/mark-paid/"
    body = {"reference": "BANK-1", "reason": "Seen on the statement"}
    assert client.post(path, body).status_code == 403
    assert cashier.post(path, body).json()["status"] == "paid"
    assert cashier.post(path, body).status_code == 200
    assert cashier.post(path, {**body, "reference": "BANK-2"}).status_code == 409
    assert client.get(f"{ROOT}tokens/").json()["available"] == 30


@pytest.mark.parametrize(
    "body", [{}, {"reference": "BANK-1"}, {"reference": " ", "reason": "Seen"}, {"reason": "Seen"}]
)
def test_a_payment_without_reference_or_reason_is_refused(cashier, body):
    order = an_order(a_user().pk)
    assert cashier.post(f"{ROOT}orders/{order.public_id}/mark-paid/", body).status_code == 400
    assert cashier.post(f"{ROOT}orders/{uuid4()}/mark-paid/", body).status_code in (400, 404)


@pytest.mark.parametrize("path", ["tokens/", "tokens/transactions/", "orders/"])
def test_a_visitor_is_asked_to_sign_in(path):
    assert APIClient().get(f"{ROOT}{path}").status_code in (401, 403)


def test_each_address_takes_few_statements(client, learner, statements):
    order = an_order(learner.pk)
    account = 2  # session and person
    for path, own in [
        ("tokens/", 1),
        ("tokens/transactions/", 1),
        ("orders/", 2),
        (f"orders/{order.public_id}/", 1),
    ]:
        with statements(at_most=account + own):
            assert client.get(f"{ROOT}{path}").status_code == 200


def test_every_reading_address_has_a_browsable_page(client, learner):
    order = an_order(learner.pk)
    for path in ("tokens/", "tokens/transactions/", "orders/", f"orders/{order.public_id}/"):
        page = client.get(f"{ROOT}{path}", HTTP_ACCEPT="text/html")
        assert page.status_code == 200
        assert b"<html" in page.content
