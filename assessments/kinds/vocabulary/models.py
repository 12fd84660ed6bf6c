"""Vocabulary tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Vocabulary(Exam):
    """A Vocabulary test."""

    KIND: ClassVar[str] = "vocabulary"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Vocabulary test"), _("Vocabulary tests")
        permissions = [("publish_vocabulary", "Can publish Vocabulary tests")]


class VocabularyPart(Part):
    """A part of a Vocabulary test."""

    KIND: ClassVar[str] = "vocabulary"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Vocabulary part"), _("Vocabulary parts")


class VocabularyAnalyse(Analyse):
    """The analysis of an attempt at a Vocabulary test."""

    KIND: ClassVar[str] = "vocabulary"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Vocabulary analysis"), _("Vocabulary analyses")
