"""Two spellings of one answer become one string, and words are counted as an examiner would.

Pure. `fold` is for comparing only: limits are counted on what the candidate typed, because a
hyphen is a blank when answers are compared and joins one word when words are counted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assessments.marking.spelling import american

APOSTROPHES = dict.fromkeys(map(ord, "‘’‚‛ʻʼʹˈ′`´＇"), "'")
BLANKED = dict.fromkeys(map(ord, '“”„‟«»″＂"()[]{}'), " ")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－⁃"), "-")
PLAIN = DASHES | {ord("⁄"): "/", ord("\u00ad"): None, ord("％"): "%"}
# letters of another keyboard that nobody can tell from the Latin ones
CYRILLIC = str.maketrans("аеорсхуіѕјһАВЕКМНОРСТХУІЅЈ", "aeopcxyisjhABEKMHOPCTXYISJ")
SIGNS = APOSTROPHES | BLANKED | PLAIN | CYRILLIC | {ord("&"): " and "}
IGNORED = frozenset({"Mn", "Me", "Cf", "Cs"})

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
UNITS = "km/h|kmh|m/s|mph|km|cm|mm|kg|mg|ml|m|g|l|ha"

PUNCTUATION = re.compile(r"(?<!\d)[,;:!?…·]+|[,;:!?…·]+(?!\d)")
FULL_STOP = re.compile(r"\.+(?!\S)|(?<!\S)\.+(?!\d)|\.{2,}")

THOUSANDS_BY_COMMA = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
THOUSANDS_BY_BLANK = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,])")
CLOCK = re.compile(r"(?<![\d:.])0?(\d{1,2}):(\d{2})(?![\d:])")
HALF_DAY = re.compile(r"(?<=\d) ?([ap])\.? ?m\b\.?")
FULL_HOUR = re.compile(r"(?<![\d.:])0?(\d{1,2})\.00 (?=[ap]m\b)")
ORDINAL_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)(?: of)?(?= (?:{MONTHS})\b)"
    rf"|\b({MONTHS}) (\d{{1,2}})(?:st|nd|rd|th)\b"
)
INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
PERCENT = re.compile(r"(?<=\d) ?%|\bper cent\b")
MONEY = re.compile(r"([$£€¥]) (?=\d)")
MONEY_BEHIND = re.compile(r"(?<![\d.,$£€¥])(\d+(?:[.,]\d+)*) ?([$£€¥])(?!\d)")
DEGREES = re.compile(r"(?<=\d) (?=°)")
MIXED = re.compile(r"(?<=\d) ?(?=[¼-¾⅐-⅞])")
POINT_FIRST = re.compile(r"(?<![\w.,])\.(?=\d)")
UNIT = re.compile(rf"(?<=\d)(?=(?:{UNITS})(?![\w/]))")
HYPHEN = re.compile(r"(?<=\S)-|-(?!\d)")
LONE_APOSTROPHE = re.compile(r"(?<!\S)'+|'+(?!\S)")
BLANKS = re.compile(r"\s+")

NUMBER = re.compile(
    rf"""[$£€¥]?[+-]?\d+(?:[.,:/-]\d+)*
        (?:%|°c|°f|°|st|nd|rd|th|s|am|pm|a\.m\.?|p\.m\.?|{UNITS})?[$£€¥]?""",
    re.VERBOSE | re.IGNORECASE,
)
UNIT_WORD = re.compile(rf"(?:{UNITS})", re.IGNORECASE)
ONE_NUMBER = re.compile(r"(?<=\d) (?=[ap]\.?m\b|°|\d/\d)", re.IGNORECASE)


NUMBER_NAMES = {2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE"}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many words and how many numbers a text has; a number is not counted as a word."""

    words: int
    numbers: int


@dataclass(frozen=True, slots=True)
class WordLimit:
    """At most so many words, and beside them one number if `numbers`; 0 words: a number alone."""

    words: int
    numbers: bool = False

    @property
    def text(self) -> str:
        """The limit as an English exam words it: NO MORE THAN TWO WORDS AND/OR A NUMBER."""
        if self.words < 1:
            return "A NUMBER"
        tail = " AND/OR A NUMBER" if self.numbers else ""
        if self.words == 1:
            return f"ONE WORD{tail or ' ONLY'}"
        name = NUMBER_NAMES.get(self.words, str(self.words))
        return f"NO MORE THAN {name} WORDS{tail}"

    def admits(self, counted: Counted) -> bool:
        """Whether a text so counted keeps the limit. Without `numbers` a number is one word."""
        if self.numbers:
            return counted.words <= self.words and counted.numbers <= 1
        return counted.words + counted.numbers <= self.words


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """The form of a text that is compared: folding it again changes nothing.

    Case, accents, kinds of quotes and dashes, blanks, punctuation at the ends, thousands
    separators, forms of clock times, the place of a currency sign and British or American spelling
    make no difference; nor does a Cyrillic letter that looks like the Latin one. A decimal comma
    stays apart from a decimal point.
    """
    for _ in range(8):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    text = MIXED.sub(" ", text.translate(SIGNS))
    text = unicodedata.normalize("NFKD", text).translate(SIGNS).casefold()
    text = "".join(sign for sign in text if unicodedata.category(sign) not in IGNORED)
    text = BLANKS.sub(" ", text)
    text = INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    text = _fold_numbers(text)
    for sign in (PUNCTUATION, FULL_STOP, HYPHEN, LONE_APOSTROPHE):
        text = sign.sub(" ", text)
    return " ".join(american(word) for word in text.split())


def _fold_numbers(text: str) -> str:
    text = THOUSANDS_BY_COMMA.sub(lambda match: match[0].replace(",", ""), text)
    text = THOUSANDS_BY_BLANK.sub(lambda match: match[0].replace(" ", ""), text)
    text = CLOCK.sub(r"\1.\2", text)
    text = HALF_DAY.sub(r" \1m", text)
    text = FULL_HOUR.sub(r"\1 ", text)
    text = ORDINAL_DAY.sub(lambda match: match[1] or f"{match[2]} {match[3]}", text)
    text = PERCENT.sub(_percent, text)
    text = MONEY_BEHIND.sub(r"\2\1", MONEY.sub(r"\1", text))
    text = POINT_FIRST.sub("0.", DEGREES.sub("", text))
    return UNIT.sub(" ", text)


def _percent(match: re.Match[str]) -> str:
    return "percent" if match[0].startswith("per") else " percent"


def count(text: str) -> Counted:
    """Words and numbers of a text as it was typed.

    A hyphenated word is one word, 30,000 and 9.30am and 55% are one number each, "12th July" is
    a number and a word, "six million" two words; lone signs are nothing.
    """
    words = numbers = 0
    for token in _tokens(text):
        if NUMBER.fullmatch(token):
            numbers += 1
        else:
            words += 1 if UNIT_WORD.fullmatch(token) else _pieces(token)
    return Counted(words, numbers)


def within(text: str, limit: WordLimit | None) -> bool:
    """Whether a text keeps the limit; with no limit every text does."""
    return limit is None or limit.admits(count(text))


def _tokens(text: str) -> list[str]:
    plain = BLANKS.sub(" ", unicodedata.normalize("NFKC", text.translate(PLAIN)).translate(PLAIN))
    plain = THOUSANDS_BY_BLANK.sub(lambda match: match[0].replace(" ", ""), plain)
    plain = ONE_NUMBER.sub("", plain)
    words = (word.strip("()[]{}\"'“”‘’.,;:!?…·") for word in plain.split())
    return [word for word in words if _has_letter_or_digit(word)]


def _pieces(token: str) -> int:
    return sum(1 for piece in token.split("/") if _has_letter_or_digit(piece))


def _has_letter_or_digit(text: str) -> bool:
    return "&" in text or any(sign.isalnum() for sign in text)
