"""Which language a request speaks: the address, then the account, the cookie, the browser."""

import pytest
from django.test import Client

from tests.makers import a_session
from users.tests.makers import a_learner

pytestmark = pytest.mark.django_db
ME = "/api/v1/users/me/"
STAFF_ONLY = "/api/v1/users/"


@pytest.mark.parametrize(
    ("cookie", "header", "leads_to"),
    [
        ("", "ru,en;q=0.5", "/ru/"),
        ("", "en-GB,en;q=0.9", "/en/"),
        ("", "de,fr;q=0.5", ""),
        ("", "uz", ""),
        ("", "", ""),
        ("", "x" * 600 + ",\x00;q=;q=,ru;q=NaN", ""),
        ("en", "ru", "/en/"),
        ("uz", "ru", ""),
        ("nonsense", "ru", "/ru/"),
    ],
)
def test_the_first_page_speaks_the_language_of_the_cookie_or_the_browser(cookie, header, leads_to):
    visitor = Client(headers={"Accept-Language": header})
    if cookie:
        visitor.cookies["django_language"] = cookie
    answer = visitor.get("/")
    assert answer.headers.get("Location", "") == leads_to
    if leads_to:
        assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    else:
        assert 'lang="uz"' in answer.content.decode()


@pytest.mark.parametrize(("path", "locale"), [("/login/", "uz"), ("/ru/login/", "ru")])
def test_other_pages_speak_the_language_of_their_address(path, locale):
    visitor = Client(headers={"Accept-Language": "en"})
    visitor.cookies["django_language"] = "en"
    answer = visitor.get(path)
    assert f'lang="{locale}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == locale


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/uz/", "/"),
        ("/uz", "/"),
        ("/uz/tests/?level=B1", "/tests/?level=B1"),
        ("/uz?a=1", "/?a=1"),
        ("/uz//elsewhere.example/", "/%2Felsewhere.example/"),
        ("/uz/%0d%0aX:1/", "/%0D%0AX:1/"),
    ],
)
def test_a_uzbek_address_with_a_prefix_leads_for_good_to_the_one_without(path, leads_to):
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, leads_to)
    assert Client().post(path).status_code == 404


def test_the_api_and_the_admin_speak_the_language_of_the_account_then_of_the_cookie():
    reader = Client(headers={"Accept-Language": "en"})
    reader.cookies["django_language"] = "uz"
    assert reader.get("/admin/login/").headers["Content-Language"] == "uz"
    assert reader.get(ME).json()["detail"].startswith("Avval hisobingizga")
    reader.force_login(a_learner(locale="ru"))
    assert reader.get("/admin/login/").headers["Content-Language"] == "ru"
    assert reader.get(STAFF_ONLY).json()["detail"].startswith("У вас")


def test_a_token_of_nobody_is_refused_in_the_language_that_was_asked_for():
    headers = {"Authorization": "Bearer x.y.z", "Accept-Language": "ru"}
    answer = Client().get(ME, headers=headers)
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers
    assert answer.json()["detail"] == "Неверные данные для входа."


def test_a_program_is_refused_in_the_language_of_its_account():
    token = a_session(a_learner(locale="ru"))
    answer = Client().get(STAFF_ONLY, headers={"X-Session-Token": token, "Accept-Language": "en"})
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("У вас")
