"""The checks of publishing, over a draft document. Pure: same document, same faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assessments.draft_schema import LEVELS, Object
from assessments.kinds.contract import Kind
from assessments.marking.bands import check_scale
from assessments.marking.reasons import Params
from assessments.publish_faults import PublishFault
from assessments.questions import TYPES
from assessments.questions.drafts import check_draft
from assessments.questions.parsing import objects
from config.page import LOCALES, Json


def check_document(document: Object, kind: Kind) -> tuple[PublishFault, ...]:
    """Everything that keeps a draft from being published, in the order of the test."""
    faults = list(_test(document))
    for part in objects(document["parts"]):
        faults += _part(part, kind, str(document["language"]))
    faults += _numbers(document)
    scale = document["scale"] if isinstance(document["scale"], dict) else {}
    faults += [
        PublishFault("test", "", found.code, found.params)
        for found in check_scale(scale, max_raw(document))
    ]
    return tuple(faults)


def max_raw(document: Object) -> int:
    """The sum of the marks."""
    return sum(_whole(question["marks"]) for question in questions(document))


def questions(document: Object) -> Iterator[Object]:
    """Every question of a draft, in its order."""
    for part in objects(document["parts"]):
        for group in objects(part["groups"]):
            yield from objects(group["questions"])


def _test(document: Object) -> Iterator[PublishFault]:
    language = str(document["language"])
    if not document["title"]:
        yield PublishFault("test", "", "title-missing")
    for name in ("title", "instructions"):
        if missing := _missing_locales(document[name], language):
            yield PublishFault("test", "", "text-incomplete", {"locales": missing})
    if LEVELS.index(str(document["level_to"])) < LEVELS.index(str(document["level_from"])):
        yield PublishFault("test", "", "levels-fall")
    if _whole(document["tokens"]) < 1:
        yield PublishFault("test", "", "price-missing")
    yield from _timing(document)
    if not document["parts"]:
        yield PublishFault("test", "", "parts-missing")


def _timing(document: Object) -> Iterator[PublishFault]:
    duration = _whole(document["duration_s"])
    release = document["release"] if isinstance(document["release"], dict) else {}
    if duration < 60:
        yield PublishFault("test", "", "timing-missing")
    advised = sum(_whole(part["duration_s"]) for part in objects(document["parts"]))
    if advised > duration:
        yield PublishFault("test", "", "timing-parts")
    if release.get("policy") == "date" and not release.get("at"):
        yield PublishFault("test", "", "release-date-missing")


def _missing_locales(text: Json, language: str) -> str:
    """The languages that a text lacks, though it has others; one in the test's own is enough."""
    if not isinstance(text, dict):
        return ""
    there = {locale for locale in LOCALES if str(text.get(locale) or "").strip()}
    if not there or there == {language}:
        return ""
    return ", ".join(locale for locale in LOCALES if locale not in there)


def _part(part: Object, kind: Kind, language: str) -> Iterator[PublishFault]:
    uid = str(part["uid"])

    def fault(code: str, params: Params | None = None) -> PublishFault:
        return PublishFault("part", str(part["number"]), code, params or {}, uid, uid)

    for name in ("title", "instructions"):
        if missing := _missing_locales(part[name], language):
            yield fault("text-incomplete", {"locales": missing})
    passage = part["passage"] if isinstance(part["passage"], dict) else {}
    if kind.needs_passage and not passage.get("paragraphs"):
        yield fault("passage-missing")
    elif kind.needs_passage and not passage.get("title"):
        yield fault("passage-title-missing")
    if kind.needs_audio and not part["audio"]:
        yield fault("audio-missing")
    if not part["groups"]:
        yield fault("groups-missing")
    for group in objects(part["groups"]):
        yield from _group(group, part, kind)


def _group(group: Object, part: Object, kind: Kind) -> Iterator[PublishFault]:
    own, of = str(group["uid"]), str(part["uid"])
    where = _span(group["number"], group["number_to"])
    rules = TYPES.get(str(group["type"]))
    if rules is None or kind.slug not in rules.kinds:
        yield PublishFault("group", where, "type-other-kind", {}, of, own)
        return
    for found in check_draft(group, part):
        place = "group" if found.uid == own else "question"
        yield PublishFault(place, found.where, found.code, found.params, of, found.uid)
    for question in objects(group["questions"]):
        yield from _question(question, part)


def _question(question: Object, part: Object) -> Iterator[PublishFault]:
    uid, of = str(question["uid"]), str(part["uid"])
    where = _span(question["number"], question["number_to"])
    passage = part["passage"] if isinstance(part["passage"], dict) else {}
    texts = [_plain(str(item["text"])) for item in objects(passage.get("paragraphs"))]
    for item in objects(question["evidence"]):
        number = _whole(item["paragraph"])
        params: Params = {"paragraph": number, "quote": str(item["quote"])[:60]}
        if not 1 <= number <= len(texts):
            yield PublishFault("question", where, "evidence-paragraph", params, of, uid)
        elif _plain(str(item["quote"])) not in texts[number - 1]:
            yield PublishFault("question", where, "evidence-quote", params, of, uid)


def _numbers(document: Object) -> Iterator[PublishFault]:
    """The numbers must be 1, 2, 3 … through the whole test, each once."""
    firsts = [_whole(question["number"]) for question in questions(document)]
    times = Counter(
        number
        for question in questions(document)
        for number in range(_whole(question["number"]), _whole(question["number_to"]) + 1)
    )
    for number in range(1, max(times, default=0) + 1):
        if not times[number]:
            yield PublishFault("test", "", "numbers-missing", {"number": number})
        elif times[number] > 1:
            yield PublishFault("test", "", "numbers-twice", {"number": number})
    if firsts != sorted(firsts):
        yield PublishFault("test", "", "numbers-order")


def _plain(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def _span(number: Json, number_to: Json) -> str:
    first, last = _whole(number), _whole(number_to)
    if not first:
        return "–"
    return str(first) if last <= first else f"{first}–{last}"


def _whole(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
