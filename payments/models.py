"""Orders and the token ledger. Nothing here is ever deleted; ledger rows are never edited."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payments.kinds import ADDING, TAKING, Kind, Provider, Status


class NeverEdited(RuntimeError):
    """Somebody tried to change a row that is only ever added."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses what would change or remove rows."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Never: a mistake is mended by a new row."""
        raise NeverEdited(self.model.__name__)

    def delete(self) -> NoReturn:
        """Never: a mistake is mended by a new row."""
        raise NeverEdited(self.model.__name__)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; saving it again is refused."""
        if not self._state.adding:
            raise NeverEdited(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never: a mistake is mended by a new row."""
        raise NeverEdited(type(self).__name__)


class Payment(models.Model):
    """One order of one tariff, with what was offered frozen in it."""

    public_id = models.UUIDField(_("order number"), default=uuid.uuid4, unique=True, editable=False)
    user_id = models.BigIntegerField(_("person"))
    tariff_id = models.BigIntegerField(_("number of the tariff"))
    tariff_slug = models.SlugField(_("tariff"), max_length=80)
    tariff_name = models.JSONField(_("tariff"))
    tariff_version = models.PositiveIntegerField(_("version of the tariff"))
    tariff_rank = models.IntegerField(_("rank of the tariff"), default=0)
    list_price_tiyin = models.BigIntegerField(_("list price, tiyin"))
    discount_tiyin = models.BigIntegerField(_("discount, tiyin"), default=0)
    amount_tiyin = models.BigIntegerField(_("to pay, tiyin"))
    currency = models.CharField(_("currency"), max_length=3, default="UZS")
    tokens = models.PositiveIntegerField(_("tokens"))
    duration_days = models.PositiveIntegerField(_("days"), null=True)
    sale_id = models.BigIntegerField(_("number of the sale"), null=True)
    sale_name = models.JSONField(_("sale"), default=dict)
    provider = models.CharField(
        _("way of paying"), max_length=16, choices=Provider, default=Provider.MANUAL
    )
    status = models.CharField(_("state"), max_length=16, choices=Status, default=Status.NEW)
    idempotency_key = models.CharField(_("key"), max_length=100, null=True)
    created_at = models.DateTimeField(_("ordered at"), default=timezone.now)
    expires_at = models.DateTimeField(_("to be paid until"))
    paid_at = models.DateTimeField(_("paid at"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    refunded_at = models.DateTimeField(_("money returned at"), null=True)
    announced_at = models.DateTimeField(
        _("learner told at"), null=True, help_text=_("empty while a paid order is owed its message")
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        permissions = [("mark_paid_payment", "Can mark an order paid by bank transfer")]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="payment_by_person"),
            models.Index(fields=["status", "expires_at"], name="payment_by_state"),
            models.Index(
                fields=["id"],
                condition=Q(status="paid", announced_at=None),
                name="payment_owed_a_message",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_tiyin__gt=0), name="payment_is_not_free"),
            models.CheckConstraint(
                condition=Q(discount_tiyin__gte=0), name="payment_discount_takes_off"
            ),
            models.CheckConstraint(
                condition=Q(amount_tiyin=F("list_price_tiyin") - F("discount_tiyin")),
                name="payment_amount_is_list_less_discount",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="payment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(provider__in=Provider.values), name="payment_provider_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["paid", "refunded"], paid_at__isnull=False)
                | Q(status__in=["new", "cancelled", "expired"], paid_at__isnull=True),
                name="payment_paid_at_says_that_it_was_paid",
            ),
            models.UniqueConstraint(
                fields=["user_id", "tariff_id"],
                condition=Q(status="new"),
                name="payment_one_open_order_a_tariff",
            ),
            models.UniqueConstraint(
                fields=["user_id", "idempotency_key"], name="payment_one_order_a_key"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ProviderTransaction(models.Model):
    """Money that moved for an order, as its provider names it."""

    class State(models.IntegerChoices):
        """Payme's numbers, which serve for all."""

        OPEN = 1, _("open")
        PERFORMED = 2, _("performed")
        CANCELLED = -1, _("cancelled")
        RETURNED = -2, _("returned")

    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="transactions", verbose_name=_("order")
    )
    provider = models.CharField(_("way of paying"), max_length=16, choices=Provider)
    external_id = models.CharField(_("reference"), max_length=64)
    state = models.SmallIntegerField(_("state"), choices=State)
    amount_tiyin = models.BigIntegerField(_("amount, tiyin"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    performed_at = models.DateTimeField(_("performed at"), null=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    actor_id = models.BigIntegerField(_("entered by"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("money transaction")
        verbose_name_plural = _("money transactions")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"], name="providertransaction_one_a_reference"
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(state=2),
                name="providertransaction_one_performed_an_order",
            ),
            models.CheckConstraint(
                condition=Q(amount_tiyin__gt=0), name="providertransaction_moves_money"
            ),
            models.CheckConstraint(
                condition=Q(state=1, performed_at=None, cancelled_at=None)
                | Q(state=2, performed_at__isnull=False, cancelled_at=None)
                | Q(state=-1, performed_at=None, cancelled_at__isnull=False)
                | Q(state=-2, performed_at__isnull=False, cancelled_at__isnull=False),
                name="providertransaction_times_fit_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.external_id}"


class TokenAccount(models.Model):
    """A person's tokens: the sum of the ledger, and the lock that everyone takes first."""

    user_id = models.BigIntegerField(_("person"), unique=True)
    balance = models.IntegerField(_("tokens"), default=0)
    seq = models.PositiveIntegerField(_("number of movements"), default=0)
    created_at = models.DateTimeField(_("opened at"), default=timezone.now)

    class Meta:
        verbose_name = _("token account")
        verbose_name_plural = _("token accounts")
        permissions = [("adjust_tokenaccount", "Can add and take tokens")]
        constraints = [
            models.CheckConstraint(
                condition=Q(balance__gte=0), name="tokenaccount_is_never_below_zero"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.user_id}: {self.balance}"


class TokenTransaction(AppendOnlyModel):
    """One change of one account. Never edited or deleted: a mistake is mended by a new row."""

    account = models.ForeignKey(
        TokenAccount, models.PROTECT, related_name="transactions", verbose_name=_("account")
    )
    seq = models.PositiveIntegerField(_("number"), help_text=_("1, 2, 3 … within the account"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    tokens = models.IntegerField(_("tokens"), help_text=_("added if positive, taken if negative"))
    balance_after = models.IntegerField(_("balance after"))
    key = models.CharField(_("key"), max_length=120, help_text=_("makes a repeated call harmless"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, related_name="movements", verbose_name=_("order")
    )
    actor_id = models.BigIntegerField(_("entered by"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("token transaction")
        verbose_name_plural = _("token transactions")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "seq"], name="tokentransaction_one_row_a_seq"
            ),
            models.UniqueConstraint(
                fields=["account", "key"], name="tokentransaction_one_row_a_key"
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(kind="purchase"),
                name="tokentransaction_one_purchase_an_order",
            ),
            models.CheckConstraint(
                condition=Q(balance_after__gte=0), name="tokentransaction_leaves_no_debt"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in ADDING], tokens__gt=0)
                | Q(kind__in=[str(kind) for kind in TAKING], tokens__lt=0),
                name="tokentransaction_sign_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["refund", "reversal"], reverses__isnull=False)
                | (~Q(kind__in=["refund", "reversal"]) & Q(reverses=None)),
                name="tokentransaction_says_what_it_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq}. {self.get_kind_display()} {self.tokens:+d}"


class LotQuerySet(models.QuerySet["TokenLot"]):
    """Lots in the order they are spent."""

    def holding(self) -> Self:
        """Lots with something left: first those that expire first, last those that never do."""
        return self.filter(remaining__gt=0).order_by(F("expires_at").asc(nulls_last=True), "id")


class TokenLot(models.Model):
    """The tokens of one grant: how many are left, and until when."""

    account = models.ForeignKey(
        TokenAccount, models.PROTECT, related_name="lots", verbose_name=_("account")
    )
    grant = models.OneToOneField(
        TokenTransaction, models.PROTECT, related_name="lot", verbose_name=_("granted by")
    )
    granted = models.PositiveIntegerField(_("granted"))
    remaining = models.PositiveIntegerField(_("left"))
    expires_at = models.DateTimeField(_("expires at"), null=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = _("lot of tokens")
        verbose_name_plural = _("lots of tokens")
        indexes = [
            models.Index(
                fields=["account", "expires_at"],
                condition=Q(remaining__gt=0),
                name="tokenlot_with_something_left",
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(remaining__gt=0, expires_at__isnull=False),
                name="tokenlot_to_expire",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(granted__gt=0), name="tokenlot_holds_something"),
            models.CheckConstraint(
                condition=Q(remaining__gte=0, remaining__lte=F("granted")),
                name="tokenlot_never_has_more_than_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.remaining}/{self.granted}"


class TokenAllocation(AppendOnlyModel):
    """How many tokens of a movement came out of a lot, or went back into it on a refund."""

    transaction = models.ForeignKey(
        TokenTransaction, models.PROTECT, related_name="allocations", verbose_name=_("movement")
    )
    lot = models.ForeignKey(
        TokenLot, models.PROTECT, related_name="allocations", verbose_name=_("lot")
    )
    tokens = models.PositiveIntegerField(_("tokens"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "lot"], name="tokenallocation_one_row_a_lot"
            ),
            models.CheckConstraint(
                condition=Q(tokens__gt=0), name="tokenallocation_moves_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tokens}"


class TariffPeriod(models.Model):
    """A stretch of time in which a person has a tariff. The current one has the highest rank."""

    class State(models.TextChoices):
        """Whether it counts."""

        ACTIVE = "active", _("active")
        REVOKED = "revoked", _("revoked")

    user_id = models.BigIntegerField(_("person"))
    tariff_id = models.BigIntegerField(_("number of the tariff"))
    tariff_slug = models.SlugField(_("tariff"), max_length=80)
    tariff_name = models.JSONField(_("tariff"))
    rank = models.IntegerField(_("rank"), default=0)
    key = models.CharField(_("key"), max_length=120, unique=True)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, related_name="period", verbose_name=_("order")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.ACTIVE)

    class Meta:
        verbose_name = _("tariff of a person")
        verbose_name_plural = _("tariffs of people")
        indexes = [
            models.Index(fields=["user_id", "-rank", "starts_at"], name="tariffperiod_by_person")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="tariffperiod_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tariff_slug} {self.starts_at:%Y-%m-%d}"

    @classmethod
    def ends_of(cls, user_id: int, tariff_id: int, at: datetime) -> Sequence[datetime]:
        """When the person's running and coming periods of the tariff end."""
        rows = cls.objects.filter(
            user_id=user_id, tariff_id=tariff_id, state=cls.State.ACTIVE, ends_at__gt=at
        )
        return [end for end in rows.values_list("ends_at", flat=True) if end is not None]
