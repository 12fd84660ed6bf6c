"""What learners do: attempts, their events, and every answer that was received."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.constraints import SameKind
from assessments.models.exams import Exam, ExamVersion
from assessments.models.guards import Frozen, FrozenManager, Kinded


class Mode(models.TextChoices):
    """How an attempt is taken."""

    EXAM = "exam", _("exam")
    PRACTICE = "practice", _("practice")


class State(models.TextChoices):
    """Where an attempt stands; the transitions are in delivery/states.py."""

    CREATED = "created", _("created")
    IN_PROGRESS = "in_progress", _("in progress")
    SUBMITTED = "submitted", _("submitted")
    MARKING = "marking", _("being marked")
    MARKED = "marked", _("marked")
    RELEASED = "released", _("result shown")
    ABANDONED = "abandoned", _("abandoned")
    VOID = "void", _("void")


OPEN_STATES = (State.CREATED, State.IN_PROGRESS)
NOT_STARTED = Q(state=State.CREATED) | Q(state=State.VOID) | Q(state=State.ABANDONED)


class Attempt(Kinded):
    """One person's attempt at one version. The times are the server's."""

    uid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    user_id = models.BigIntegerField(_("learner"))
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts", verbose_name=_("test"))
    version = models.ForeignKey(
        ExamVersion, models.PROTECT, related_name="attempts", verbose_name=_("version")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.EXAM)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.CREATED
    )
    tokens = models.PositiveIntegerField(
        _("price in tokens"), default=0, help_text=_("price when it was started")
    )
    seed = models.BigIntegerField(_("seed of the order"), default=0)
    created_at = models.DateTimeField(_("made at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    duration_s = models.PositiveIntegerField(_("duration, seconds"))
    grace_s = models.PositiveIntegerField(_("grace, seconds"), default=60)
    extra_pct = models.PositiveSmallIntegerField(_("extra time, percent"), default=0)
    paused_s = models.PositiveIntegerField(_("paused, seconds"), default=0)
    window_end = models.DateTimeField(_("end of the window"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    closed_by_clock = models.BooleanField(_("closed by the clock"), default=False)
    released_at = models.DateTimeField(_("result shown at"), null=True, blank=True)
    announced_at = models.DateTimeField(
        _("learner told at"),
        null=True,
        blank=True,
        help_text=_("when the learner was told; empty: still owed"),
    )
    raw = models.DecimalField(_("raw score"), max_digits=7, decimal_places=2, null=True, blank=True)
    max_raw = models.DecimalField(
        _("raw score, at most"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    band = models.DecimalField(_("band"), max_digits=4, decimal_places=1, null=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, help_text=_("of the analysis"))

    class Meta:
        verbose_name, verbose_name_plural = _("attempt"), _("attempts")
        ordering = ["-id"]
        permissions = [
            ("release_attempt", "Can show a marked result to its learner"),
            ("rejudge_attempt", "Can have an attempt marked again"),
            ("void_attempt", "Can declare an attempt void and give its tokens back"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "kind"], name="attempt_id_and_kind"),
            models.UniqueConstraint(
                fields=["user_id", "exam", "mode"],
                condition=Q(state__in=["created", "in_progress"]),
                name="attempt_one_open_a_person_test_mode",
            ),
            models.CheckConstraint(
                condition=NOT_STARTED | Q(started_at__isnull=False, deadline_at__isnull=False),
                name="attempt_started_has_its_times",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "marking", "marked", "released"])
                | Q(submitted_at__isnull=False),
                name="attempt_submitted_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False),
                name="attempt_released_has_its_time",
            ),
            SameKind(owner="exam", name="attempt_has_its_exams_kind"),
            SameKind(owner="version", name="attempt_has_its_versions_kind"),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="attempt_of_a_person"),
            models.Index(fields=["state", "deadline_at"], name="attempt_by_deadline"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class StartKey(models.Model):
    """A key under which a start was asked for. It names its attempt for ever, whatever becomes of
    that; only an attempt that is given up before it began frees its keys."""

    user_id = models.BigIntegerField(_("learner"))
    key = models.CharField(_("key"), max_length=100)
    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="start_keys", verbose_name=_("attempt")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("start key"), _("start keys")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="startkey_one_attempt_a_key"),
            models.CheckConstraint(condition=~Q(key=""), name="startkey_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.key


class AttemptEvent(Frozen):
    """What happened to an attempt, and when. Never edited."""

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="events", verbose_name=_("attempt")
    )
    type = models.CharField(_("what happened"), max_length=30)
    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(_("who"), null=True)
    data = models.JSONField(_("details"), default=dict)

    objects = FrozenManager()

    class Meta:
        verbose_name, verbose_name_plural = _("attempt event"), _("attempt events")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.type


class ResponseEvent(Frozen):
    """One answer as it was received. A repeated `idem` is one row; a late one is not counted."""

    attempt = models.ForeignKey(
        Attempt,
        models.CASCADE,
        related_name="response_events",
        db_index=False,
        verbose_name=_("attempt"),
    )
    question = models.CharField(_("question"), max_length=36, help_text=_("uid within the version"))
    seq = models.BigIntegerField(_("sequence number"))
    idem = models.UUIDField(_("key"))
    value = models.JSONField(_("answer"))
    client_at = models.DateTimeField(_("time of the device"), null=True)
    received_at = models.DateTimeField(_("received at"))
    late = models.BooleanField(_("late"), default=False)

    objects = FrozenManager()

    class Meta:
        verbose_name, verbose_name_plural = _("received answer"), _("received answers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "idem"], name="responseevent_one_an_idem"),
        ]

    def __str__(self) -> str:
        return f"{self.question} #{self.seq}"


class Response(models.Model):
    """The answer that counts: the one with the highest seq. One row a question."""

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="responses", db_index=False, verbose_name=_("attempt")
    )
    question = models.CharField(_("question"), max_length=36)
    seq = models.BigIntegerField(_("sequence number"))
    value = models.JSONField(_("answer"))
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="response_one_a_question"),
        ]

    def __str__(self) -> str:
        return self.question


class QuestionFlag(models.Model):
    """A question that the learner marked to come back to."""

    attempt = models.ForeignKey(
        Attempt, models.CASCADE, related_name="flags", db_index=False, verbose_name=_("attempt")
    )
    question = models.CharField(_("question"), max_length=36)

    class Meta:
        verbose_name, verbose_name_plural = _("flag"), _("flags")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="flag_one_a_question"),
        ]

    def __str__(self) -> str:
        return self.question


class Highlight(models.Model):
    """A stretch of a passage that the learner marked, perhaps with a note.

    A removed one stays as a row, so that an older change that arrives late does not bring it back.
    """

    attempt = models.ForeignKey(
        Attempt,
        models.CASCADE,
        related_name="highlights",
        db_index=False,
        verbose_name=_("attempt"),
    )
    uid = models.UUIDField(_("number"), help_text=_("made by the browser"))
    part = models.PositiveSmallIntegerField(_("part"), help_text=_("number of the part"))
    paragraph = models.PositiveSmallIntegerField(
        _("paragraph"), help_text=_("number of the paragraph, from 1")
    )
    start = models.PositiveIntegerField(
        _("start"), help_text=_("characters before it in the paragraph")
    )
    end = models.PositiveIntegerField(_("end"), help_text=_("characters before its end"))
    colour = models.PositiveSmallIntegerField(_("colour"), default=1)
    note = models.CharField(_("note"), max_length=500, blank=True)
    seq = models.BigIntegerField(_("sequence number"), help_text=_("the highest one counts"))
    removed = models.BooleanField(_("removed"), default=False)
    updated_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name, verbose_name_plural = _("highlight"), _("highlights")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "uid"], name="highlight_one_an_uid"),
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="highlight_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(colour__range=(1, 3)), name="highlight_has_one_of_three_colours"
            ),
            models.CheckConstraint(
                condition=Q(part__gte=1, paragraph__gte=1), name="highlight_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)
