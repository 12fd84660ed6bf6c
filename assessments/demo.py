"""Demo tests, made, written and published through the real services."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from assessments import drafts, media, publishing
from assessments.demo_history import demo_history
from assessments.models import Exam

OFFERED = timedelta(days=140)
"""How long ago the tests went on offer: before the demo learner came."""

CONTENT = Path(__file__).parent / "demo_content"


def load_demo(at: datetime | None = None) -> None:
    """Put the demo tests on offer, and give the demo learner a past.

    Safe to repeat: a test that is on offer and a past that is there are left as they are.
    """
    now = at or timezone.now()
    for path in sorted(CONTENT.glob("*.json")):
        _load(json.loads(path.read_text(encoding="utf-8")), now - OFFERED)
    demo_history(now)


def _load(document: dict[str, Any], at: datetime) -> None:
    kind, slug = document["kind"], document["slug"]
    exam = Exam.objects.filter(kind=kind, slug=slug).first()
    if exam is not None and exam.current_version_id is not None:
        return
    if exam is None:
        new = drafts.NewExam(slug=slug, title=document["title"], family=document["family"])
        drafts.create_exam(kind, new, actor_id=None)
    _take_pictures(document)
    drafts.replace_draft(kind, slug, document, if_match="*", actor_id=None)
    publishing.publish(kind, slug, actor_id=None, at=at)


def _take_pictures(document: dict[str, Any]) -> None:
    """Put each picture file among the media and its sha256 in place of its name."""
    for part in document["parts"]:
        for group in part["groups"]:
            if group["image"]:
                path = CONTENT / Path(group["image"].pop("file")).name
                stored = media.add_media(path.read_bytes(), path.name, actor_id=None)
                group["image"]["sha256"] = stored.sha256
