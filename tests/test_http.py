"""Who calls, and where a form leads back to."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.http import back, client_ip, remember
from users.tests.makers import a_learner

MADE_UP = "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "counted"),
    [
        (0, "192.0.2.1", MADE_UP, "192.0.2.1"),
        (1, "10.0.0.1", "192.0.2.1", "192.0.2.1"),
        (1, "10.0.0.1", f"{MADE_UP}, 192.0.2.1", "192.0.2.1"),
        (2, "10.0.0.1", f"{MADE_UP}, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "10.0.0.1", "192.0.2.1", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", ""),
        (0, "", "", ""),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "fe80::1%eth0", "", "fe80::1"),
        (0, "2001:DB8::1", "", "2001:db8::1"),
    ],
)
def test_the_caller_is_whom_our_own_proxies_saw(settings, proxies, address, forwarded, counted):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_ip(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)) == counted


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        ("http://testserver/en/tests/?page=2", "http://testserver/en/tests/?page=2"),
        ("http://elsewhere.example/en/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_form_leads_back_to_its_own_page_and_never_elsewhere(referrer, leads_to):
    request = RequestFactory().post("/", headers={"Referer": referrer})
    assert back(request, "assessments:landing").url == leads_to


def test_a_choice_is_kept_for_a_year_and_over_https_for_https_alone():
    response = HttpResponse()
    remember(RequestFactory().get("/", secure=True), response, theme="dark")
    kept = response.cookies["theme"]
    assert (kept.value, kept["max-age"], kept["samesite"]) == ("dark", 31_536_000, "Lax")
    assert kept["secure"]


@pytest.mark.django_db
def test_a_caller_in_a_hurry_is_told_how_long_to_wait(monkeypatch):
    cache.clear()
    rates = {"anon": "2/min", "user": "5/min"}
    monkeypatch.setattr("rest_framework.throttling.SimpleRateThrottle.THROTTLE_RATES", rates)
    visitor = Client(headers={"Accept-Language": "en"})
    answers = [visitor.get("/api/v1/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    problem = answers[-1].json()
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert (problem["code"], problem["status"]) == ("throttled", 429)
    assert 0 < int(answers[-1].headers["Retry-After"]) == problem["retry_after"] <= 61
    visitor.force_login(a_learner())
    assert visitor.get("/api/v1/").status_code == 200


@pytest.mark.django_db
def test_a_page_is_shown_though_a_number_of_its_bar_can_not_be_counted(monkeypatch):
    reader = Client()
    reader.force_login(a_learner())
    whole = reader.get("/en/settings/").content.decode()
    assert 'class="tokens pill"' in whole

    def broken(user_id):
        raise RuntimeError("the till is closed")

    monkeypatch.setattr("payments.services.balance", broken)
    monkeypatch.setattr("notifications.services.badge", broken)
    for path, status in (("/en/settings/", 200), ("/en/inbox/", 200), ("/en/nowhere/", 404)):
        answer = reader.get(path)
        assert answer.status_code == status
        page = answer.content.decode()
        assert 'class="tokens pill"' not in page
        assert "None" not in page
        assert 'href="/en/inbox/"' in page
