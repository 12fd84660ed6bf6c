"""The admin of assessments: tests of each kind with their parts, and what was done with them."""

from __future__ import annotations

from assessments.admin import content, exams, media, records

__all__ = ["content", "exams", "media", "records"]
