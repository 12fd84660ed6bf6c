"""The draft document: the whole test as one JSON document with its keys, read strictly. Pure.

The same document is what authors get, send back, and keep in files; a published version has the
same shape without the keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessments.draft_fields import (
    REQUIRED,
    Faults,
    Fields,
    Reader,
    answer_key,
    band,
    flag,
    inner,
    listed,
    localised,
    moment,
    nullable,
    one_of,
    record,
    same,
    sha256,
    text,
    uid,
    whole,
)
from assessments.questions import kinds_of, question_type
from assessments.questions.parsing import objects
from config.page import Json

SCHEMA = 1
LANGUAGES = ("en",)
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
POLICIES = ("at_once", "when_marked", "date", "manual")
FAMILIES = ("ielts_ac", "ielts_gt", "multilevel", "cefr", "custom")
HIGHEST_NUMBER = 200
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Object = dict[str, Json]

SECONDS = whole(0, 36_000)
WORDS = nullable(whole(1, 5_000))

OPTION: Fields = {"key": (text(20, empty=False), REQUIRED), "text": (text(500), "")}
EVIDENCE: Fields = {
    "paragraph": (whole(1, 100), REQUIRED),
    "quote": (text(2_000, empty=False), REQUIRED),
}
IMAGE: Fields = {"sha256": (sha256, REQUIRED), "alt": (localised(1_000), "")}
LIMIT: Fields = {"words": (whole(0, 10), REQUIRED), "numbers": (flag, False)}
PARAGRAPH: Fields = {"label": (text(2), ""), "text": (text(10_000), REQUIRED)}
PASSAGE: Fields = {
    "title": (text(200), ""),
    "subtitle": (text(300), ""),
    "labelled": (flag, False),
    "paragraphs": (listed(record(PARAGRAPH), 26), REQUIRED),
}
QUESTION: Fields = {
    "uid": (nullable(uid), None),
    "number": (whole(1, HIGHEST_NUMBER), REQUIRED),
    "number_to": (nullable(whole(1, HIGHEST_NUMBER)), None),
    "marks": (nullable(whole(1, 20)), None),
    "prompt": (text(2_000), ""),
    "options": (listed(record(OPTION), 30), []),
    "key": (answer_key, ""),
    "explanation": (localised(3_000), ""),
    "evidence": (listed(record(EVIDENCE), 10), []),
}
SCALE: Fields = {
    "schema": (same(SCHEMA), SCHEMA),
    "source": (localised(1_000), ""),
    "bands": (
        listed(record({"from": (whole(0, 10_000), REQUIRED), "band": (band, REQUIRED)}), 200),
        [],
    ),
    "cefr": (
        listed(record({"from": (band, REQUIRED), "level": (one_of(LEVELS), REQUIRED)}), 20),
        [],
    ),
}
RELEASE: Fields = {
    "policy": (one_of(POLICIES), REQUIRED),
    "at": (nullable(moment), None),
}


def read_draft(document: Json, *, kind: str, slug: str) -> tuple[Object, Faults]:
    """The document as it is kept, and everything in it that can not be taken.

    Missing fields take their empty values; uids that are missing are None. With faults the
    document is not to be used.
    """
    faults = Faults()
    found = _document(kind, slug)(document, "", faults)
    result = found if isinstance(found, dict) else {}
    if not faults:
        _settle(result, faults)
    return result, faults


def read_scale(value: Json, path: str, faults: Faults) -> Json:
    """A band table; {} while there is none."""
    return {} if value in (None, {}) else record(SCALE)(value, path, faults)


def _document(kind: str, slug: str) -> Reader:
    return record(
        {
            "schema": (same(SCHEMA), REQUIRED),
            "kind": (same(kind), kind),
            "slug": (same(slug), slug),
            "family": (one_of(FAMILIES), REQUIRED),
            "level_from": (one_of(LEVELS), "B1"),
            "level_to": (one_of(LEVELS), "C1"),
            "tokens": (whole(1, 1_000), 1),
            "title": (localised(200, empty=False), REQUIRED),
            "instructions": (localised(3_000), ""),
            "language": (one_of(LANGUAGES), "en"),
            "duration_s": (whole(60, 36_000), REQUIRED),
            "release": (record(RELEASE), {"policy": "at_once", "at": None}),
            "scale": (read_scale, {}),
            "parts": (listed(_part(kind), 20), REQUIRED),
        }
    )


def _part(kind: str) -> Reader:
    return record(
        {
            "uid": (nullable(uid), None),
            "number": (nullable(whole(1, 20)), None),
            "title": (localised(200), ""),
            "instructions": (localised(3_000), ""),
            "duration_s": (nullable(SECONDS), None),
            "preview_s": (SECONDS, 0),
            "check_s": (SECONDS, 0),
            "prep_s": (SECONDS, 0),
            "answer_s": (SECONDS, 0),
            "max_plays": (whole(0, 10), 0),
            "min_words": (WORDS, None),
            "max_words": (WORDS, None),
            "audio": (nullable(sha256), None),
            "transcript": (text(50_000), ""),
            "passage": (nullable(record(PASSAGE)), None),
            "groups": (listed(_group(kind), 30), []),
        }
    )


def _group(kind: str) -> Reader:
    types = [found.slug for found in kinds_of(kind)]
    return record(
        {
            "uid": (nullable(uid), None),
            "type": (one_of(types), REQUIRED),
            "number": (nullable(whole(1, HIGHEST_NUMBER)), None),
            "number_to": (nullable(whole(1, HIGHEST_NUMBER)), None),
            "instructions": (localised(3_000), ""),
            "body": (nullable(text(20_000)), None),
            "options": (listed(record(OPTION), 30), []),
            "reuse": (flag, False),
            "word_limit": (nullable(record(LIMIT)), None),
            "image": (nullable(record(IMAGE)), None),
            "questions": (listed(record(QUESTION), 100), []),
        }
    )


def groups(document: Object) -> Iterator[tuple[str, Object, Object]]:
    """Every group of a document with its path and its part."""
    for p, part in enumerate(objects(document.get("parts"))):
        for g, group in enumerate(objects(part.get("groups"))):
            yield f"parts.{p}.groups.{g}", part, group


def _settle(document: Object, faults: Faults) -> None:
    """What one field alone can not show; fills what follows from other fields."""
    release = document["release"]
    if isinstance(release, dict) and release["policy"] == "date" and not release["at"]:
        faults.note("release.at", "missing")
    for p, part in enumerate(objects(document["parts"])):
        _settle_part(part, f"parts.{p}", p + 1, faults)
    for path, _part_of, group in groups(document):
        _settle_group(group, path, faults)
    _settle_uids(document, faults)


def _settle_part(part: Object, path: str, position: int, faults: Faults) -> None:
    if part["number"] not in (None, position):
        faults.note(inner(path, "number"), "number-position", number=position)
    part["number"] = position
    least, most = part["min_words"], part["max_words"]
    if isinstance(least, int) and isinstance(most, int) and most < least:
        faults.note(inner(path, "max_words"), "words-fall")
    passage = part["passage"]
    if not isinstance(passage, dict):
        return
    for n, paragraph in enumerate(objects(passage["paragraphs"])):
        own = f"{path}.passage.paragraphs.{n}"
        label = LETTERS[n] if passage["labelled"] else ""
        if paragraph["label"] not in ("", label):
            faults.note(inner(own, "label"), "label-wrong", label=label or "–")
        lines = [line.rstrip() for line in str(paragraph["text"]).strip().split("\n")]
        words = "\n".join(lines)
        if not all(lines):
            faults.note(inner(own, "text"), "blank-line" if words else "empty")
        paragraph |= {"label": label, "text": words}


def _settle_group(group: Object, path: str, faults: Faults) -> None:
    rules = question_type(str(group["type"]))
    if group["body"] and not rules.needs_body:
        faults.note(inner(path, "body"), "body-unused")
    body = joined_body(*split_body(str(group["body"] or "")))
    group["body"] = (body or None) if rules.needs_body else None
    seen: set[int] = set()
    for q, question in enumerate(objects(group["questions"])):
        own = inner(path, f"questions.{q}")
        number = question["number"]
        number_to = question["number_to"] or number
        if not (isinstance(number, int) and isinstance(number_to, int)):
            continue
        if number_to < number:
            faults.note(inner(own, "number_to"), "number-falls")
        if number in seen:
            faults.note(inner(own, "number"), "number-twice")
        seen.add(number)
        question["number_to"] = number_to
        question["marks"] = question["marks"] or max(1, number_to - number + 1)
    found = sorted(objects(group["questions"]), key=_number)
    group["questions"] = [*found]
    first = found[0]["number"] if found else None
    last = max(question["number_to"] for question in found) if found else None  # type: ignore[type-var]  # whole numbers, set above
    for name, wanted in (("number", first), ("number_to", last)):
        if found and group[name] not in (None, wanted):
            faults.note(inner(path, name), "number-group")
        group[name] = wanted


def split_body(body: str) -> tuple[str, str]:
    """The title of a text with gaps, its first line `# …`, and the rest."""
    plain = body.replace("\r\n", "\n").strip()
    first, _line, rest = plain.partition("\n")
    if first.startswith("# ") and len(first) <= 202:
        return first[2:].strip(), rest.strip("\n")
    return "", plain


def joined_body(title: str, body: str) -> str:
    """The text with gaps as authors send it, under its title."""
    plain = body.replace("\r\n", "\n").strip()
    return f"# {title}\n{plain}".strip() if title.strip() else plain


def _number(question: Object) -> int:
    number = question["number"]
    return number if isinstance(number, int) else 0


def _settle_uids(document: Object, faults: Faults) -> None:
    seen: set[Json] = set()
    for _sort, path, item in named(document):
        if item["uid"] is not None and item["uid"] in seen:
            faults.note(inner(path, "uid"), "uid-twice")
        seen.add(item["uid"])


def named(document: Object) -> Iterator[tuple[str, str, Object]]:
    """Everything with a uid: "part", "group" or "question", its path, and itself."""
    for p, part in enumerate(objects(document.get("parts"))):
        yield "part", f"parts.{p}", part
    for path, _part_of, group in groups(document):
        yield "group", path, group
        for q, question in enumerate(objects(group.get("questions"))):
            yield "question", f"{path}.questions.{q}", question
