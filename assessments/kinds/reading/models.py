"""Reading tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Reading(Exam):
    """A Reading test."""

    KIND: ClassVar[str] = "reading"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Reading test"), _("Reading tests")
        permissions = [("publish_reading", "Can publish Reading tests")]


class ReadingPart(Part):
    """A part of a Reading test."""

    KIND: ClassVar[str] = "reading"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Reading part"), _("Reading parts")


class ReadingAnalyse(Analyse):
    """The analysis of an attempt at a Reading test."""

    KIND: ClassVar[str] = "reading"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Reading analysis"), _("Reading analyses")
