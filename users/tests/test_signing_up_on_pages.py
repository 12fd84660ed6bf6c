"""Signing up, logging in and a new password on pages, without JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from users.models import User, VerificationCode
from users.tests import makers
from users.tests.makers import PASSWORD, a_learner, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client(headers={"Accept-Language": "en"})


def signs_up(visitor, email="aziza@mail.example", prefix="/en", password=PASSWORD):
    return visitor.post(f"{prefix}/signup/", {"email": email, "password1": password})


def text_of(answer):
    return answer.content.decode()


def test_a_visitor_signs_up_and_is_led_on(visitor, post, after_commit, settings):
    assert visitor.get("/en/signup/").status_code == 200
    answer = signs_up(visitor)
    assert answer.url == "/en/confirm-email/"
    page = text_of(visitor.get(answer.url))
    assert "a•••a@mail.example" in page
    assert "aziza@mail.example" not in page
    with after_commit():
        answer = visitor.post(answer.url, {"code": post.code, "action": "verify"})
    with translation.override("en"):
        assert answer.url == reverse(settings.LOGIN_REDIRECT_URL)
    person = User.objects.get()
    assert makers.welcomed == [person.pk]
    assert person.locale == "en"


@pytest.mark.parametrize(("prefix", "locale"), [("", "uz"), ("/ru", "ru"), ("/en", "en")])
def test_the_account_speaks_the_language_of_the_page(visitor, post, prefix, locale):
    answer = signs_up(visitor, prefix=prefix)
    assert answer.url == f"{prefix}/confirm-email/"
    assert User.objects.get().locale == locale
    assert post.sent[-1][-1] == locale


def test_the_code_field_can_be_filled_by_a_phone(visitor):
    signs_up(visitor)
    page = text_of(visitor.get("/en/confirm-email/"))
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_a_wrong_code_says_how_many_tries_are_left_and_then_that_it_is_burnt(visitor, post):
    signs_up(visitor)
    for left in (4, 3, 2, 1):
        answer = visitor.post("/en/confirm-email/", {"code": post.wrong_code})
        assert f"This is not the code. Tries left: {left}." in text_of(answer)
    for code in (post.wrong_code, post.code):
        answer = visitor.post("/en/confirm-email/", {"code": code})
        assert "Too many wrong tries: this code no longer works." in text_of(answer)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("consumed_at", "This code has been used."),
        ("superseded_at", "A newer code was sent."),
    ],
)
def test_a_used_and_a_replaced_code_say_so(visitor, post, column, words):
    signs_up(visitor)
    row = VerificationCode.objects.get()
    VerificationCode.objects.update(**{column: row.created_at})
    assert words in text_of(visitor.post("/en/confirm-email/", {"code": post.code}))


@pytest.mark.parametrize(
    ("path", "form", "minutes"),
    [("/en/signup/", {"password1": PASSWORD}, 110), ("/en/password/reset/", {}, 50)],
)
def test_who_comes_back_late_is_told_that_the_code_has_expired(visitor, post, path, form, minutes):
    if path.endswith("reset/"):
        a_learner(email="aziza@mail.example")
    answer = visitor.post(path, {"email": "aziza@mail.example", **form})
    session = visitor.session
    for step, begun in (
        ("account_email_verification_code", "at"),
        ("account_login", "initiated_at"),
        ("account_password_reset_verification", "at"),
    ):
        if step in session:
            session[step][begun] -= 60 * minutes
    session.save()
    row = VerificationCode.objects.get()
    long_ago = row.created_at - timedelta(minutes=minutes)
    VerificationCode.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(minutes=9))
    page = visitor.post(answer.url, {"code": post.code})
    assert "This code has expired. Ask for a new one." in text_of(page)


def test_another_code_too_soon_says_when_and_later_works(visitor, post):
    signs_up(visitor)
    first = post.code
    answer = visitor.post("/en/confirm-email/", {"action": "resend"}, follow=True)
    assert "A code was asked for too often. You can ask again in" in text_of(answer)
    VerificationCode.objects.update(delivery="failed")  # the pause is over
    visitor.post("/en/confirm-email/", {"action": "resend"})
    assert len(post.sent) == 2
    if first != post.code:
        assert "This is not the code" in text_of(
            visitor.post("/en/confirm-email/", {"code": first})
        )
    assert visitor.post("/en/confirm-email/", {"code": post.code}).status_code == 302


def test_signing_up_too_often_is_refused_before_anything_is_written(visitor):
    signs_up(visitor)
    answer = signs_up(Client())
    assert "A code was asked for too often." in text_of(answer)
    assert User.objects.count() == 1


def test_known_and_unknown_addresses_get_the_same_pages(post):
    a_learner(email="known@mail.example")
    seen = []
    for email in ("known@mail.example", "other@mail.example"):
        visitor = Client()
        answers = [signs_up(visitor, email)]
        answers.append(visitor.get("/en/confirm-email/"))
        answers += [visitor.post("/en/confirm-email/", {"code": "000000"}) for _ in range(6)]
        answers.append(visitor.post("/en/confirm-email/", {"action": "resend"}))
        seen.append([_shape(answer, email) for answer in answers])
    assert seen[0] == seen[1]


def _shape(answer, email):
    page = text_of(answer).replace(f"{email[0]}•••{email.split('@')[0][-1]}", "a•••a")
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    lines = [line for line in lines if "X-CSRFToken" not in line]
    return answer.status_code, answer.headers.get("Location"), lines


def test_another_address_starts_the_sign_up_again(visitor):
    signs_up(visitor)
    answer = visitor.post("/en/signup/again/")
    assert answer.url == "/en/signup/"
    assert visitor.get("/en/signup/").status_code == 200


def test_who_has_an_account_after_all_gets_from_the_code_to_the_login(visitor):
    a_learner(email="aziza@mail.example")
    signs_up(visitor)
    assert visitor.get("/en/login/").url == "/en/confirm-email/"
    assert 'value="login"' in text_of(visitor.get("/en/confirm-email/"))
    assert visitor.post("/en/signup/again/", {"to": "login"}).url == "/en/login/"
    assert visitor.get("/en/login/").status_code == 200


def test_a_weak_password_and_a_bad_address_are_refused_by_name(visitor):
    page = text_of(visitor.post("/en/signup/", {"email": "aziza@", "password1": "12345"}))
    assert "E-mail:" in page
    assert "Password:" in page
    assert User.objects.count() == 0


@pytest.mark.parametrize("email", ["a\x00b@mail.example", "x" * 300 + "@mail.example", "", "нет"])
def test_an_impossible_address_is_a_form_error_not_a_failure(visitor, email):
    answer = visitor.post("/en/signup/", {"email": email, "password1": PASSWORD})
    assert answer.status_code == 200
    answer = visitor.post("/en/password/reset/", {"email": email})
    assert answer.status_code == 200


@pytest.mark.parametrize("code", ["\x00", "", "x" * 10_000, "۱۲۳۴۵۶", "12345"])
def test_an_impossible_code_is_a_form_error_not_a_failure(visitor, code):
    signs_up(visitor)
    assert visitor.post("/en/confirm-email/", {"code": code}).status_code == 200


def test_a_learner_sets_a_new_password(visitor, post):
    person = a_learner(email="aziza@mail.example")
    answer = visitor.post("/en/password/reset/", {"email": "Aziza@mail.example"})
    assert answer.url == "/en/password/reset/confirm/"
    answer = visitor.post(answer.url, {"code": post.code})
    assert answer.url == "/en/password/reset/complete/"
    assert visitor.get(answer.url).status_code == 200
    answer = visitor.post(answer.url, {"password1": "another-fine-sentence"})
    assert answer.url == "/en/password/reset/done/"
    assert visitor.get(answer.url).status_code == 200
    person.refresh_from_db()
    assert person.check_password("another-fine-sentence")
    assert VerificationCode.objects.get().consumed_at is not None


def test_a_reset_answers_alike_for_known_and_unknown_addresses():
    a_learner(email="known@mail.example")
    seen = []
    for email in ("known@mail.example", "other@mail.example"):
        visitor = Client()
        answers = [visitor.post("/en/password/reset/", {"email": email})]
        page = visitor.get("/en/password/reset/confirm/")
        answers.append(visitor.post("/en/password/reset/confirm/", {"code": "000000"}))
        answers.append(visitor.post("/en/password/reset/", {"email": email}))
        assert page.status_code == 200
        seen.append([_shape(answer, email)[:2] for answer in answers])
        assert seen[-1][2] == (302, "/en/password/reset/confirm/")
    assert seen[0] == seen[1]


def test_a_reset_proves_an_address_that_was_never_proved(visitor, post):
    a_person("aziza@mail.example", proved=False)
    visitor.post("/en/password/reset/", {"email": "aziza@mail.example"})
    visitor.post("/en/password/reset/confirm/", {"code": post.code})
    person = User.objects.get()
    assert person.emailaddress_set.get().verified


def test_a_person_made_by_staff_sets_a_password_and_is_in(visitor, post, after_commit):
    person = User.objects.create_user("aziza@mail.example")
    visitor.post("/en/password/reset/", {"email": "aziza@mail.example"})
    visitor.post("/en/password/reset/confirm/", {"code": post.code})
    with after_commit():
        visitor.post("/en/password/reset/complete/", {"password1": "another-fine-sentence"})
    form = {"login": "aziza@mail.example", "password": "another-fine-sentence"}
    assert visitor.post("/en/login/", form).url == "/en/settings/"
    assert len(post.sent) == 1
    assert makers.welcomed == [person.pk]


def test_a_wrong_password_says_nothing_about_the_address(visitor):
    a_learner(email="aziza@mail.example")
    pages = [
        text_of(visitor.post("/en/login/", {"login": email, "password": "wrong-one-here"}))
        for email in ("aziza@mail.example", "nobody@mail.example")
    ]
    for page in pages:
        assert "The address or the password is not right." in page


def test_an_unproved_person_who_logs_in_is_asked_for_a_code(visitor, post):
    a_person("aziza@mail.example", proved=False)
    answer = visitor.post("/en/login/", {"login": "aziza@mail.example", "password": PASSWORD})
    assert answer.url == "/en/confirm-email/"
    assert len(post.sent) == 1


def test_a_form_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    for path in ("/en/signup/", "/en/login/", "/en/password/reset/", "/en/signup/again/"):
        assert strict.post(path, {}).status_code == 403


def test_signing_up_costs_few_statements(visitor, statements):
    visitor.get("/en/signup/")
    with statements(at_most=25):
        signs_up(visitor)


@pytest.mark.parametrize("prefix", ["", "/ru", "/en"])
@pytest.mark.parametrize(
    "path", ["/signup/", "/login/", "/password/reset/", "/logout/", "/inactive/"]
)
def test_every_page_of_the_way_in_opens_in_every_language(visitor, prefix, path):
    assert visitor.get(prefix + path, follow=True).status_code == 200


@pytest.mark.parametrize("path", ["/password/change/", "/email/", "/settings/", "/logout/"])
def test_the_pages_of_an_account_open(visitor, path):
    visitor.force_login(a_learner())
    assert visitor.get("/en" + path).status_code == 200


def test_a_learner_changes_the_address_with_the_password_and_a_code(visitor, post):
    person = a_learner(email="old@mail.example")
    visitor.force_login(person)
    change = {"email": "new@mail.example", "action_add": "1"}
    answer = visitor.post("/en/email/", change)
    assert answer.url.startswith("/en/reauthenticate/")
    refused = visitor.post(answer.url, {"password": "not-the-password"})
    assert "The password is not right." in text_of(refused)
    assert post.sent == []
    answer = visitor.post(answer.url, {"password": PASSWORD})
    assert answer.url == "/en/confirm-email/"
    assert visitor.get(answer.url).status_code == 200
    visitor.post("/en/confirm-email/", {"code": post.code})
    person.refresh_from_db()
    assert person.email == "new@mail.example"
    assert post.sent[-1][3] == "email_change"


def test_a_learner_changes_the_password_and_stays(visitor):
    person = a_learner()
    visitor.force_login(person)
    elsewhere = Client()
    elsewhere.force_login(person)
    answer = visitor.post(
        "/en/password/change/",
        {"oldpassword": PASSWORD, "password1": "another-fine-sentence"},
        follow=True,
    )
    assert "The password is changed." in text_of(answer)
    assert visitor.get("/en/settings/").status_code == 200
    assert elsewhere.get("/en/settings/").status_code == 302


def test_an_unproved_person_who_logs_in_again_too_soon_is_told_when(visitor, post):
    a_person("aziza@mail.example", proved=False)
    form = {"login": "aziza@mail.example", "password": PASSWORD}
    visitor.post("/en/login/", form)
    answer = Client().post("/en/login/", form, follow=True)
    assert answer.redirect_chain == [("/en/login/", 302)]
    assert "A code was asked for too often." in text_of(answer)
    assert len(post.sent) == 1


def test_somebody_with_an_account_is_told_by_mail_that_it_exists(visitor, mailoutbox):
    a_learner(email="aziza@mail.example")
    signs_up(visitor)
    (letter,) = mailoutbox
    assert letter.to == ["aziza@mail.example"]
    assert letter.subject == "You already have an account"
    assert "/password/reset/" in letter.body


def test_an_address_without_an_account_is_told_so_by_mail(visitor, mailoutbox):
    visitor.post("/en/password/reset/", {"email": "nobody@mail.example"})
    (letter,) = mailoutbox
    assert letter.subject == "No account for this address"
    assert "/signup/" in letter.body
