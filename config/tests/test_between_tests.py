"""What one test must not leave to the next, and what tests do faster than the product."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password

from config import settings as product
from config import worker


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_queued_is_left_from_another_test(turn):
    assert worker._here().waiting.empty()
    worker.put("tests.left_behind", (turn,))


def test_the_product_hashes_passwords_with_argon2(settings):
    assert identify_hasher(make_password("a sentence")).algorithm == "md5"
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    assert identify_hasher(make_password("a sentence")).algorithm == "argon2"
