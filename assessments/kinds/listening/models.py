"""Listening tests, their parts and analyses: the core's rows, under their own names."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assessments.models.exams import Exam, Part
from assessments.models.marks import Analyse


class Listening(Exam):
    """A Listening test."""

    KIND: ClassVar[str] = "listening"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Listening test"), _("Listening tests")
        permissions = [("publish_listening", "Can publish Listening tests")]


class ListeningPart(Part):
    """A part of a Listening test."""

    KIND: ClassVar[str] = "listening"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Listening part"), _("Listening parts")


class ListeningAnalyse(Analyse):
    """The analysis of an attempt at a Listening test."""

    KIND: ClassVar[str] = "listening"

    class Meta:
        proxy = True
        verbose_name, verbose_name_plural = _("Listening analysis"), _("Listening analyses")
