"""Typed answers against keys: the published rules, case by case."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.marking.answer_key import KeySyntaxError, forms, judge, key_faults
from assessments.marking.normalise import Counted, WordLimit, count, fold, within
from assessments.marking.reasons import reason_text

ONE = WordLimit(1)
TWO = WordLimit(2)
THREE = WordLimit(3)
ONE_AND_NUMBER = WordLimit(1, numbers=True)
TWO_AND_NUMBER = WordLimit(2, numbers=True)
A_NUMBER = WordLimit(0, numbers=True)

CASES = [
    # key, limit, typed, reason
    ("third part", TWO, "third part", "correct"),
    ("third part", TWO, "THIRD PART", "correct"),
    ("third part", TWO, "  third   part ", "correct"),
    ("third part", TWO, "third part.", "correct"),
    ("third part", TWO, "“third part”", "correct"),
    ("third part", TWO, "third\u00a0part", "correct"),
    ("third part", ONE, "third part", "over_limit"),
    ("third", ONE, "a third part", "over_limit"),
    ("afternoon", TWO, "in the afternoon", "over_limit"),
    ("afternoon", THREE, "in the afternoon", "extra_words"),
    ("(in the) afternoon", THREE, "in the afternoon", "correct"),
    ("(in the) afternoon", THREE, "afternoon", "correct"),
    ("brown leather jacket / jacket of brown leather", THREE, "brown leather jacket", "correct"),
    ("leather jacket", TWO, "jacket of leather", "over_limit"),
    ("brown-leather jacket", TWO, "brown-leather jacket", "correct"),
    ("well-known", ONE, "well-known", "correct"),
    ("well-known", ONE, "well known", "over_limit"),
    ("well known", TWO, "well-known", "correct"),
    ("well–known", ONE, "well-known", "correct"),
    ("colour", ONE, "color", "correct"),
    ("organization", ONE, "organisation", "correct"),
    ("centre", ONE, "center", "correct"),
    ("travelling", ONE, "traveling", "correct"),
    ("programme", ONE, "program", "correct"),
    ("exercise", ONE, "exercize", "spelling_close"),
    ("harbour", ONE, "harbor", "correct"),
    ("photosynthesis", ONE, "photosinthesis", "spelling_close"),
    ("temperature", ONE, "temperatuer", "spelling_close"),
    ("seeds", ONE, "seed", "spelling_close"),
    ("salt", ONE, "sand", "not_accepted"),
    ("café", ONE, "cafe", "correct"),
    ("naive", ONE, "naïve", "correct"),
    ("farmer’s", ONE, "farmer's", "correct"),
    ("car/bus", ONE, "bus", "correct"),
    ("car/bus", ONE, "car", "correct"),
    ("car/bus", ONE, "car/bus", "over_limit"),
    ("car/bus", TWO, "car/bus", "not_accepted"),
    ("(the) car park(s)", THREE, "car parks", "correct"),
    ("(the) car park(s)", THREE, "the car park", "correct"),
    ("(a/the) dog", TWO, "the dog", "correct"),
    ("black/white bread", TWO, "white bread", "correct"),
    ("30,000", A_NUMBER, "30000", "correct"),
    ("30000", A_NUMBER, "30 000", "correct"),
    ("30,000", A_NUMBER, "30.000", "not_accepted"),
    ("3.5", A_NUMBER, "3,5", "not_accepted"),
    ("9.30 am", A_NUMBER, "9:30am", "correct"),
    ("9.30", A_NUMBER, "09:30", "correct"),
    ("9 am", A_NUMBER, "9.00 a.m.", "correct"),
    ("9.30am", A_NUMBER, "9.30pm", "not_accepted"),
    ("12.06.2016", A_NUMBER, "12.06.2016", "correct"),
    ("12/06/2016", A_NUMBER, "12/06/2016", "correct"),
    ("12 July", ONE_AND_NUMBER, "12th July", "correct"),
    ("12 July", ONE_AND_NUMBER, "12th of July", "over_limit"),
    ("55%", A_NUMBER, "55 %", "correct"),
    ("55%", A_NUMBER, "55 percent", "over_limit"),
    ("55 percent", ONE_AND_NUMBER, "55%", "correct"),
    ("6 million", ONE_AND_NUMBER, "6 million", "correct"),
    ("six million", TWO, "six million", "correct"),
    ("six / 6", ONE_AND_NUMBER, "6", "correct"),
    ("6", ONE, "6", "correct"),
    ("6 boats", ONE, "6 boats", "over_limit"),
    ("($)19.17", A_NUMBER, "$19.17", "correct"),
    ("($)19.17", A_NUMBER, "19.17", "correct"),
    ("20 km", ONE_AND_NUMBER, "20km", "correct"),
    ("km\\/h", ONE, "km/h", "correct"),
    ("100 km/h", ONE_AND_NUMBER, "100 km/h", "correct"),
    ("100 km/h", ONE_AND_NUMBER, "100 h", "not_accepted"),
    ("8 m/s", ONE_AND_NUMBER, "8m/s", "correct"),
    ("£20", A_NUMBER, "20 £", "correct"),
    ("$19.17", A_NUMBER, "19.17$", "correct"),
    ("$20", A_NUMBER, "£20", "not_accepted"),
    ("5°C", A_NUMBER, "5 °C", "correct"),
    ("0.5", A_NUMBER, ".5", "correct"),
    ("2½", A_NUMBER, "2 1/2", "correct"),
    ("2½ hours", ONE_AND_NUMBER, "2½ hours", "correct"),
    ("2½", A_NUMBER, "21/2", "not_accepted"),
    ("camel", ONE, "\u0441am\u0435l", "correct"),
    ("CAMEL", ONE, "\u0421\u0410\u041c\u0415L", "correct"),
    ("camel", ONE, "верблюд", "not_accepted"),
    ("-5", A_NUMBER, "−5", "correct"),
    ("-5", A_NUMBER, "5", "not_accepted"),
    ("1990", A_NUMBER, "1991", "not_accepted"),
    ("salt and pepper", THREE, "salt & pepper", "correct"),
    ("salt and pepper", TWO, "salt & pepper", "over_limit"),
    ("UK", ONE, "U.K.", "correct"),
    ("oʻzbek", ONE, "o'zbek", "correct"),
    ("salt", ONE, "", "unanswered"),
    ("salt", ONE, " … ", "unanswered"),
    ("salt", None, "a lot of salt", "extra_words"),
]


@pytest.mark.parametrize(("key", "limit", "typed", "reason"), CASES)
def test_a_typed_answer_is_judged_by_the_published_rules(key, limit, typed, reason):
    assert judge(key, limit, typed).code == reason


@pytest.mark.parametrize(
    ("limit", "typed", "sentence"),
    [
        (TWO, "the wet old pads", "Words: 4, allowed: 2."),
        (ONE, "6 boats", "Words: 2, allowed: 1."),
        (ONE_AND_NUMBER, "big boats 6 7", "Words: 2 of 1, numbers: 2 of 1."),
    ],
)
def test_an_answer_over_the_limit_is_told_what_was_counted(limit, typed, sentence):
    with translation.override("en"):
        assert reason_text(judge("boat", limit, typed)).endswith(sentence)


@pytest.mark.parametrize(
    ("text", "words", "numbers"),
    [
        ("brown-leather jacket", 2, 0),
        ("a jacket", 2, 0),
        ("30,000", 0, 1),
        ("30 000", 0, 1),
        ("9.30am", 0, 1),
        ("9.30 a.m.", 0, 1),
        ("12.06.2016", 0, 1),
        ("55 %", 0, 1),
        ("$19.17", 0, 1),
        ("12th July", 1, 1),
        ("55 percent", 1, 1),
        ("six million", 2, 0),
        ("20-year-old", 1, 0),
        ("CO2", 1, 0),
        ("3D", 1, 0),
        ("1990s", 0, 1),
        ("20 km/h", 1, 1),
        ("8 m/s", 1, 1),
        ("5 °C", 0, 1),
        ("2 1/2 hours", 1, 1),
        ("– — -", 0, 0),
        ("tea (green)", 2, 0),
        ("", 0, 0),
    ],
)
def test_words_and_numbers_are_counted_as_they_were_typed(text, words, numbers):
    assert count(text) == Counted(words, numbers)


@pytest.mark.parametrize(
    ("key", "limit", "fault"),
    [
        ("", TWO, "key-missing"),
        (" / ", TWO, "key-missing"),
        ("car (park", TWO, "key-brackets"),
        ("((a) b)", TWO, "key-brackets"),
        ("-- / car", TWO, "key-empty-alternative"),
        ("in the afternoon", TWO, "key-over-limit"),
        ("car / in the afternoon", TWO, "key-over-limit"),
        ("a/b a/b a/b a/b a/b a/b a/b a/b", None, "key-too-many"),
    ],
)
def test_a_key_that_can_not_be_answered_is_named(key, limit, fault):
    assert key_faults(key, limit) == [fault]


@pytest.mark.parametrize("key", ["(in the) afternoon", "car / bus", "30,000", "km\\/h", "(a) b"])
def test_a_key_with_one_possible_form_an_alternative_is_fine(key):
    assert key_faults(key, TWO) == []


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (ONE, "ONE WORD ONLY"),
        (ONE_AND_NUMBER, "ONE WORD AND/OR A NUMBER"),
        (TWO, "NO MORE THAN TWO WORDS"),
        (TWO_AND_NUMBER, "NO MORE THAN TWO WORDS AND/OR A NUMBER"),
        (A_NUMBER, "A NUMBER"),
    ],
)
def test_a_limit_is_worded_as_in_an_exam(limit, text):
    assert limit.text == text


PIECES = [
    *("12th", "July", "30,000", "30", "000", "9:30", "am", "p.m.", "5%", "per", "cent", "U.K."),
    *("-5", "colour", "/", "(", ")"),
]
texts = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="aZé1 0.,:/-–'’%$()amphkst\n&Í", max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join),
)


@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_case_and_outer_blanks_never_matter(text):
    assert fold(f"  {text}\t") == fold(text)


@given(texts, texts)
def test_no_text_breaks_the_marking(key, typed):
    assert judge(key, TWO, typed).code
    key_faults(key, TWO)
    count(typed)


@given(texts)
def test_every_form_that_a_key_accepts_is_right(key):
    try:
        accepted = forms(key)
    except KeySyntaxError:
        return
    for form in accepted:
        if fold(form):
            assert judge(key, None, form).code == "correct"
            assert not within(form, ONE) or judge(key, ONE, form).code == "correct"
