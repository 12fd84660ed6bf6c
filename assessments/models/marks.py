"""What was judged: marks that are never edited, and analyses computed from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import Attempt
from assessments.models.constraints import SameKind
from assessments.models.guards import Frozen, FrozenKindManager, FrozenManager, Kinded


class Source(models.TextChoices):
    """Who or what gave a mark."""

    AUTO = "auto", _("by rule")
    HUMAN = "human", _("by an examiner")
    MACHINE = "machine", _("estimate by machine")
    OVERRIDE = "override", _("set by staff")


class MarkManager(FrozenManager):
    """The way to marks."""

    def standing(self, attempt: Attempt) -> models.QuerySet[Mark]:
        """The marks of an attempt that count: those that no other supersedes."""
        return self.filter(attempt=attempt, criterion="", superseded_by=None)


class Mark(Frozen):
    """One judgement of one answer. A better one is a new row that supersedes it."""

    attempt = models.ForeignKey(
        Attempt, models.PROTECT, related_name="marks", verbose_name=_("attempt")
    )
    question = models.CharField(_("question"), max_length=36)
    criterion = models.CharField(
        _("criterion"), max_length=40, blank=True, help_text=_("empty for a right answer")
    )
    source = models.CharField(_("given"), max_length=10, choices=Source.choices)
    marker_id = models.BigIntegerField(_("examiner"), null=True)
    value = models.DecimalField(_("marks"), max_digits=6, decimal_places=2)
    max = models.DecimalField(_("at most"), max_digits=6, decimal_places=2)
    reason_code = models.CharField(_("reason"), max_length=40)
    reason_params = models.JSONField(_("details of the reason"), default=dict)
    normalised = models.CharField(_("answer as it was compared"), max_length=600, blank=True)
    engine = models.CharField(_("rules"), max_length=40)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("replaces"),
    )
    created_at = models.DateTimeField(_("given at"))

    objects = MarkManager()

    class Meta:
        verbose_name, verbose_name_plural = _("mark"), _("marks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question", "criterion"],
                condition=Q(supersedes__isnull=True),
                name="mark_one_first_a_question",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=F("max")), name="mark_is_within_its_maximum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}/{self.max}"


class Analyse(Frozen, Kinded):
    """One revision of the analysis of an attempt, computed from its marks by pure functions.

    Findings and next steps in `result` are codes with parameters: worded when they are shown.
    """

    attempt = models.ForeignKey(
        Attempt, models.PROTECT, related_name="analyses", verbose_name=_("attempt")
    )
    user_id = models.BigIntegerField(_("learner"))
    revision = models.PositiveIntegerField(_("revision"))
    engine = models.CharField(_("rules"), max_length=40)
    input_sha256 = models.CharField(_("fingerprint of the marks (SHA-256)"), max_length=64)
    raw = models.DecimalField(_("raw score"), max_digits=7, decimal_places=2)
    max_raw = models.DecimalField(_("raw score, at most"), max_digits=7, decimal_places=2)
    band = models.DecimalField(_("band"), max_digits=4, decimal_places=1, null=True)
    cefr = models.CharField(_("level"), max_length=2, blank=True)
    result = models.JSONField(_("result"))
    created_at = models.DateTimeField(_("made at"))

    objects: ClassVar[FrozenKindManager] = FrozenKindManager()

    class Meta:
        verbose_name, verbose_name_plural = _("analysis"), _("analyses")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "revision"], name="analyse_one_a_revision"),
            SameKind(owner="attempt", name="analyse_has_its_attempts_kind"),
        ]
        indexes = [models.Index(fields=["user_id", "kind", "-id"], name="analyse_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} r{self.revision}"
