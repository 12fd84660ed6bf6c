"""The letters of a passage. Pure."""

from __future__ import annotations

from assessments.questions.contract import Doc


def paragraph_letters(part: Doc) -> tuple[str, ...]:
    """The labels of a part's paragraphs, in order; unlabelled ones are left out."""
    passage = part.get("passage")
    paragraphs = passage.get("paragraphs") if isinstance(passage, dict) else None
    labels = [
        paragraph.get("label")
        for paragraph in (paragraphs if isinstance(paragraphs, list) else [])
        if isinstance(paragraph, dict)
    ]
    return tuple(label for label in labels if isinstance(label, str) and label)
