"""What is sold: categories, tariffs, features, sales. Nobody's purchases are here.

The error code of a constraint is the field that staff have to look at.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.page import LOCALES, localised
from tariffs.pricing import SOUM

MOST_TIYIN = 10**13


def check_text(value: object) -> None:
    """A text for people is {"uz", "ru", "en"}: known languages only, and at least one filled."""
    if not isinstance(value, dict) or not set(value) <= set(LOCALES):
        raise ValidationError(_("Give the text as uz, ru and en."), code="invalid")
    if not all(isinstance(text, str) and len(text) <= 1000 for text in value.values()):
        raise ValidationError(_("Each text has up to 1000 characters."), code="invalid")


def check_soum(value: int) -> None:
    """People pay and type whole soum: an amount of tiyin ends in 00."""
    if value % SOUM:
        raise ValidationError(_("An amount in tiyin must be whole soʻm: it ends in 00."))


def _text(label: Any, *, required: bool = True) -> models.JSONField:
    return models.JSONField(label, default=dict, blank=not required, validators=[check_text])


class TariffCategory(models.Model):
    """A shelf of tariffs, e.g. for one exam."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = _text(_("name"))
    description = _text(_("for whom"), required=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("tariff category")
        verbose_name_plural = _("tariff categories")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return localised(self.name, get_language() or "uz") or self.slug


class Tariff(models.Model):
    """Tokens for money, for some days. A change of price, tokens or days is a new version."""

    category = models.ForeignKey(
        TariffCategory, models.PROTECT, related_name="tariffs", verbose_name=_("category")
    )
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = _text(_("name"))
    description = _text(_("for whom"), required=False)
    price_tiyin = models.BigIntegerField(
        _("price, tiyin"), validators=[MinValueValidator(0), check_soum]
    )
    old_price_tiyin = models.BigIntegerField(
        _("old price, tiyin"),
        null=True,
        blank=True,
        validators=[check_soum],
        help_text=_("only a price that was really asked before"),
    )
    currency = models.CharField(_("currency"), max_length=3, default="UZS", editable=False)
    tokens = models.PositiveIntegerField(_("tokens"), validators=[MaxValueValidator(1_000_000)])
    duration_days = models.PositiveIntegerField(
        _("days"),
        null=True,
        blank=True,
        help_text=_("empty: without an end"),
        validators=[MaxValueValidator(3660)],
    )
    rank = models.IntegerField(
        _("rank"), default=0, help_text=_("of several tariffs a person has, the highest counts")
    )
    is_default = models.BooleanField(_("everyone has it"), default=False)
    is_recommended = models.BooleanField(_("recommended"), default=False)
    is_active = models.BooleanField(_("for sale"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_tiyin__gte=0, price_tiyin__lt=MOST_TIYIN),
                name="tariff_price_is_possible",
                violation_error_code="price_tiyin",
                violation_error_message=_("This price is not possible."),
            ),
            models.CheckConstraint(
                condition=Q(old_price_tiyin=None) | Q(old_price_tiyin__gt=F("price_tiyin")),
                name="tariff_old_price_was_higher",
                violation_error_code="old_price_tiyin",
                violation_error_message=_("The old price must be higher than the price."),
            ),
            models.CheckConstraint(
                condition=Q(duration_days=None) | Q(duration_days__gt=0),
                name="tariff_lasts_at_least_a_day",
                violation_error_code="duration_days",
                violation_error_message=_("A tariff lasts at least one day."),
            ),
            models.CheckConstraint(
                condition=Q(is_default=False)
                | Q(price_tiyin=0, duration_days=None, is_active=True),
                name="tariff_default_is_free_and_endless",
                violation_error_code="is_default",
                violation_error_message=_(
                    "The default tariff is free, without an end, and active."
                ),
            ),
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="tariff_one_default",
                violation_error_code="is_default",
                violation_error_message=_("There is already a default tariff."),
            ),
        ]

    def __str__(self) -> str:
        return localised(self.name, get_language() or "uz") or self.slug


class TariffPriceChange(models.Model):
    """Who changed what a tariff costs or gives, from what, to what. Never edited."""

    tariff = models.ForeignKey(
        Tariff, models.PROTECT, related_name="price_changes", verbose_name=_("tariff")
    )
    version = models.PositiveIntegerField(_("version"))
    price_before_tiyin = models.BigIntegerField(_("price before, tiyin"), null=True)
    price_tiyin = models.BigIntegerField(_("price, tiyin"))
    old_price_before_tiyin = models.BigIntegerField(_("old price before, tiyin"), null=True)
    old_price_tiyin = models.BigIntegerField(_("old price, tiyin"), null=True)
    tokens_before = models.PositiveIntegerField(_("tokens before"), null=True)
    tokens = models.PositiveIntegerField(_("tokens"))
    days_before = models.PositiveIntegerField(_("days before"), null=True)
    days = models.PositiveIntegerField(_("days"), null=True)
    actor_id = models.BigIntegerField(_("changed by"), null=True)
    created_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tariff", "version"], name="tariffpricechange_one_row_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; saving it again is refused."""
        if not self._state.adding:
            raise RuntimeError("a price change is never edited")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise RuntimeError("a price change is never deleted")


class Feature(models.Model):
    """Something that tariffs differ in."""

    class Kind(models.TextChoices):
        """What a tariff says about it."""

        SWITCH = "switch", _("yes or no")
        LIMIT = "limit", _("how many")
        TEXT = "text", _("in words")

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z][a-z0-9_]*\Z", _("Small letters, digits and _."))],
    )
    name = _text(_("name"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SWITCH)
    unit = _text(_("unit"), required=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_highlight = models.BooleanField(_("on the card"), default=False)

    class Meta:
        verbose_name = _("feature")
        verbose_name_plural = _("features")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["switch", "limit", "text"]), name="feature_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return localised(self.name, get_language() or "uz") or self.code


class TariffFeature(models.Model):
    """What a tariff has of a feature."""

    class Period(models.TextChoices):
        """In what time a limit holds."""

        DAY = "day", _("a day")
        WEEK = "week", _("a week")
        MONTH = "month", _("a month")
        TERM = "term", _("in all")

    tariff = models.ForeignKey(
        Tariff, models.CASCADE, related_name="features", verbose_name=_("tariff")
    )
    feature = models.ForeignKey(
        Feature, models.PROTECT, related_name="tariffs", verbose_name=_("feature")
    )
    enabled = models.BooleanField(_("has it"), default=True)
    limit_value = models.PositiveIntegerField(
        _("limit"), null=True, blank=True, help_text=_("empty: without a limit")
    )
    period = models.CharField(_("period"), max_length=8, choices=Period, default=Period.TERM)
    text = _text(_("in words"), required=False)

    class Meta:
        verbose_name = _("feature of a tariff")
        verbose_name_plural = _("features of a tariff")
        ordering = ["feature__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tariff", "feature"], name="tarifffeature_one_row_a_feature"
            ),
            models.CheckConstraint(
                condition=Q(period__in=["day", "week", "month", "term"]),
                name="tarifffeature_period_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feature}"


class Sale(models.Model):
    """A discount for a time: on everything, a category or one tariff."""

    class Kind(models.TextChoices):
        """How it is counted."""

        PERCENT = "percent", _("percent")
        FIXED = "fixed", _("amount")

    class Scope(models.TextChoices):
        """What it is for."""

        ALL = "all", _("everything")
        CATEGORY = "category", _("a category")
        TARIFF = "tariff", _("a tariff")

    name = _text(_("name"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PERCENT)
    percent_bp = models.PositiveIntegerField(
        _("hundredths of a percent"), null=True, blank=True, help_text=_("2500 is 25 %")
    )
    amount_tiyin = models.BigIntegerField(
        _("amount, tiyin"), null=True, blank=True, validators=[check_soum]
    )
    scope = models.CharField(_("for"), max_length=8, choices=Scope, default=Scope.ALL)
    category = models.ForeignKey(
        TariffCategory, models.PROTECT, null=True, blank=True, verbose_name=_("category")
    )
    tariff = models.ForeignKey(
        Tariff, models.PROTECT, null=True, blank=True, verbose_name=_("tariff")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("sale")
        verbose_name_plural = _("sales")
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["ends_at"], name="sale_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="percent",
                    percent_bp__isnull=False,  # a check passes where a comparison is unknown
                    percent_bp__gte=1,
                    percent_bp__lte=10_000,
                    amount_tiyin=None,
                )
                | Q(kind="fixed", amount_tiyin__isnull=False, amount_tiyin__gt=0, percent_bp=None),
                name="sale_is_a_percentage_or_an_amount",
                violation_error_code="kind",
                violation_error_message=_("Give a percentage (at most a hundred) or an amount."),
            ),
            models.CheckConstraint(
                condition=Q(scope="all", category=None, tariff=None)
                | Q(scope="category", category__isnull=False, tariff=None)
                | Q(scope="tariff", category=None, tariff__isnull=False),
                name="sale_scope_says_what_it_is_for",
                violation_error_code="scope",
                violation_error_message=_("Name exactly what the sale is for."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="sale_ends_after_it_starts",
                violation_error_code="ends_at",
                violation_error_message=_("A sale ends after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return localised(self.name, get_language() or "uz") or f"#{self.pk}"
