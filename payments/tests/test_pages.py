"""Tariffs, checkout and tokens, as a learner sees them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from config.formats import day
from payments import services
from payments.models import Payment
from payments.tests.goods import a_default_tariff, a_feature, a_sale, a_tariff
from payments.tests.makers import a_user, an_order, given, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return a_user(locale="en")


@pytest.fixture
def page(client, learner):
    """The text of a page in English, for the signed-in learner."""
    client.force_login(learner)

    def text(path, status=200):
        answer = client.get(f"/en{path}")
        assert answer.status_code == status
        return answer.content.decode()

    return text


def test_a_visitor_sees_what_is_for_sale_and_is_asked_to_log_in(client):
    a_default_tariff()
    a_feature(a_tariff("plus", is_recommended=True), "review")
    a_sale(2500)
    html = client.get("/en/tariffs/").content.decode()
    assert "111,750 soʻm" in html
    assert "<s>" in html
    assert "149,000 soʻm" in html
    assert "Autumn sale" in html
    assert "Recommended" in html
    assert "/order/" not in html
    assert "/login/?next=/en/tariffs/" in html


def test_money_is_written_as_each_language_writes_it(client):
    a_tariff("plus")
    assert "149\u00a0000\u00a0soʻm" in client.get("/tariffs/").content.decode()
    assert "149\u00a0000\u00a0сум" in client.get("/ru/tariffs/").content.decode()
    assert "149,000 soʻm" in client.get("/en/tariffs/").content.decode()


def test_a_learner_sees_the_current_tariff_and_the_open_order(page, learner):
    paid(an_order(learner.pk, "plus"))
    an_order(learner.pk, "other")
    html = page("/tariffs/")
    assert html.count("Current") == 1
    ends = services.current_tariff(learner.pk).ends_at
    assert f"until {day(ends, 'en')}" in html
    assert html.count("Go on with the order") == 1


def test_a_learner_who_lacks_tokens_sees_how_many(page, learner):
    a_tariff("plus")
    given(learner.pk, 1)
    html = page("/tariffs/?needed=3")
    assert "2 tokens are missing for this test." in html
    assert "Needed: 3. You have: 1." in html
    assert "missing for this test" not in page("/tariffs/?needed=1")
    assert "missing for this test" not in page("/tariffs/?needed=nonsense")


def test_the_comparison_stands_under_its_category(page):
    a_feature(a_tariff("one"), "review")
    a_tariff("other")
    a_tariff("cefr-one", category="cefr")
    html = page("/tariffs/")
    assert html.count("<table") == 2
    assert 'id="compare-ielts"' in html


def test_ordering_leads_to_the_checkout_once(client, learner):
    a_tariff("plus")
    client.force_login(learner)
    first = client.post("/en/tariffs/plus/order/")
    again = client.post("/en/tariffs/plus/order/")
    order = Payment.objects.get()
    assert first.url == again.url == f"/en/checkout/{order.public_id}/"
    html = client.get(first.url).content.decode()
    assert str(order.public_id) in html
    assert "149,000 soʻm" in html
    assert "Pay by bank transfer" in html


def test_a_visitor_who_orders_logs_in_and_comes_back_to_the_tariffs(client, learner):
    a_tariff("plus")
    sent = client.post("/en/tariffs/plus/order/")
    assert sent.url.startswith("/en/login/")
    client.force_login(learner)
    assert client.get("/en/tariffs/plus/order/").url == "/en/tariffs/"
    assert not Payment.objects.exists()


def test_what_can_not_be_ordered_is_said_on_the_page(client, learner):
    a_default_tariff()
    client.force_login(learner)
    answer = client.post(
        "/en/tariffs/start/order/", headers={"referer": "/en/tariffs/"}, follow=True
    )
    assert "there is nothing to order" in answer.content.decode()
    assert client.post("/en/tariffs/unknown/order/").status_code == 404
    assert not Payment.objects.exists()


def test_an_order_is_cancelled_on_its_page(client, learner):
    order = an_order(learner.pk)
    client.force_login(learner)
    answer = client.post(f"/en/checkout/{order.public_id}/cancel/", follow=True)
    html = answer.content.decode()
    assert html.count("You cancelled this order.") == 1
    assert "To pay" not in html
    assert Payment.objects.get().status == "cancelled"
    assert client.get(f"/en/checkout/{order.public_id}/cancel/").status_code == 302


def test_the_checkout_says_how_the_order_stands(page, learner):
    order = an_order(learner.pk)
    assert "Waiting for payment" in page(f"/checkout/{order.public_id}/")
    paid(order)
    html = page(f"/checkout/{order.public_id}/")
    assert "The tokens are in your account." in html
    assert "Pay by bank transfer" not in html
    assert "What you get" not in html
    assert "To pay" not in html
    late = an_order(learner.pk)
    Payment.objects.filter(public_id=late.public_id).update(expires_at=timezone.now())
    assert "The time to pay is over." in page(f"/checkout/{late.public_id}/")


def test_a_discount_is_shown_with_its_sale(page, learner):
    a_tariff("plus")
    a_sale(2500)
    order = an_order(learner.pk)
    html = page(f"/checkout/{order.public_id}/")
    for amount in ("149,000 soʻm", "−37,250 soʻm", "111,750 soʻm"):
        assert amount in html
    assert "Autumn sale" in html


def test_anothers_order_is_not_found(client, page):
    order = an_order(a_user().pk)
    page(f"/checkout/{order.public_id}/", 404)
    page(f"/checkout/{uuid4()}/", 404)
    assert client.post(f"/en/checkout/{order.public_id}/cancel/").status_code == 404
    assert Payment.objects.get().status == "new"


def test_the_tokens_page_shows_balance_lots_orders_and_movements(page, learner):
    given(learner.pk, 5)
    paid(an_order(learner.pk))
    uid, order = uuid4(), Payment.objects.get()
    services.spend(learner.pk, 2, key="attempt:a", reference=f"reading:{uid}")
    services.spend(learner.pk, 1, key="attempt:b", reference="listening:gone")
    services.refund(learner.pk, key="attempt:b")
    html = page("/tokens/")
    for words in (
        "Bonus",
        "These expire",
        "+30",
        "−2",
        "Token history",
        "Tokens given back · Listening",
    ):
        assert words in html
    assert f'<a href="/en/attempts/{uid}/">Test · Reading</a>' in html
    assert f'<a href="/en/checkout/{order.public_id}/">Purchase</a>' in html
    assert "Your tokens do not expire." not in html


def test_an_open_order_stands_above_newer_ones_that_were_cancelled(client, learner):
    opened = an_order(learner.pk)
    for _ in range(6):
        services.cancel_order(an_order(learner.pk, "other").public_id, user_id=learner.pk)
    client.force_login(learner)
    shown = client.get("/en/tokens/").context["orders"]
    assert [one.status for one in shown] == ["new", *["cancelled"] * 4]
    assert shown[0] == opened


def test_a_new_learner_is_told_how_to_get_tokens(page):
    assert "No tokens have come or gone yet." in page("/tokens/")


def test_older_movements_come_by_a_link_that_needs_no_script(client, learner):
    for _ in range(25):
        given(learner.pk, 1)
    client.force_login(learner)
    page = client.get("/en/tokens/")
    cursor = page.context["page"].next
    assert f'href="?cursor={cursor}"' in page.content.decode()
    rest = client.get(f"/en/tokens/?cursor={cursor}").content.decode()
    assert rest.count("<time") == 5
    assert "Available now" not in rest
    rows = client.get(f"/en/tokens/?cursor={cursor}", headers={"HX-Request": "true"})
    assert rows.content.decode().strip().startswith("<tr>")
    assert client.get("/en/tokens/?cursor=nonsense").status_code == 400


def test_a_visitor_of_own_pages_is_asked_to_log_in(client):
    for path in ("/en/tokens/", f"/en/checkout/{uuid4()}/"):
        assert client.get(path).url.startswith("/en/login/")


def test_each_page_takes_few_statements(client, learner, statements):
    order = an_order(learner.pk)
    a_feature(a_tariff("other"), "review")
    given(learner.pk, 5)
    client.force_login(learner)
    bar = 5  # session, person, tokens, unread (two until the number is kept)
    for path, own in [
        ("/en/tariffs/", 8),
        (f"/en/checkout/{order.public_id}/", 1),
        ("/en/tokens/", 5),
    ]:
        with statements(at_most=bar + own):
            assert client.get(path).status_code == 200
