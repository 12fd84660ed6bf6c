"""Speaking tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Speaking(Exam):
    """A Speaking test."""

    KIND: ClassVar[str] = "speaking"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Speaking test"), _("Speaking tests")
        permissions = [("publish_speaking", "Can publish Speaking tests")]


class SpeakingPart(Part):
    """A part of a Speaking test."""

    KIND: ClassVar[str] = "speaking"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Speaking part"), _("Speaking parts")


class SpeakingAnalyse(Analyse):
    """The analysis of an attempt at a Speaking test."""

    KIND: ClassVar[str] = "speaking"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Speaking analysis"), _("Speaking analyses")
