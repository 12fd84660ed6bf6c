from datetime import timedelta

import pytest
from django.utils import timezone

from users import code_rules, codes
from users.codes import CodeRequest
from users.errors import (
    CodeAskedTooOften,
    CodeBurnt,
    CodeExpired,
    CodeReplaced,
    CodeUsed,
    TooManyTries,
    WrongCode,
)
from users.models import VerificationCode
from users.tests.makers import a_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def an_issued_code(person=None, *, at=NOW, purpose="signup", target="aziza@mail.example", ip=""):
    handle = codes.new_handle()
    user_id = person.pk if person else None
    codes.issue(handle, CodeRequest(purpose, target, user_id, ip, "uz"), at=at)
    return handle


@pytest.fixture
def aziza():
    return a_person("aziza@mail.example", proved=False)


def test_the_keyed_hash_is_the_published_one():
    text = code_rules.code_text(
        "login", "email", "aziza@example.uz", "018f3c2e-0000-7000-8000-000000000001", "482913"
    )
    assert code_rules.keyed_hash("test-code-key", text) == (
        "c093049e51a8193030dee4cdb1a267be8c7d30b92d8ad8ea39f2402278b38cae"
    )


def test_a_right_code_works_once(aziza, post):
    handle = an_issued_code(aziza)
    codes.check(handle, post.code, at=NOW)
    with pytest.raises(CodeUsed):
        codes.check(handle, post.code, at=NOW)


def test_blanks_and_dashes_do_not_matter(aziza, post):
    handle = an_issued_code(aziza)
    codes.check(handle, f" {post.code[:3]}-{post.code[3:]} ", at=NOW)


def test_a_code_for_a_password_is_good_twice_and_ends_when_the_password_is_set(aziza, post):
    handle = an_issued_code(aziza, purpose="password_reset")
    codes.check(handle, post.code, at=NOW)
    codes.check(handle, post.code, at=NOW)
    codes.use_up("password_reset", aziza.pk)
    with pytest.raises(CodeUsed):
        codes.check(handle, post.code, at=NOW)


@pytest.mark.parametrize(("purpose", "life"), [("signup", 600), ("password_reset", 300)])
def test_a_code_ends_with_its_life(aziza, post, purpose, life):
    handle = an_issued_code(aziza, purpose=purpose)
    with pytest.raises(CodeExpired):
        codes.check(handle, post.code, at=NOW + timedelta(seconds=life))
    codes.check(handle, post.code, at=NOW + timedelta(seconds=life - 1))


def test_wrong_tries_count_down_and_the_fifth_burns_the_code(aziza, post):
    handle = an_issued_code(aziza)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode) as refused:
            codes.check(handle, post.wrong_code, at=NOW)
        assert refused.value.details == {"left": left}
    for given in (post.wrong_code, post.code):
        with pytest.raises(CodeBurnt):
            codes.check(handle, given, at=NOW)
    assert VerificationCode.objects.get().attempts == 5


def test_fifteen_wrong_tries_a_day_close_an_address_whatever_the_code(aziza, post):
    for number in range(3):
        at = NOW + timedelta(minutes=10 * number)
        handle = an_issued_code(aziza, at=at)
        for _ in range(5):
            with pytest.raises((WrongCode, CodeBurnt)):
                codes.check(handle, post.wrong_code, at=at)
    at = NOW + timedelta(minutes=40)
    handle = an_issued_code(aziza, at=at)
    with pytest.raises(TooManyTries) as refused:
        codes.check(handle, post.code, at=at)
    assert 0 < refused.value.details["retry_after"] <= 86_400


def test_a_newer_code_voids_the_older(aziza, post):
    older = an_issued_code(aziza)
    old_code = post.code
    newer = an_issued_code(aziza, at=NOW + timedelta(seconds=61))
    with pytest.raises(CodeReplaced):
        codes.check(older, old_code, at=NOW + timedelta(seconds=62))
    codes.check(newer, post.code, at=NOW + timedelta(seconds=62))


def test_the_pause_before_another_code_grows(aziza):
    at = NOW
    an_issued_code(aziza, at=at)
    for pause in (60, 120, 300, 300):
        with pytest.raises(CodeAskedTooOften) as refused:
            an_issued_code(aziza, at=at + timedelta(seconds=pause - 1))
        assert refused.value.details == {"retry_after": 1}
        at += timedelta(seconds=pause)
        an_issued_code(aziza, at=at)
    with pytest.raises(CodeAskedTooOften) as refused:
        an_issued_code(aziza, at=at + timedelta(seconds=301))
    assert refused.value.details["retry_after"] == 3600 - 780 - 301


def test_ten_codes_a_day_are_the_most(aziza):
    for number in range(10):
        an_issued_code(aziza, at=NOW + timedelta(hours=number))
    with pytest.raises(CodeAskedTooOften):
        an_issued_code(aziza, at=NOW + timedelta(hours=11))


def test_spellings_of_an_address_share_one_quota(aziza):
    an_issued_code(aziza, target="Aziza@Mail.Example ")
    with pytest.raises(CodeAskedTooOften):
        an_issued_code(aziza)


def test_a_network_gets_twenty_codes_an_hour_whatever_the_address(aziza):
    for number in range(20):
        an_issued_code(aziza, target=f"p{number}@mail.example", ip=f"2001:db8::{number:x}")
    with pytest.raises(CodeAskedTooOften):
        an_issued_code(aziza, target="other@mail.example", ip="2001:db8::ffff")
    an_issued_code(aziza, target="other@mail.example", ip="2001:db8:0:1::1")


def test_a_sender_that_fails_marks_the_row_and_the_next_code_need_not_wait(aziza, post, caplog):
    post.broken = True
    an_issued_code(aziza)
    assert VerificationCode.objects.get().delivery == "failed"
    post.broken = False
    an_issued_code(aziza, at=NOW + timedelta(seconds=1))
    assert VerificationCode.objects.filter(delivery="sent").count() == 1
    assert "could not send" not in caplog.text


def test_a_decoy_is_sent_to_nobody_and_answers_like_a_code(post):
    handle = an_issued_code()
    assert post.sent == []
    for _ in range(4):
        with pytest.raises(WrongCode):
            codes.check(handle, "123456", at=NOW)
    with pytest.raises(CodeBurnt):
        codes.check(handle, "123456", at=NOW)


def test_a_rotated_key_keeps_live_codes_valid(aziza, post, settings):
    handle = an_issued_code(aziza)
    settings.CODE_HASH_KEYS = ["a newer key", *settings.CODE_HASH_KEYS]
    codes.check(handle, post.code, at=NOW)


def test_a_rotated_key_remembers_who_asked_and_who_guessed(aziza, post, settings):
    an_issued_code(aziza)
    settings.CODE_HASH_KEYS = ["a newer key", *settings.CODE_HASH_KEYS]
    with pytest.raises(CodeAskedTooOften):
        an_issued_code(aziza, at=NOW + timedelta(seconds=1))
    VerificationCode.objects.update(max_attempts=15, attempts=15)
    later = an_issued_code(aziza, at=NOW + timedelta(seconds=61))
    with pytest.raises(TooManyTries):
        codes.check(later, post.code, at=NOW + timedelta(seconds=62))


def test_old_codes_forget_whom_they_went_to(aziza):
    an_issued_code(aziza, at=NOW - timedelta(days=91), ip="192.0.2.7")
    an_issued_code(aziza)
    assert codes.blank_old(NOW) == 1
    old = VerificationCode.objects.order_by("created_at").first()
    assert (old.target, old.ip, old.ip_net) == ("", None, "")


def test_checking_a_code_costs_a_handful_of_statements(aziza, post, statements):
    handle = an_issued_code(aziza)
    with statements(at_most=3):
        codes.check(handle, post.code, at=NOW)
