from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from config.errors import InvalidInput, NotFound
from users import services
from users.tests.makers import a_learner, a_person, an_administrator

pytestmark = pytest.mark.django_db
ME = "/api/v1/users/me/"
PEOPLE = "/api/v1/users/"


@pytest.fixture
def aziza():
    return a_learner(email="aziza@mail.example")


@pytest.fixture
def browser(aziza):
    browser = Client()
    browser.force_login(aziza)
    return browser


def sent(browser, body, path=ME):
    return browser.patch(path, body, content_type="application/json")


def test_a_learner_reads_the_own_account_in_a_few_statements(browser, aziza, statements):
    with statements(at_most=3):
        found = browser.get(ME).json()
    assert found["id"] == aziza.pk
    assert found["email"] == "aziza@mail.example"
    assert found["target"] is None


def test_a_patch_changes_what_it_names(browser):
    target = {"exam": "ielts_academic", "band": "6.5", "date": "2027-03-14"}
    found = sent(browser, {"name": "  Aziza  ", "locale": "ru", "target": target}).json()
    assert (found["name"], found["locale"], found["theme"]) == ("Aziza", "ru", "auto")
    assert found["target"] == target
    assert sent(browser, {"theme": "dark"}).json()["target"] == target
    assert sent(browser, {"target": None}).json()["target"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x" * 81},
        {"name": 7, "locale": "de"},
        {"theme": "pink"},
        {"target": {"band": "6.3"}},
        {"target": {"band": "9.5"}},
        {"target": {"exam": "toefl"}},
        {"target": {"date": "tomorrow"}},
        {"target": "high"},
        {"name": "a\x00b"},
        [],
    ],
)
def test_a_bad_patch_is_a_400_and_nothing_is_written(browser, aziza, body):
    before = services.profile(aziza.pk)
    answer = sent(browser, body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert services.profile(aziza.pk) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"target": {"band": "6.3"}}, "target.band"),
        ({"target": {"exam": "toefl"}}, "target.exam"),
        ({"target": {"date": "tomorrow"}}, "target.date"),
        ({"theme": "pink"}, "theme"),
    ],
)
def test_a_bad_patch_names_the_member_and_the_reason(browser, body, field):
    (fault,) = sent(browser, body).json()["errors"]
    assert fault["field"] == field
    assert fault["detail"]


def test_nobody_else_reads_or_changes_it():
    assert Client().get(ME).status_code == 401
    assert sent(Client(), {"name": "x"}).status_code == 401


def test_a_browser_needs_its_token_to_change_anything(aziza):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(aziza)
    assert sent(strict, {"name": "x"}).status_code == 403


def test_the_account_is_browsable(browser):
    answer = browser.get(ME, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "text/html" in answer.headers["Content-Type"]


def test_staff_lists_and_finds_people_page_by_page(statements):
    for number in range(3):
        a_learner(name=f"Learner {number}")
    staff = Client()
    staff.force_login(an_administrator(name="Anvar"))
    with statements(at_most=4):
        first = staff.get(PEOPLE, {"limit": 2}).json()
    assert [row["name"] for row in first["results"]] == ["Anvar", "Learner 2"]
    second = staff.get(PEOPLE, {"limit": 2, "cursor": first["next"]}).json()
    assert [row["name"] for row in second["results"]] == ["Learner 1", "Learner 0"]
    assert second["next"] is None
    found = staff.get(PEOPLE, {"search": "learner 1"}).json()["results"]
    assert [row["name"] for row in found] == ["Learner 1"]
    by_number = staff.get(PEOPLE, {"search": f"#{found[0]['id']}"}).json()["results"]
    assert by_number == found


def test_a_learner_does_not_list_people(browser):
    assert browser.get(PEOPLE).status_code == 403


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"limit": "0"}, {"search": "a\x00"}])
def test_a_bad_query_is_a_400(query):
    staff = Client()
    staff.force_login(an_administrator())
    assert staff.get(PEOPLE, query).status_code == 400


def test_the_settings_page_saves_and_speaks_the_new_language(browser, aziza):
    form = {
        "name": "Aziza",
        "locale": "ru",
        "theme": "dark",
        "target_exam": "ielts_general",
        "target_band": "7.5",
        "exam_date": "2027-05-01",
    }
    answer = browser.post("/en/settings/", form)
    assert answer.url == "/ru/settings/"
    assert answer.cookies["theme"].value == "dark"
    profile = services.profile(aziza.pk)
    assert profile.target == services.Target("ielts_general", Decimal("7.5"), date(2027, 5, 1))
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [("target_band", "6.3"), ("target_band", "ten"), ("exam_date", "31.02.2027"), ("locale", "de")],
)
def test_a_bad_setting_is_shown_at_its_field(browser, field, value):
    form = {"name": "", "locale": "en", "theme": "auto", field: value}
    page = browser.post("/en/settings/", form).content.decode()
    assert "error-summary" in page
    assert f'id="id_{field}_error"' in page


def test_the_settings_page_costs_few_statements(browser, statements):
    browser.get("/en/settings/")
    with statements(at_most=5):
        browser.get("/en/settings/")


def test_an_unknown_person_and_an_unknown_field_are_refused():
    with pytest.raises(NotFound):
        services.profile(10**9)
    with pytest.raises(InvalidInput):
        services.update_profile(a_person().pk, {"is_staff": "yes"})
