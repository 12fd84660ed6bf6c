"""A program does the main job with a plain HTTP client: sign up, take a test, read why, buy."""

from __future__ import annotations

import re
import uuid

import httpx
import pytest
from django.utils import timezone

from config.worker import drain
from tests.makers import an_installation

ADDRESS, PASSWORD = "newcomer@imtihon.example", "olti-raqamli-kod-2026"
REDIRECTED = {"follow_redirects": False, "timeout": 60}


@pytest.fixture
def installation(transactional_db, live_server, settings):
    """A server with roles, demo people, tariffs and published tests."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return live_server.url, an_installation(at=timezone.now())


def _code(mailoutbox) -> str:
    codes = [
        found.group(1)
        for mail in mailoutbox
        if mail.to == [ADDRESS] and (found := re.search(r"\b(\d{6})\b", mail.body))
    ]
    return codes[-1]


def _session(base: str, email: str, password: str) -> httpx.Client:
    client = httpx.Client(base_url=base, **REDIRECTED)
    answer = client.post("/_allauth/app/v1/auth/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    client.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]
    return client


def _signed_up(base: str, mailoutbox) -> httpx.Client:
    client = httpx.Client(base_url=base, **REDIRECTED)
    body = {"email": ADDRESS, "password": PASSWORD}
    answer = client.post("/_allauth/app/v1/auth/signup", json=body)
    assert answer.status_code == 401, answer.text
    client.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]
    wrong = client.post("/_allauth/app/v1/auth/email/verify", json={"key": "000000"})
    assert wrong.status_code == 400
    verified = client.post("/_allauth/app/v1/auth/email/verify", json={"key": _code(mailoutbox)})
    assert verified.status_code == 200, verified.text
    client.headers["X-Session-Token"] = verified.json()["meta"]["session_token"]
    drain()
    return client


def _answer(question: dict, group: dict) -> object:
    options = question.get("options") or group.get("options") or []
    if question["number_to"] > question["number"]:
        return [option["key"] for option in options[:2]]
    return options[0]["key"] if options else "water"


@pytest.mark.django_db(transaction=True)
def test_a_program_signs_up_takes_a_test_reads_why_and_buys(installation, mailoutbox):
    base, logins = installation
    client = _signed_up(base, mailoutbox)

    me = client.patch("/api/v1/users/me/", json={"name": "Kamola", "locale": "en"}).json()
    assert (me["email"], me["name"], me["locale"]) == (ADDRESS, "Kamola", "en")
    welcome = client.get("/api/v1/payments/tokens/").json()
    assert welcome["available"] >= 1
    assert welcome["held"] == 0

    cards = client.get("/api/v1/assessments/reading/").json()["results"]
    short = min(cards, key=lambda card: card["tokens"])
    assert short["tokens"] <= welcome["available"]
    path = f"/api/v1/assessments/reading/{short['slug']}/attempts/"
    key = {"Idempotency-Key": str(uuid.uuid4())}
    started = client.post(path, json={"mode": "exam"}, headers=key)
    assert started.status_code == 201, started.text
    again = client.post(path, json={"mode": "exam"}, headers=key)
    assert (again.status_code, again.json()["uid"]) == (200, started.json()["uid"])
    after = client.get("/api/v1/payments/tokens/").json()
    assert after["available"] == welcome["available"] - short["tokens"]

    attempt = f"/api/v1/assessments/attempts/{started.json()['uid']}/"
    paper = client.get(attempt).json()
    seq = paper["next_seq"]
    answers = [
        {
            "idem": str(uuid.uuid4()),
            "question": question["uid"],
            "seq": seq + position,
            "value": _answer(question, group),
            "client_at": timezone.now().isoformat(),
        }
        for part in paper["document"]["parts"]
        for group in part["groups"]
        for position, question in enumerate(group["questions"])
    ]
    bad = {"idem": str(uuid.uuid4()), "question": str(uuid.uuid4()), "seq": 1, "value": "A"}
    saved = client.post(f"{attempt}answers/", json={"answers": [*answers, bad]}).json()
    assert len(saved["acked"]) == len(answers)
    assert [refused["idem"] for refused in saved["refused"]] == [bad["idem"]]
    reused = {**answers[0], "value": "", "seq": saved["next_seq"]}
    refused = client.post(f"{attempt}answers/", json={"answers": [reused]}).json()["refused"]
    assert refused[0]["code"] == "idem-reused"
    assert len(client.get(attempt).json()["responses"]) == len(answers)
    assert client.get(f"{attempt}analysis/").status_code == 409

    submitted = client.post(f"{attempt}submit/")
    assert submitted.status_code == 200, submitted.text
    drain()
    analysis = client.get(f"{attempt}analysis/").json()
    review = client.get(f"{attempt}review/").json()["questions"]
    assert analysis["kind"] == "reading"
    assert float(analysis["max_raw"]) == sum(float(question["max"]) for question in review)
    assert float(analysis["raw"]) == sum(float(question["mark"]) for question in review)
    assert re.fullmatch(r"\d\.\d", analysis["band"])
    assert all(question["reason"]["text"] and question["accepted"] for question in review)
    listed = client.get("/api/v1/assessments/reading/analyses/").json()["results"]
    assert len(listed) == 1

    count = client.get("/api/v1/notifications/inbox/count/")
    unread = count.json()["unread"]
    assert unread >= 1
    headers = {"If-None-Match": count.headers["ETag"]}
    assert client.get("/api/v1/notifications/inbox/count/", headers=headers).status_code == 304
    message = client.get("/api/v1/notifications/inbox/").json()["results"][0]
    read = client.post(f"/api/v1/notifications/inbox/{message['public_id']}/read/")
    assert read.status_code in (200, 204)
    now = client.get("/api/v1/notifications/inbox/count/").json()["unread"]
    assert now == unread - 1

    offers = client.get("/api/v1/tariffs/tariffs/").json()["results"]
    wanted = next(offer for offer in offers if offer["price_tiyin"] > 0)
    quote = client.post(f"/api/v1/tariffs/tariffs/{wanted['slug']}/quote/").json()
    body = {"tariff": wanted["slug"], "provider": "manual"}
    order = client.post("/api/v1/payments/orders/", json=body)
    assert order.status_code == 201, order.text
    assert order.json()["amount_tiyin"] == quote["amount_tiyin"]
    mark_paid = f"/api/v1/payments/orders/{order.json()['public_id']}/mark-paid/"
    proof = {"reference": "PAY-2026-001", "reason": "Transfer of 24 November"}
    assert client.post(mark_paid, json=proof).status_code == 403
    cashier = _session(base, *logins["cashier"])
    for _time in range(2):
        paid = cashier.post(mark_paid, json=proof)
        assert (paid.status_code, paid.json()["status"]) == (200, "paid"), paid.text
    drain()
    bought = client.get("/api/v1/payments/tokens/").json()
    assert bought["available"] == after["available"] + wanted["tokens"]
    rows = client.get("/api/v1/payments/tokens/transactions/").json()["results"]
    assert rows[0]["balance_after"] == bought["available"]
    assert [row["seq"] for row in rows] == sorted((row["seq"] for row in rows), reverse=True)

    dear = max(cards, key=lambda card: card["tokens"])
    other = _session(base, *logins["author"])
    assert other.get(attempt).status_code == 404
    answer = other.post(f"/api/v1/assessments/reading/{dear['slug']}/attempts/", json={})
    if answer.status_code == 402:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "insufficient-tokens"
        assert {"needed", "available"} <= set(answer.json())
