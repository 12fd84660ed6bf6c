"""How money, days, clock times and bands are written in Uzbek, Russian and English.

Pure functions of a value and a locale. Django's own Uzbek formats write month names with a
capital letter and CLDR mixes two spellings of soʻm, so the tables are our own.
"""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
TASHKENT = ZoneInfo("Asia/Tashkent")

MONTHS = {
    "uz": (
        "yanvar",
        "fevral",
        "mart",
        "aprel",
        "may",
        "iyun",
        "iyul",
        "avgust",
        "sentyabr",
        "oktyabr",
        "noyabr",
        "dekabr",
    ),
    "ru": (
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS = {
    "uz": (
        "yan",
        "fev",
        "mar",
        "apr",
        "may",
        "iyn",
        "iyl",
        "avg",
        "sen",
        "okt",
        "noy",
        "dek",
    ),
    "ru": (
        "янв",
        "фев",
        "мар",
        "апр",
        "май",
        "июн",
        "июл",
        "авг",
        "сен",
        "окт",
        "ноя",
        "дек",
    ),
    "en": (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ),
}
CURRENCY = {"uz": "soʻm", "ru": "сум", "en": "soʻm"}


def language(locale: str) -> str:
    """The one of our three languages that a locale such as "ru-RU" means; Uzbek for any other."""
    short = locale.replace("_", "-").split("-")[0].lower()
    return short if short in MONTHS else "uz"


def grouped(number: int, locale: str) -> str:
    """A whole number with its thousands apart: 149 000 in Uzbek and Russian, 149,000 in English."""
    text = f"{number:,}"
    return text if language(locale) == "en" else text.replace(",", NBSP)


def money(tiyin: int, locale: str) -> str:
    """An amount of tiyin as soʻm with its unit; hundredths are shown only where there are any."""
    lang = language(locale)
    sign = "−" if tiyin < 0 else ""
    whole, rest = divmod(abs(tiyin), 100)
    digits = grouped(whole, lang)
    if rest:
        digits += f"{decimal_mark(lang)}{rest:02d}"
    gap = " " if lang == "en" else NBSP
    return f"{sign}{digits}{gap}{CURRENCY[lang]}"


def decimal_mark(locale: str) -> str:
    """The sign before decimals: a comma, in English a point."""
    return "." if language(locale) == "en" else ","


def band(value: Decimal | str | float, locale: str) -> str:
    """A band with one decimal, "6,5" or "6.5"; a text that is no number is given back as it is."""
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    if not number.is_finite():
        return str(value)
    return f"{number:.1f}".replace(".", decimal_mark(locale))


def in_tashkent(value: date) -> date:
    """The same moment on Tashkent's clock; a plain day stays as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(TASHKENT)
    return value


def day(value: date, locale: str) -> str:
    """A day in full: 24-noyabr, 2026 · 24 ноября 2026 г. · 24 November 2026."""
    lang = language(locale)
    there = in_tashkent(value)
    if lang == "uz":
        return f"{_day_and_month(there, lang)}, {there.year}"
    return f"{_day_and_month(there, lang)} {there.year}" + (f"{NBSP}г." if lang == "ru" else "")


def short_day(value: date) -> str:
    """A day in figures, alike in the three languages: 24.11.2026."""
    return f"{in_tashkent(value):%d.%m.%Y}"


def day_time(value: datetime, locale: str) -> str:
    """A day without its year and the time of day: 24-noyabr, 14:03."""
    return f"{_day_and_month(in_tashkent(value), language(locale))}, {clock(value)}"


def month(value: date, locale: str) -> str:
    """The short name of a day's month, for the axis of a chart: noy, ноя, Nov."""
    return SHORT_MONTHS[language(locale)][in_tashkent(value).month - 1]


def clock(value: datetime | time, *, seconds: bool = False) -> str:
    """The time of day on a 24-hour clock, 14:03 or with `seconds` 14:03:22."""
    there = in_tashkent(value) if isinstance(value, datetime) else value
    return f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"


def span(seconds: int | float) -> str:
    """A length of time in whole seconds as 9:38, or 1:09:38 from an hour on; never below 0:00."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _day_and_month(value: date, lang: str) -> str:
    name = MONTHS[lang][value.month - 1]
    return f"{value.day}-{name}" if lang == "uz" else f"{value.day} {name}"
