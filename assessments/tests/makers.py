"""Tests of every kind, made through the real services."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from PIL import Image

from assessments import drafts, publishing
from assessments.kinds import KINDS
from assessments.models import Exam

_numbers = count(1)
EVIDENCE = [{"paragraph": 1, "quote": "The library opened in 1901"}]


def words(english: str) -> dict[str, str]:
    """One text in three languages."""
    return {"uz": f"{english} (uz)", "ru": f"{english} (ru)", "en": english}


def a_question(number: int, key: object, prompt: str = "", **more: Any) -> dict[str, Any]:
    """One question of a draft document."""
    question = {
        "number": number,
        "prompt": prompt,
        "key": key,
        "explanation": words(f"Because of reason {number}."),
        "evidence": EVIDENCE,
    }
    return {**question, **more}


def a_group(type: str, questions: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """One group of a draft document."""
    return {"type": type, "questions": questions, **more}


def a_passage() -> dict[str, Any]:
    """A passage of two lettered paragraphs."""
    return {
        "title": "A library by the canal",
        "subtitle": "How a small town learned to read",
        "labelled": True,
        "paragraphs": [
            {"text": "The library opened in 1901 in a **brick house** by the canal."},
            {"text": "Its second keeper, Nodira, lent books to farmers for a whole winter."},
        ],
    }


def reading_groups() -> list[dict[str, Any]]:
    """Nine numbers in four groups, one of each interaction: choice, match, gaps, choose two."""
    return [
        a_group(
            "true_false_not_given",
            [
                a_question(1, "TRUE", "The library is older than 100 years."),
                a_question(2, "FALSE", "It was built of wood."),
                a_question(3, "NOT GIVEN", "Its first keeper was a farmer."),
            ],
        ),
        a_group(
            "matching_features",
            [a_question(4, "A", "It stood by water."), a_question(5, "B", "She lent books.")],
            options=[
                {"key": "A", "text": "the house"},
                {"key": "B", "text": "Nodira"},
                {"key": "C", "text": "the farmers"},
            ],
        ),
        a_group(
            "sentence_completion",
            [
                a_question(6, "1901", "The library opened in [[6]]."),
                a_question(7, "(a/the) whole winter / winter", "Farmers kept books for [[7]]."),
            ],
            word_limit={"words": 3, "numbers": True},
        ),
        a_group(
            "choose_many",
            [
                a_question(
                    8,
                    ["A", "C"],
                    "Which TWO are named?",
                    number_to=9,
                    marks=2,
                    options=[
                        {"key": "A", "text": "a canal"},
                        {"key": "B", "text": "a school"},
                        {"key": "C", "text": "a winter"},
                    ],
                )
            ],
        ),
    ]


def a_scale() -> dict[str, Any]:
    """A band table for nine marks."""
    return {
        "schema": 1,
        "source": words("Made for tests."),
        "bands": [
            {"from": 9, "band": "9.0"},
            {"from": 6, "band": "6.5"},
            {"from": 3, "band": "4.0"},
            {"from": 0, "band": "0.0"},
        ],
        "cefr": [{"from": "8.5", "level": "C2"}, {"from": "0.0", "level": "A2"}],
    }


def a_document(kind: str = "reading", **changes: Any) -> dict[str, Any]:
    """A draft document of any kind; Reading can be published, the others hold an empty part."""
    part: dict[str, Any] = {"title": words("Part 1"), "groups": []}
    if kind == "reading":
        part |= {"passage": a_passage(), "groups": reading_groups()}
    document = {
        "schema": 1,
        "family": "custom",
        "level_from": "B1",
        "level_to": "B2",
        "tokens": 2,
        "title": words(f"A test of {kind}"),
        "instructions": words("Answer all questions."),
        "duration_s": 1200,
        "release": {"policy": "at_once"},
        "scale": a_scale(),
        "parts": [part],
    }
    return {**document, **changes}


def an_exam(kind: str = "reading", slug: str = "", **changes: Any) -> Exam:
    """A draft test with content; `changes` replace fields of its document."""
    chosen = slug or f"{kind}-{next(_numbers)}"
    new = drafts.NewExam(slug=chosen, title=words(str(KINDS[kind].slug)))
    drafts.create_exam(kind, new, actor_id=None)
    document = a_document(kind, **changes)
    drafts.replace_draft(kind, chosen, document, if_match="*", actor_id=None)
    return Exam.objects.get(kind=kind, slug=chosen)


def a_published_exam(kind: str = "reading", slug: str = "", **changes: Any) -> Exam:
    """A test on offer; its version is `current_version`."""
    exam = an_exam(kind, slug, **changes)
    publishing.publish(kind, exam.slug, actor_id=None)
    return Exam.objects.select_related("current_version").get(pk=exam.pk)


def uids(exam: Exam) -> dict[int, str]:
    """The uid of each question by its (first) number, of the current version."""
    parts = exam.current_version.document["parts"]
    return {
        question["number"]: question["uid"]
        for part in parts
        for group in part["groups"]
        for question in group["questions"]
    }


def a_picture(sort: str = "PNG", size: tuple[int, int] = (20, 10), colour: str = "white") -> bytes:
    """A picture file of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, sort)
    return buffer.getvalue()
