"""The first page of the admin: every app's numbers, for who may see them."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission

from assessments import services as assessments
from assessments.tests.makers import a_published_exam
from payments import services as payments
from payments.tests.makers import an_order, paid
from users.tests.makers import a_person, an_administrator

pytestmark = pytest.mark.django_db


def shown(client):
    """Label, value and hint of every tile."""
    page = client.get("/admin/").content.decode()
    parts = re.findall(r'<p class="tile__(?:label|value|hint)">(.*?)</p>', page)
    words = [re.sub(r"<[^>]+>|\s", " ", part).strip() for part in parts]
    return {words[at]: tuple(words[at + 1 : at + 3]) for at in range(0, len(words), 3)}


@pytest.fixture
def administrator(client):
    client.force_login(an_administrator(locale="en"))
    return client


def test_the_numbers_are_those_of_now(administrator):
    learner = a_person().pk
    exam = a_published_exam(tokens=1)
    payments.grant(learner, 5, kind="bonus", key=f"bonus:{uuid4()}")
    done = assessments.start(learner, exam.kind, exam.slug, "exam").uid
    assessments.submit(learner, done)
    assessments.start(learner, exam.kind, exam.slug, "exam")
    paid(an_order(learner))
    an_order(learner)
    tiles = shown(administrator)
    assert tiles["People"] == ("2", "New today: 2")
    assert tiles["Attempts in progress"][0] == "1"
    assert tiles["Handed in today"][0] == "1"
    assert tiles["Waiting for marks"][0] == "0"
    assert tiles["Orders waiting for payment"][0] == "1"
    assert tiles["Paid today"] == ("149,000 soʻm", "Orders: 1")
    assert tiles["Mails that failed"][0] == "0"


def test_every_tile_leads_to_its_rows(administrator):
    page = administrator.get("/admin/").content.decode()
    links = re.findall(r'tile__label"><a href="([^"]+)"', page)
    assert len(links) == 8
    for link in links:
        assert administrator.get(link.replace("&amp;", "&")).status_code == 200, link


def test_staff_see_only_what_their_permissions_show(client, settings):
    cashier = a_person(is_staff=True, locale="en")
    cashier.user_permissions.set(Permission.objects.filter(codename="view_payment"))
    client.force_login(cashier)
    settings.ADMIN_TILES = [
        ("nobody.calls.this", "users.view_user"),
        ("payments.services.tiles", "payments.view_payment"),
    ]
    assert [*shown(client)] == ["Orders waiting for payment", "Paid today"]
    cashier.user_permissions.clear()
    assert 'class="tiles"' not in client.get("/admin/").content.decode()


def test_an_app_that_fails_is_an_empty_tile(administrator, monkeypatch):
    monkeypatch.setattr("payments.services.tiles", lambda: 1 / 0)
    tiles = shown(administrator)
    assert tiles["Payments"] == ("–", "Can not be counted just now")
    assert tiles["People"][0] == "1"


def test_the_page_obeys_the_strict_policy(administrator):
    response = administrator.get("/admin/")
    policy = response.headers["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)


def test_every_app_counts_with_one_statement(administrator, statements, settings):
    administrator.get("/admin/")
    tiles, settings.ADMIN_TILES = settings.ADMIN_TILES, []
    with statements() as without:
        administrator.get("/admin/")
    settings.ADMIN_TILES = tiles
    with statements(exactly=len(without) + 4):
        administrator.get("/admin/")
