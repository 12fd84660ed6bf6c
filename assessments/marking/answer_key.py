"""The key of a gap: which typed answers it accepts, and why another is not one of them.

Pure. Key syntax: ` / ` with blanks between whole alternatives, `a/b` inside a group of words,
`( )` around what may be left out, a backslash before a sign that is meant as it is. A slash
between two digits is part of the number, that of km/h part of the unit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from assessments.marking.normalise import WordLimit, count, fold, within
from assessments.marking.reasons import Reason

MOST_FORMS = 200
LONGEST_KEY = 1_000

ALTERNATIVES = re.compile(r"\s+/\s+")
OPTIONAL = re.compile(r"\(([^()]*)\)")
INNER_SLASH = re.compile(r"(?<!\d)/|/(?!\d)")
UNIT_SLASH = re.compile(r"(?<=\bkm)/(?=h\b)|(?<=\bm)/(?=s\b)")
ESCAPED = {r"\/": "\ue000", r"\(": "\ue001", r"\)": "\ue002", "\\\\": "\ue003"}


class KeySyntaxError(ValueError):
    """A key that can not be read; the text is a fault's code."""


@lru_cache(maxsize=4096)
def forms(key: str) -> tuple[str, ...]:
    """Every accepted form of a key as an author would write it, the fullest of each first.

    Raises KeySyntaxError: key-missing, key-brackets, key-too-many.
    """
    found: dict[str, None] = {}
    for alternative in _alternatives(key):
        found.update(dict.fromkeys(_expanded(alternative)))
    if not found:
        raise KeySyntaxError("key-missing")
    return tuple(found)


@lru_cache(maxsize=4096)
def _folded_forms(key: str) -> dict[str, str]:
    try:
        return {fold(form): form for form in reversed(forms(key)) if fold(form)}
    except KeySyntaxError:
        return {}


def _alternatives(key: str) -> list[str]:
    if len(key) > LONGEST_KEY:
        raise KeySyntaxError("key-too-many")
    for written, mark in ESCAPED.items():
        key = key.replace(written, mark)
    key = UNIT_SLASH.sub(ESCAPED[r"\/"], key)
    return [part for part in ALTERNATIVES.split(key.strip()) if part.strip()]


def _expanded(alternative: str) -> list[str]:
    pieces = OPTIONAL.split(alternative)
    if any(sign in piece for piece in pieces for sign in "()"):
        raise KeySyntaxError("key-brackets")
    choices: list[tuple[str, ...]] = [
        (piece,) if n % 2 == 0 else (piece, "") for n, piece in enumerate(pieces)
    ]
    found: dict[str, None] = {}
    for bracketed in _combined(choices):
        groups = [tuple(INNER_SLASH.split(word)) for word in "".join(bracketed).split()]
        for words in _combined(groups):
            if form := " ".join(word for word in words if word):
                found[_unescaped(form)] = None
        if len(found) > MOST_FORMS:
            raise KeySyntaxError("key-too-many")
    return list(found)


def _combined(choices: list[tuple[str, ...]]) -> product[tuple[str, ...]]:
    size = 1
    for choice in choices:
        size *= len(choice)
        if size > MOST_FORMS:
            raise KeySyntaxError("key-too-many")
    return product(*choices)


def _unescaped(form: str) -> str:
    for written, mark in ESCAPED.items():
        form = form.replace(mark, written[1:])
    return form


def key_faults(key: str, limit: WordLimit | None) -> list[str]:
    """What makes a key unusable, as codes; none if each alternative is possible in the limit."""
    try:
        forms(key)
        alternatives = [_expanded(alternative) for alternative in _alternatives(key)]
    except KeySyntaxError as error:
        return [str(error)]
    if any(not any(fold(form) for form in written) for written in alternatives):
        return ["key-empty-alternative"]
    if any(not any(within(form, limit) for form in written) for written in alternatives):
        return ["key-over-limit"]
    return []


def judge(key: str, limit: WordLimit | None, typed: str) -> Reason:
    """Why a typed answer is right or wrong. The limit is looked at first, then the spelling."""
    answer = fold(typed)
    if not answer:
        return Reason("unanswered")
    if not within(typed, limit):
        return _over_limit(typed, limit)
    accepted = _folded_forms(key)
    if answer in accepted:
        return Reason("correct")
    if extra := _with_extra_words(answer, accepted):
        return Reason("extra_words", {"expected": extra})
    if close := _nearly(answer, accepted):
        return Reason("spelling_close", {"expected": close})
    return Reason("not_accepted")


def _over_limit(typed: str, limit: WordLimit | None) -> Reason:
    counted = count(typed)
    if limit and limit.numbers:
        params = {"numbers": counted.numbers, "allowed_numbers": 1, "words": counted.words}
        return Reason("over_limit", {**params, "allowed": limit.words})
    allowed = limit.words if limit else 0
    return Reason("over_limit", {"words": counted.words + counted.numbers, "allowed": allowed})


def _with_extra_words(answer: str, accepted: dict[str, str]) -> str:
    padded = f" {answer} "
    return next((form for folded, form in accepted.items() if f" {folded} " in padded), "")


def _nearly(answer: str, accepted: dict[str, str]) -> str:
    """The accepted form that a slip of the pen away is; numbers are right or wrong."""
    for folded, form in accepted.items():
        allowed = 0 if any(sign.isdigit() for sign in folded) else min(2, len(folded) // 4)
        if allowed and _distance(answer, folded, allowed) <= allowed:
            return form
    return ""


def _distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or swapped; counted up to one more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != wanted))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == wanted:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
