"""Writing tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Writing(Exam):
    """A Writing test."""

    KIND: ClassVar[str] = "writing"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Writing test"), _("Writing tests")
        permissions = [("publish_writing", "Can publish Writing tests")]


class WritingPart(Part):
    """A part of a Writing test."""

    KIND: ClassVar[str] = "writing"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Writing part"), _("Writing parts")


class WritingAnalyse(Analyse):
    """The analysis of an attempt at a Writing test."""

    KIND: ClassVar[str] = "writing"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Writing analysis"), _("Writing analyses")
