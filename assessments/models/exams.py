"""What authors write: tests, their parts, groups of questions, questions, and media."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments import questions
from assessments.models.constraints import SameKind
from assessments.models.guards import Frozen, FrozenKindManager, FrozenManager, Kinded
from config.page import localised

LEVELS = [(level, level) for level in ("A1", "A2", "B1", "B2", "C1", "C2")]
TEN_HOURS = 36_000
RESERVED_SLUGS = ("analyses",)
"""Words that stand where a test's slug does in the addresses of the API."""


class Family(models.TextChoices):
    """Which real exam a test resembles."""

    IELTS_AC = "ielts_ac", "IELTS Academic"
    IELTS_GT = "ielts_gt", "IELTS General Training"
    MULTILEVEL = "multilevel", "Multilevel"
    CEFR = "cefr", "CEFR"
    CUSTOM = "custom", _("Own format")


class Status(models.TextChoices):
    """Whether learners see a test."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class ReleasePolicy(models.TextChoices):
    """When a learner may see the result."""

    AT_ONCE = "at_once", _("at once")
    WHEN_MARKED = "when_marked", _("when marked")
    DATE = "date", _("on a date")
    MANUAL = "manual", _("by staff")


def texts() -> dict[str, str]:
    """An empty text in three languages."""
    return {"uz": "", "ru": "", "en": ""}


class Media(Frozen):
    """One immutable file, known by its sha256. Private: served only to those who may see it."""

    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64, unique=True)
    mime = models.CharField(_("kind of file"), max_length=60)
    bytes = models.PositiveBigIntegerField(_("size, bytes"))
    seconds = models.DecimalField(
        _("length, seconds"), max_digits=9, decimal_places=3, null=True, blank=True
    )
    width = models.PositiveIntegerField(_("width, pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height, pixels"), null=True, blank=True)
    name = models.CharField(_("name of the file"), max_length=200)
    created_by = models.BigIntegerField(_("added by"), null=True)
    created_at = models.DateTimeField(_("added at"))

    objects = FrozenManager()

    class Meta:
        verbose_name, verbose_name_plural = _("media file"), _("media files")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the private storage keeps it."""
        return f"{self.sha256[:2]}/{self.sha256}"


class Exam(Kinded):
    """One test. Its name, levels and price are live; all else learners meet is in its versions."""

    uid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    title = models.JSONField(_("title"), default=texts)
    slug = models.SlugField(_("slug"), max_length=80)
    instructions = models.JSONField(_("instructions"), default=texts, blank=True)
    language = models.CharField(_("language of the test"), max_length=5, default="en")
    level_from = models.CharField(_("from level"), max_length=2, choices=LEVELS, default="B1")
    level_to = models.CharField(_("to level"), max_length=2, choices=LEVELS, default="C1")
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    tokens = models.PositiveIntegerField(_("price in tokens"), default=1)
    duration_s = models.PositiveIntegerField(
        _("duration, seconds"),
        default=3600,
        validators=[MinValueValidator(60), MaxValueValidator(TEN_HOURS)],
    )
    release_policy = models.CharField(
        _("result is shown"),
        max_length=12,
        choices=ReleasePolicy.choices,
        default=ReleasePolicy.AT_ONCE,
    )
    release_at = models.DateTimeField(_("result date"), null=True, blank=True)
    scale = models.JSONField(_("scale"), default=dict, blank=True)
    draft_revision = models.PositiveIntegerField(
        _("revision of the draft"), default=1, editable=False
    )
    current_version = models.ForeignKey(
        "assessments.ExamVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("version"),
    )
    created_by = models.BigIntegerField(_("made by"), null=True, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("test"), _("tests")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="exam_one_slug_a_kind"),
            models.UniqueConstraint(fields=["id", "kind"], name="exam_id_and_kind"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(current_version__isnull=False),
                name="exam_published_has_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(release_policy="date") | Q(release_at__isnull=False),
                name="exam_release_date_is_set",
            ),
            models.CheckConstraint(
                condition=Q(duration_s__gte=60, duration_s__lte=TEN_HOURS),
                name="exam_lasts_a_minute_to_ten_hours",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=list(RESERVED_SLUGS)),
                name="exam_slug_is_not_reserved",
                violation_error_message=_("This slug is reserved. Choose another one."),
            ),
        ]
        indexes = [models.Index(fields=["status", "kind", "-id"], name="exam_on_offer")]

    def __str__(self) -> str:
        return localised(self.title, get_language() or "uz") or self.slug


class Part(Kinded):
    """A part of a test: a passage, a recording or a task, and its timing."""

    uid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(Exam, models.CASCADE, related_name="parts", verbose_name=_("test"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.JSONField(_("title"), default=texts, blank=True)
    instructions = models.JSONField(_("instructions"), default=texts, blank=True)
    passage_title = models.CharField(_("title of the passage"), max_length=200, blank=True)
    passage_subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    passage = models.TextField(
        _("passage"), blank=True, help_text=_("A blank line divides paragraphs.")
    )
    labelled = models.BooleanField(_("paragraphs have letters"), default=False)
    audio = models.ForeignKey(
        Media, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recording")
    )
    transcript = models.TextField(_("transcript"), blank=True)
    max_plays = models.PositiveSmallIntegerField(_("plays allowed"), default=0)
    preview_s = models.PositiveIntegerField(_("preview, seconds"), default=0)
    prep_s = models.PositiveIntegerField(_("preparation, seconds"), default=0)
    answer_s = models.PositiveIntegerField(_("answering, seconds"), default=0)
    check_s = models.PositiveIntegerField(_("checking, seconds"), default=0)
    duration_s = models.PositiveIntegerField(_("advised time, seconds"), null=True, blank=True)
    min_words = models.PositiveIntegerField(_("words, at least"), null=True, blank=True)
    max_words = models.PositiveIntegerField(_("words, at most"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("part"), _("parts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="part_one_row_a_number"),
            SameKind(owner="exam", name="part_has_its_exams_kind"),
            models.CheckConstraint(
                condition=Q(min_words__isnull=True)
                | Q(max_words__isnull=True)
                | Q(max_words__gte=F("min_words")),
                name="part_word_limits_are_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.passage_title}".strip()


class QuestionGroup(models.Model):
    """Questions of one type under one instruction: "Questions 1–6: complete the notes"."""

    uid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    part = models.ForeignKey(Part, models.CASCADE, related_name="groups", verbose_name=_("part"))
    number = models.PositiveSmallIntegerField(_("position in the part"))
    type = models.CharField(_("type"), max_length=40, choices=questions.choices)
    instructions = models.JSONField(
        _("instructions"),
        default=texts,
        blank=True,
        help_text=_("Empty: the standard words of the type."),
    )
    title = models.CharField(_("title of the text with gaps"), max_length=200, blank=True)
    body = models.TextField(
        _("text with gaps"), blank=True, help_text=_("A gap is written [[7]], by its number.")
    )
    options = models.JSONField(_("options"), default=list, blank=True)
    reuse = models.BooleanField(_("an option may be used more than once"), default=False)
    limit_words = models.PositiveSmallIntegerField(_("words, at most"), null=True, blank=True)
    limit_numbers = models.BooleanField(_("and/or a number"), default=False)
    image = models.ForeignKey(
        Media, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    image_alt = models.JSONField(_("what the picture shows"), default=texts, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("group of questions"), _("groups of questions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["part", "number"], name="questiongroup_one_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_type_display()}"


class Question(models.Model):
    """One question, with its key. `number_to` is above `number` for "choose TWO": 11–12."""

    uid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(
        QuestionGroup,
        models.CASCADE,
        related_name="questions",
        verbose_name=_("group of questions"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    number_to = models.PositiveSmallIntegerField(_("to number"))
    marks = models.PositiveSmallIntegerField(_("marks"), default=1)
    prompt = models.TextField(_("question"), blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    key = models.JSONField(_("key"), default=str, blank=True)
    explanation = models.JSONField(_("explanation"), default=texts, blank=True)
    evidence = models.JSONField(_("evidence"), default=list, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("question"), _("questions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="question_one_a_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number_to__gte=F("number")),
                name="question_numbers_rise",
            ),
            models.CheckConstraint(condition=Q(marks__gte=1), name="question_gives_a_mark"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ExamVersion(Frozen, Kinded):
    """What learners take: frozen when it was published, kept for ever.

    `document` is shown, `keys` is never serialised to a learner before release, `scale` turns
    marks into a band. `sha256` covers the three.
    """

    uid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="versions", verbose_name=_("test"))
    number = models.PositiveIntegerField(_("version"))
    title = models.JSONField(_("title"))
    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    level_from = models.CharField(_("from level"), max_length=2, choices=LEVELS)
    level_to = models.CharField(_("to level"), max_length=2, choices=LEVELS)
    schema = models.PositiveSmallIntegerField(_("schema of the document"))
    document = models.JSONField(_("document"))
    keys = models.JSONField(_("keys"))
    scale = models.JSONField(_("scale"))
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    duration_s = models.PositiveIntegerField(_("duration, seconds"))
    questions = models.PositiveSmallIntegerField(
        _("questions"), help_text=_("highest question number")
    )
    max_raw = models.PositiveIntegerField(_("raw score, at most"), help_text=_("sum of the marks"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.BigIntegerField(_("published by"), null=True)

    objects: ClassVar[FrozenKindManager] = FrozenKindManager()

    class Meta:
        verbose_name, verbose_name_plural = _("published version"), _("published versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "number"], name="examversion_one_a_number"),
            models.UniqueConstraint(fields=["id", "kind"], name="examversion_id_and_kind"),
            SameKind(owner="exam", name="examversion_has_its_exams_kind"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"
