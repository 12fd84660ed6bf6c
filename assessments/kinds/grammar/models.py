"""Grammar tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Grammar(Exam):
    """A Grammar test."""

    KIND: ClassVar[str] = "grammar"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Grammar test"), _("Grammar tests")
        permissions = [("publish_grammar", "Can publish Grammar tests")]


class GrammarPart(Part):
    """A part of a Grammar test."""

    KIND: ClassVar[str] = "grammar"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Grammar part"), _("Grammar parts")


class GrammarAnalyse(Analyse):
    """The analysis of an attempt at a Grammar test."""

    KIND: ClassVar[str] = "grammar"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Grammar analysis"), _("Grammar analyses")
