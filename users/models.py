"""The tables of people, their codes, and the record of what was done to whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Locale(models.TextChoices):
    """The languages that a person can read us in, each named in itself."""

    UZ = "uz", "Oʻzbekcha"
    RU = "ru", "Русский"
    EN = "en", "English"


class Theme(models.TextChoices):
    """How the pages look to a person."""

    AUTO = "auto", _("As on my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CONTRAST = "contrast", _("High contrast")


class State(models.TextChoices):
    """What an account may do."""

    ACTIVE = "active", _("active")
    BLOCKED = "blocked", _("blocked")
    MERGED = "merged", _("merged")
    ERASED = "erased", _("erased")


class TargetExam(models.TextChoices):
    """The exam that a learner is preparing for."""

    IELTS_ACADEMIC = "ielts_academic", "IELTS Academic"
    IELTS_GENERAL = "ielts_general", "IELTS General Training"
    CEFR = "cefr", "CEFR"
    OTHER = "other", _("Another exam")


class Users(BaseUserManager["User"]):
    """Makes people; an address is kept in lower case."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> User:
        """A saved person; without a password nobody can log in by password."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved person who may do everything (for `manage.py createsuperuser`)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """The person of an address, however it is spelled."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person: learner or staff. The id stays for ever and is never given to another."""

    public_id = models.UUIDField(
        _("public number"), default=uuid.uuid4, unique=True, editable=False
    )
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    locale = models.CharField(
        _("language"), max_length=2, choices=Locale.choices, default=Locale.UZ
    )
    theme = models.CharField(_("look"), max_length=8, choices=Theme.choices, default=Theme.AUTO)
    target_exam = models.CharField(
        _("target exam"), max_length=20, choices=TargetExam.choices, blank=True
    )
    target_band = models.DecimalField(
        _("target band"),
        max_digits=2,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(9)],
    )
    exam_date = models.DateField(_("exam date"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.ACTIVE, editable=False
    )
    is_active = models.BooleanField(_("may log in"), default=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    session_epoch = models.PositiveIntegerField(
        _("epoch of the sessions"),
        default=0,
        editable=False,
        help_text=_("a higher number ends every session and token"),
    )
    created_at = models.DateTimeField(_("signed up"), default=timezone.now, editable=False)
    welcomed_at = models.DateTimeField(
        _("welcomed"), null=True, blank=True, editable=False, help_text=_("empty: still owed")
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_one_account_an_address"),
            models.CheckConstraint(
                condition=Q(target_band__isnull=True) | Q(target_band__range=(0, 9)),
                name="user_target_band_from_0_to_9",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ERASED) | Q(email__isnull=True, is_active=False),
                name="user_erased_has_no_address_and_no_login",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(welcomed_at__isnull=True),
                name="user_still_to_be_welcomed",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email or f"#{self.pk}"

    def clean(self) -> None:
        """An address is one in whatever case it was typed."""
        super().clean()
        self.email = _one_spelling(self.email)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the address in lower case, and null where there is none."""
        self.email = _one_spelling(self.email)
        super().save(*args, **kwargs)

    @property
    def initials(self) -> str:
        """One or two letters that stand for the person in the navigation bar."""
        words = (self.name or self.email or "?").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_full_name(self) -> str:
        """The name, or the address of a person who gave none."""
        return self.name or self.email or ""

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.get_full_name().split(" ")[0]

    def get_session_auth_hash(self) -> str:
        """What every session of the person holds; a new password or epoch makes them void."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the secret keys that were replaced lately."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes) -> str:
        value = f"{self.password}|{self.session_epoch}"
        return salted_hmac(
            "users.User.session", value, secret=secret, algorithm="sha256"
        ).hexdigest()


def _one_spelling(email: str | None) -> str | None:
    return (email or "").strip().lower() or None


class Purpose(models.TextChoices):
    """What a code proves."""

    SIGNUP = "signup", _("sign-up")
    EMAIL_CHANGE = "email_change", _("change of address")
    PASSWORD_RESET = "password_reset", _("new password")


class Channel(models.TextChoices):
    """How a code travels."""

    EMAIL = "email", _("e-mail")


class CodeDelivery(models.TextChoices):
    """How far a code got."""

    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    SUPPRESSED = "suppressed", _("suppressed")


class VerificationCodes(models.QuerySet["VerificationCode"]):
    """Filters with no rule in them."""

    def live(self) -> VerificationCodes:
        """Codes that are neither used, replaced nor burnt (they may have run out of time)."""
        return self.filter(
            consumed_at__isnull=True, superseded_at__isnull=True, burnt_at__isnull=True
        )


class VerificationCode(models.Model):
    """One code that was sent to prove an address. The code itself is kept nowhere.

    A row without a user is a decoy: the answer to an address that may not be told to be unknown
    (or known); nobody was sent its code.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    target = models.CharField(_("sent to"), max_length=254)
    target_digest = models.CharField(
        _("digest of the address"), max_length=64, help_text=_("counts after the target is gone")
    )
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="codes", verbose_name=_("person")
    )
    code_hash = models.CharField(_("hash of the code"), max_length=64)
    key_id = models.CharField(_("key of the hash"), max_length=8)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    attempts = models.PositiveSmallIntegerField(_("wrong tries"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("tries allowed"), default=5)
    verified_at = models.DateTimeField(_("right code given"), null=True, blank=True)
    consumed_at = models.DateTimeField(_("used"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    burnt_at = models.DateTimeField(_("tries used up"), null=True, blank=True)
    delivery = models.CharField(
        _("delivery"), max_length=10, choices=CodeDelivery.choices, default=CodeDelivery.QUEUED
    )
    ip = models.GenericIPAddressField(_("asked from"), null=True, blank=True)
    ip_net = models.CharField(_("network"), max_length=45, blank=True)
    locale = models.CharField(_("language"), max_length=2, choices=Locale.choices)

    objects = VerificationCodes.as_manager()

    class Meta:
        verbose_name = _("verification code")
        verbose_name_plural = _("verification codes")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "target"],
                condition=Q(
                    consumed_at__isnull=True, superseded_at__isnull=True, burnt_at__isnull=True
                ),
                name="verificationcode_one_live_a_target",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("max_attempts")),
                name="verificationcode_tries_within_the_limit",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="verificationcode_lives_for_a_while",
            ),
            models.CheckConstraint(
                condition=(
                    Q(consumed_at__isnull=True, superseded_at__isnull=True)
                    | Q(consumed_at__isnull=True, burnt_at__isnull=True)
                    | Q(superseded_at__isnull=True, burnt_at__isnull=True)
                ),
                name="verificationcode_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["target_digest", "-created_at"], name="verificationcode_a_target"),
            models.Index(fields=["ip_net", "-created_at"], name="verificationcode_a_network"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.target}"

    def state_at(self, at: datetime) -> str:
        """live, expired, consumed, superseded or burnt at that time."""
        if self.consumed_at:
            return "consumed"
        if self.superseded_at:
            return "superseded"
        if self.burnt_at:
            return "burnt"
        return "expired" if at >= self.expires_at else "live"


class AuditEvent(models.Model):
    """One act that somebody did to somebody. Never edited or deleted; holds ids, no addresses."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    actor_id = models.BigIntegerField(_("who did it"), null=True, blank=True)
    subject_id = models.BigIntegerField(_("to whom"), null=True, blank=True)
    action = models.CharField(_("act"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(action=""), name="auditevent_names_an_act"),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-at"], name="auditevent_of_a_subject"),
            models.Index(fields=["actor_id", "-at"], name="auditevent_of_an_actor"),
        ]

    def __str__(self) -> str:
        return str(settings.ACTS.get(self.action, self.action))
