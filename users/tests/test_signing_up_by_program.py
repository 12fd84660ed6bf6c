"""Everything through allauth's headless app client, with a plain HTTP client."""

import inspect
import json

import pytest
from allauth.account import forms as account_forms
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.models import EmailAddress
from allauth.headless.account import inputs
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from tests.makers import a_session
from users import allauth as seams
from users.models import User, VerificationCode
from users.tests import makers
from users.tests.makers import PASSWORD, a_learner, a_person
from users.tests.program import AUTH, Program, the_code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return Program()


def test_a_program_signs_up_proves_the_address_and_reads_its_account(program, post):
    answer, found = program.signs_up("Aziza@Mail.Example")
    assert answer.status_code == 401
    assert {"id": "verify_email", "is_pending": True} in found["data"]["flows"]
    answer, found = program.post("email/verify", key=post.code)
    assert answer.status_code == 200
    assert found["meta"]["is_authenticated"] is True
    jwt = {"Authorization": f"Bearer {found['meta']['access_token']}"}
    answer, found = program.call("GET", "/api/v1/users/me/")
    assert answer.status_code == 200
    assert (found["email"], found["locale"]) == ("aziza@mail.example", "en")
    program.token = ""
    answer, _ = program.call("GET", "/api/v1/users/me/", **jwt)
    assert answer.status_code == 200


def test_the_welcome_comes_once_with_the_first_proved_address(program, post, after_commit):
    program.signs_up()
    with after_commit():
        assert makers.welcomed == []
        program.post("email/verify", key=post.code)
    person = User.objects.get()
    assert makers.welcomed == [person.pk]
    assert person.welcomed_at is not None


def test_a_program_logs_in_and_out_and_the_token_and_the_jwt_die(program):
    a_learner(email="aziza@mail.example")
    answer, found = program.post("login", email="aziza@mail.example", password=PASSWORD)
    assert answer.status_code == 200
    jwt = found["meta"]["access_token"]
    answer, _ = program.call("DELETE", "session")
    assert answer.status_code == 401
    assert program.call("GET", "/api/v1/users/me/")[0].status_code == 401
    program.token = ""
    answer, _ = program.call("GET", "/api/v1/users/me/", Authorization=f"Bearer {jwt}")
    assert answer.status_code == 401


def test_a_program_sets_a_new_password(program, post):
    person = a_learner(email="aziza@mail.example")
    answer, _ = program.post("password/request", email="aziza@mail.example")
    assert answer.status_code == 401
    key = {"X-Password-Reset-Key": post.code}
    assert program.call("GET", "password/reset", **key)[0].status_code == 200
    answer, _ = program.post("password/reset", key=post.code, password="another-fine-sentence")
    assert answer.status_code == 401
    person.refresh_from_db()
    assert person.check_password("another-fine-sentence")
    assert VerificationCode.objects.get().consumed_at is not None


def test_a_code_may_be_looked_at_before_it_is_used(program, post):
    program.signs_up()
    wrong, right = ({"X-Email-Verification-Key": key} for key in (post.wrong_code, post.code))
    answer, found = program.call("GET", "email/verify", **wrong)
    assert (answer.status_code, the_code_of(found)) == (400, "code-wrong")
    for _ in range(2):
        assert program.call("GET", "email/verify", **right)[0].status_code == 200
    assert not EmailAddress.objects.get().verified
    assert program.post("email/verify", key=post.code)[0].status_code == 200
    assert VerificationCode.objects.get().consumed_at is not None


def test_signing_up_again_too_soon_is_a_429(program):
    program.signs_up()
    answer, found = Program().signs_up()
    assert (answer.status_code, the_code_of(found)) == (429, "code-asked-too-often")
    assert int(answer.headers["Retry-After"]) > 0
    assert User.objects.count() == 1


def test_a_new_password_ends_the_other_tokens(program):
    a_learner(email="aziza@mail.example")
    other = Program()
    for one in (program, other):
        one.post("login", email="aziza@mail.example", password=PASSWORD)
    body = {"current_password": PASSWORD, "new_password": "another-fine-sentence"}
    answer, _ = program.call("POST", "/_allauth/app/v1/account/password/change", body)
    assert answer.status_code == 200
    assert program.call("GET", "/api/v1/users/me/")[0].status_code == 200
    assert other.call("GET", "/api/v1/users/me/")[0].status_code == 401


def test_an_address_is_changed_with_the_password_and_a_code(program, post):
    person = a_learner(email="old@mail.example")
    program.token = a_session(person)
    email = "/_allauth/app/v1/account/email"
    answer, found = program.call("POST", email, {"email": "new@mail.example"})
    assert answer.status_code == 401
    assert {"id": "reauthenticate"} in found["data"]["flows"]
    assert program.post("reauthenticate", password="not-the-password")[0].status_code == 400
    assert program.post("reauthenticate", password=PASSWORD)[0].status_code == 200
    assert program.call("POST", email, {"email": "new@mail.example"})[0].status_code == 200
    assert post.sent[-1][1:4:2] == ("new@mail.example", "email_change")
    assert program.post("email/verify", key=post.wrong_code)[0].status_code == 400
    assert program.post("email/verify", key=post.code)[0].status_code == 200
    assert program.call("GET", "/api/v1/users/me/")[1]["email"] == "new@mail.example"


def test_the_token_of_a_sign_up_is_no_token_of_the_account(program, post):
    program.signs_up()
    early = Program()
    early.token = program.token
    program.post("email/verify", key=post.code)
    assert program.call("GET", "/api/v1/users/me/")[0].status_code == 200
    assert early.call("GET", "/api/v1/users/me/")[0].status_code == 401


def test_each_refusal_of_a_code_has_its_own_answer(program, post):
    program.signs_up()
    answer, found = program.post("email/verify", key=post.wrong_code)
    assert (answer.status_code, the_code_of(found)) == (400, "code-wrong")
    assert found["errors"][0]["message"] == "This is not the code. Tries left: 4."
    for _ in range(4):
        answer, found = program.post("email/verify", key=post.wrong_code)
    assert (answer.status_code, the_code_of(found)) == (400, "code-burnt")
    answer, found = program.call("POST", "email/verify/resend")
    assert (answer.status_code, the_code_of(found)) == (429, "code-asked-too-often")
    assert answer.headers["Retry-After"] == str(found["errors"][0]["retry_after"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            "UPDATE users_verificationcode"
            " SET created_at = '2020-01-01', expires_at = '2020-01-02'",
            "code-expired",
        ),
        ("UPDATE users_verificationcode SET consumed_at = created_at", "code-used"),
        ("UPDATE users_verificationcode SET superseded_at = created_at", "code-replaced"),
    ],
)
def test_an_expired_a_used_and_a_replaced_code_say_so(program, post, change, code, as_sql):
    program.signs_up()
    as_sql(change)
    answer, found = program.post("email/verify", key=post.code)
    assert (answer.status_code, the_code_of(found)) == (400, code)


@pytest.fixture
def as_sql():
    from django.db import connections

    from config.databases import alias

    def run(sql):
        with connections[alias(VerificationCode)].cursor() as cursor:
            cursor.execute(sql)

    return run


def test_too_many_wrong_codes_in_a_day_are_a_429(program, post, as_sql):
    a_learner(email="aziza@mail.example")
    for _ in range(3):
        program.post("password/request", email="aziza@mail.example")
        for _ in range(5):
            program.call("GET", "password/reset", **{"X-Password-Reset-Key": post.wrong_code})
        as_sql("UPDATE users_verificationcode SET delivery = 'failed'")
    program.post("password/request", email="aziza@mail.example")
    answer, found = program.call("GET", "password/reset", **{"X-Password-Reset-Key": post.code})
    assert (answer.status_code, the_code_of(found)) == (429, "code-too-many-tries")
    assert int(answer.headers["Retry-After"]) > 0


def test_tries_are_counted_across_sessions(post):
    program = Program()
    program.signs_up()
    row = VerificationCode.objects.get()
    for _ in range(5):
        copy = Program()
        copy.token = _a_copy_of_the_session(program.token)
        copy.post("email/verify", key=post.wrong_code)
    answer, found = program.post("email/verify", key=post.code)
    assert (answer.status_code, the_code_of(found)) == (400, "code-burnt")
    row.refresh_from_db()
    assert row.attempts == 5


def _a_copy_of_the_session(token):
    from django.contrib.sessions.backends.db import SessionStore

    copy = SessionStore()
    copy.update(SessionStore(token).load())
    copy.save()
    return copy.session_key


def test_the_code_rests_in_no_table_session_or_log(program, post, caplog):
    a_learner(email="known@mail.example")
    program.signs_up()
    program.post("email/verify", key=post.wrong_code)
    Program().post("password/request", email="known@mail.example")
    codes = [code for _, _, code, *_ in post.sent]
    assert len(codes) == 2
    sessions = json.dumps([session.get_decoded() for session in Session.objects.all()])
    rows = [
        str(list(model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    ]
    for code in codes:
        assert code not in sessions
        assert code not in caplog.text
        for row in rows:
            assert f"'{code}'" not in row
            assert f" {code}" not in row


def test_an_address_that_nobody_proved_goes_to_its_owner(post):
    attacker = Program()
    attacker.signs_up("victim@mail.example", "password-of-the-attacker")
    VerificationCode.objects.update(delivery="failed")  # the pause is over
    victim = Program()
    answer, _ = victim.signs_up("victim@mail.example", "password-of-the-victim")
    assert answer.status_code == 401
    assert victim.post("email/verify", key=post.code)[0].status_code == 200
    person = User.objects.get()
    assert person.check_password("password-of-the-victim")
    answer, _ = attacker.post("email/verify", key=post.code)
    assert answer.status_code in (400, 409)
    answer, _ = Program().post(
        "login", email="victim@mail.example", password="password-of-the-attacker"
    )
    assert answer.status_code == 400


def test_a_used_account_is_never_taken_from_its_owner(post):
    person = a_person("known@mail.example", proved=False)
    User.objects.filter(pk=person.pk).update(last_login=person.created_at)
    Program().signs_up("known@mail.example", "password-of-the-attacker")
    assert User.objects.get().check_password(PASSWORD)


def test_a_blocked_person_is_out_at_once(program):
    from users import services

    person, staff = a_learner(email="aziza@mail.example"), a_learner()
    program.post("login", email="aziza@mail.example", password=PASSWORD)
    services.block(person.pk, actor_id=staff.pk, reason="asked for it")
    assert program.call("GET", "/api/v1/users/me/")[0].status_code == 401


@pytest.mark.parametrize("token", ["x" * 40, "\u2603", "a'b", "", "x" * 5000])
def test_a_token_of_nobody_is_a_401(token):
    headers = {"X-Session-Token": token.encode().decode("latin-1")}
    assert Client().get("/api/v1/users/me/", headers=headers).status_code == 401


def test_a_token_costs_one_look_up_of_the_session_and_one_of_the_person(program, statements):
    a_learner(email="aziza@mail.example")
    program.post("login", email="aziza@mail.example", password=PASSWORD)
    program.call("GET", "/api/v1/users/me/")
    with statements(exactly=3):
        program.call("GET", "/api/v1/users/me/")


def test_allauth_is_held_where_we_think_it_is():
    assert account_forms.compare_user_code is seams.compare_user_code
    assert inputs.compare_user_code is seams.compare_user_code
    for held in (account_forms.BaseConfirmCodeForm.clean_code, inputs.VerifyEmailInput.clean_key):
        assert "compare_user_code(actual=" in inspect.getsource(held)
    source = inspect.getsource(inputs.ResetPasswordKeyInput._clean_key_code)
    assert "compare_user_code(actual=" in source
    assert EmailVerificationProcess.send is seams.send_address_code
    assert PasswordResetVerificationProcess.send is seams.send_reset_code
    source = inspect.getsource(EmailVerificationProcess)
    assert source.count("self.send(") + source.count("process.send(") == 3
    assert "process.send()" in inspect.getsource(PasswordResetVerificationProcess.initiate)
    assert 'self.state["code"] = get_adapter().generate_email_verification_code()' in source


def test_an_address_is_marked_proved_only_by_its_code(program, post):
    program.signs_up()
    assert not EmailAddress.objects.get().verified
    program.post("email/verify", key=post.code)
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": "a@mail.example", "password": "\\ud800-tulip-window"}',
        b'{"email": "a\\u0000@mail.example", "password": "tulip-window-harvest"}',
        b'{"email": ' + b"[" * 50_000,
        b"[" * 33 + b"]" * 33,
        b"\xff\xfe",
        b"email=a@mail.example",
        b'["a@mail.example"]',
        b'{"email": {"a": 1}, "password": ["x"]}',
        b'{"email": null, "password": null}',
        b"{}",
    ],
)
@pytest.mark.parametrize("path", ["signup", "login", "password/request"])
def test_a_malformed_body_is_a_400(path, body):
    answer = Client().post(AUTH + path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert not User.objects.exists()


def test_an_unproved_person_who_logs_in_again_too_soon_gets_a_429(post):
    a_person("aziza@mail.example", proved=False)
    answer, _ = Program().post("login", email="aziza@mail.example", password=PASSWORD)
    assert answer.status_code == 401
    answer, found = Program().post("login", email="aziza@mail.example", password=PASSWORD)
    assert (answer.status_code, the_code_of(found)) == (429, "code-asked-too-often")
