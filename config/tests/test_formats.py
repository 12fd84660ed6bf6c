"""Money, dates, bands and texts in three languages, byte for byte."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from config import formats

AFTERNOON = datetime(2026, 11, 24, 9, 3, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tiyin", "locale", "text"),
    [
        (14_900_000, "uz", "149\u00a0000\u00a0soʻm"),
        (14_900_000, "ru", "149\u00a0000\u00a0сум"),
        (14_900_000, "en", "149,000 soʻm"),
        (0, "uz", "0\u00a0soʻm"),
        (150, "uz", "1,50\u00a0soʻm"),
        (150, "en", "1.50 soʻm"),
        (-4_900_000, "ru", "−49\u00a0000\u00a0сум"),
        (123_456_789_00, "en", "123,456,789 soʻm"),
    ],
)
def test_money_is_written_as_each_language_writes_it(tiyin, locale, text):
    assert formats.money(tiyin, locale) == text


@pytest.mark.parametrize(
    ("locale", "day", "day_time"),
    [
        ("uz", "24-noyabr, 2026", "24-noyabr, 14:03"),
        ("ru", "24 ноября 2026\u00a0г.", "24 ноября, 14:03"),
        ("en", "24 November 2026", "24 November, 14:03"),
        ("de", "24-noyabr, 2026", "24-noyabr, 14:03"),
        ("ru-RU", "24 ноября 2026\u00a0г.", "24 ноября, 14:03"),
    ],
)
def test_a_day_has_our_own_month_names_and_tashkents_clock(locale, day, day_time):
    assert formats.day(AFTERNOON, locale) == day
    assert formats.day_time(AFTERNOON, locale) == day_time


def test_an_evening_in_london_is_the_next_day_in_tashkent():
    assert formats.day(datetime(2026, 11, 24, 20, 0, tzinfo=UTC), "en") == "25 November 2026"
    assert formats.day(date(2026, 11, 24), "en") == "24 November 2026"
    assert formats.short_day(date(2026, 3, 5)) == "05.03.2026"


def test_a_clock_time_has_seconds_only_on_request():
    assert formats.clock(AFTERNOON) == "14:03"
    assert formats.clock(AFTERNOON, seconds=True) == "14:03:22"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (-5, "0:00"), (578, "9:38"), (3600, "1:00:00"), (2304.9, "38:24")],
)
def test_a_span_is_minutes_and_seconds(seconds, text):
    assert formats.span(seconds) == text


@pytest.mark.parametrize(
    ("value", "locale", "text"),
    [
        ("6.5", "uz", "6,5"),
        ("6.5", "ru", "6,5"),
        (Decimal("6.5"), "en", "6.5"),
        ("7", "uz", "7,0"),
        ("B2", "uz", "B2"),
        ("NaN", "uz", "NaN"),
    ],
)
def test_a_band_has_one_decimal_and_the_readers_sign(value, locale, text):
    assert formats.band(value, locale) == text


def test_every_language_names_twelve_months():
    for names in (formats.MONTHS, formats.SHORT_MONTHS):
        assert {len(months) for months in names.values()} == {12}
    assert all(name == name.lower() for name in formats.MONTHS["uz"])


def drawn(source: str, locale: str = "uz", **values: object) -> str:
    with translation.override(locale):
        return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v|money }}", 14_900_000, "149\u00a0000\u00a0soʻm"),
        ("{{ v|money }}", None, ""),
        ("{{ v|grouped }}", 12_500, "12\u00a0500"),
        ("{{ v|day }}", date(2026, 11, 24), "24-noyabr, 2026"),
        ("{{ v|day }}", None, ""),
        ('{{ v|clock:"s" }}', AFTERNOON, "14:03:22"),
        ("{{ v|band }}", None, "–"),
        ("{{ v|span }}", 75, "1:15"),
        ("{{ v|localised }}", {"uz": "Oʻqish", "en": "Reading"}, "Oʻqish"),
        ("{{ v|localised }}", {"en": "Reading"}, "Reading"),
        ("{{ v|localised }}", "Reading", "Reading"),
        ("{{ v|localised }}", None, ""),
        ("{{ v|emphasis }}", "a **b** <c> **", "a <strong>b</strong> &lt;c&gt; **"),
        ("{{ v|paragraphs }}", "one\n\n<two>", "<p>one</p>\n<p>&lt;two&gt;</p>"),
    ],
)
def test_filters_are_there_without_loading_them(source, value, text):
    assert drawn(source, v=value) == text


def test_an_icon_is_hidden_unless_it_has_a_label():
    assert drawn('{% icon "bell" %}') == (
        '<svg class="icon" aria-hidden="true"><use href="#i-bell"/></svg>'
    )
    labelled = drawn("{% icon kind label=words %}", kind="listening", words="Tinglash <1>")
    assert 'aria-label="Tinglash &lt;1&gt;"' in labelled
    assert "#i-headphones" in labelled
