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


def _fill_in_the_profile(client: httpx.Client) -> int:
    """Name and language; how many tokens there are."""
    me = client.patch("/api/v1/users/me/", json={"name": "Kamola", "locale": "en"}).json()
    assert (me["email"], me["name"], me["locale"]) == (ADDRESS, "Kamola", "en")
    tokens = client.get("/api/v1/payments/tokens/").json()
    assert tokens["available"] >= 1
    assert tokens["held"] == 0
    return tokens["available"]


def _start(client: httpx.Client, available: int) -> tuple[str, int]:
    """Start the cheapest test, twice with one key: the attempt's address, and what it cost."""
    cards = client.get("/api/v1/assessments/reading/").json()["results"]
    short = min(cards, key=lambda card: card["tokens"])
    path = f"/api/v1/assessments/reading/{short['slug']}/attempts/"
    key = {"Idempotency-Key": str(uuid.uuid4())}
    started = client.post(path, json={"mode": "exam"}, headers=key)
    assert started.status_code == 201, started.text
    again = client.post(path, json={"mode": "exam"}, headers=key)
    assert (again.status_code, again.json()["uid"]) == (200, started.json()["uid"])
    left = client.get("/api/v1/payments/tokens/").json()["available"]
    assert left == available - short["tokens"]
    return f"/api/v1/assessments/attempts/{started.json()['uid']}/", short["tokens"]


def _is_too_poor(client: httpx.Client) -> None:
    """The dearest test is refused with what it needs, and nothing is taken."""
    cards = client.get("/api/v1/assessments/reading/").json()["results"]
    dear = max(cards, key=lambda card: card["tokens"])
    before = client.get("/api/v1/payments/tokens/").json()["available"]
    answer = client.post(f"/api/v1/assessments/reading/{dear['slug']}/attempts/", json={})
    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient-tokens")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["needed"], answer.json()["available"]) == (dear["tokens"], before)
    assert client.get("/api/v1/payments/tokens/").json()["available"] == before


def _answer(question: dict, group: dict) -> object:
    options = question.get("options") or group.get("options") or []
    if question["number_to"] > question["number"]:
        return [option["key"] for option in options[:2]]
    return options[0]["key"] if options else "water"


def _answers(paper: dict) -> list[dict]:
    """Something for every question of a paper."""
    return [
        {
            "idem": str(uuid.uuid4()),
            "question": question["uid"],
            "seq": paper["next_seq"] + position,
            "value": _answer(question, group),
            "client_at": timezone.now().isoformat(),
        }
        for part in paper["document"]["parts"]
        for group in part["groups"]
        for position, question in enumerate(group["questions"])
    ]


def _answer_all(client: httpx.Client, attempt: str) -> None:
    """Save every answer; a strange one and a used idem are refused and lose nothing."""
    answers = _answers(client.get(attempt).json())
    bad = {"idem": str(uuid.uuid4()), "question": str(uuid.uuid4()), "seq": 1, "value": "A"}
    saved = client.post(f"{attempt}answers/", json={"answers": [*answers, bad]}).json()
    assert len(saved["acked"]) == len(answers)
    assert saved["late"] == []
    assert [refused["idem"] for refused in saved["refused"]] == [bad["idem"]]
    reused = {**answers[0], "value": "", "seq": saved["next_seq"]}
    refused = client.post(f"{attempt}answers/", json={"answers": [reused]}).json()["refused"]
    assert refused[0]["code"] == "idem-reused"
    responses = client.get(attempt).json()["responses"]
    assert {uid: given["value"] for uid, given in responses.items()} == {
        answer["question"]: answer["value"] for answer in answers
    }
    assert client.get(f"{attempt}analysis/").status_code == 409


def _hand_in_and_read_why(client: httpx.Client, attempt: str) -> None:
    submitted = client.post(f"{attempt}submit/")
    assert submitted.status_code == 200, submitted.text
    drain()
    analysis = client.get(f"{attempt}analysis/").json()
    review = client.get(f"{attempt}review/").json()["questions"]
    assert analysis["kind"] == "reading"
    assert float(analysis["max_raw"]) == sum(float(question["max"]) for question in review)
    assert float(analysis["raw"]) == sum(float(question["mark"]) for question in review)
    assert re.fullmatch(r"\d\.\d", analysis["band"])
    assert len(analysis["next_steps"]) == 3
    assert all(question["reason"]["text"] and question["accepted"] for question in review)
    assert all(question["explanation"] and question["evidence"] for question in review)
    listed = client.get("/api/v1/assessments/reading/analyses/").json()["results"]
    assert [one["uid"] for one in listed] == [analysis["uid"]]


def _read_the_message(client: httpx.Client) -> None:
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


def _buy(client: httpx.Client, cashier: httpx.Client) -> None:
    """Order a tariff; a cashier marks it paid, twice; its tokens arrive once."""
    before = client.get("/api/v1/payments/tokens/").json()["available"]
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
    for _time in range(2):
        paid = cashier.post(mark_paid, json=proof)
        assert (paid.status_code, paid.json()["status"]) == (200, "paid"), paid.text
    drain()
    bought = client.get("/api/v1/payments/tokens/").json()
    assert bought["available"] == before + wanted["tokens"]
    rows = client.get("/api/v1/payments/tokens/transactions/").json()["results"]
    assert rows[0]["balance_after"] == bought["available"]
    assert [row["seq"] for row in rows] == sorted((row["seq"] for row in rows), reverse=True)


@pytest.mark.django_db(transaction=True)
def test_a_program_signs_up_takes_a_test_reads_why_and_buys(installation, mailoutbox):
    base, logins = installation
    client = _signed_up(base, mailoutbox)
    available = _fill_in_the_profile(client)
    attempt, price = _start(client, available)
    assert price <= available
    _is_too_poor(client)
    _answer_all(client, attempt)
    _hand_in_and_read_why(client, attempt)
    _read_the_message(client)
    _buy(client, _session(base, *logins["cashier"]))
    assert _session(base, *logins["author"]).get(attempt).status_code == 404
