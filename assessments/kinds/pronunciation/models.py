"""Pronunciation tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Pronunciation(Exam):
    """A Pronunciation test."""

    KIND: ClassVar[str] = "pronunciation"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Pronunciation test"), _("Pronunciation tests")
        permissions = [("publish_pronunciation", "Can publish Pronunciation tests")]


class PronunciationPart(Part):
    """A part of a Pronunciation test."""

    KIND: ClassVar[str] = "pronunciation"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Pronunciation part"), _("Pronunciation parts")


class PronunciationAnalyse(Analyse):
    """The analysis of an attempt at a Pronunciation test."""

    KIND: ClassVar[str] = "pronunciation"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Pronunciation analysis"), _("Pronunciation analyses")
