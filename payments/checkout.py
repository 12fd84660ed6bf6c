"""Orders until they are paid: start, look, cancel, expire."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.databases import atomic
from config.errors import InvalidInput, NotFound
from config.page import Page, cut, decode_position
from payments.errors import NothingToPay, OrderKeyReused, OrderNotOpen, ProviderUnknown
from payments.kinds import Provider, Status
from payments.models import Payment
from payments.values import Order, StartedOrder
from tariffs import services as tariffs


def start_order(
    user_id: int, tariff: str, *, provider: str = "manual", key: str = ""
) -> StartedOrder:
    """Order a tariff (its slug) at its price of now, to be paid within ORDER_LIFE_HOURS.

    Safe to repeat: with the same `key`, or while an order of this tariff is open, that order comes
    back. Raises NotFound and TariffNotForSale (tariff), NothingToPay (a free one), ProviderUnknown,
    and OrderKeyReused (the key belongs to an order of another tariff).
    """
    return start_order_at(user_id, tariff, provider, key, timezone.now())


def start_order_at(
    user_id: int, tariff: str, provider: str, key: str, now: datetime
) -> StartedOrder:
    """`start_order`, at that time."""
    if provider not in Provider.values:
        raise ProviderUnknown(field="provider", reason=_("Unknown way of paying."))
    if earlier := _named(user_id, tariff, key) or _open(user_id, now, tariff_slug=tariff):
        return StartedOrder(order_of(earlier), is_new=False)
    quote = tariffs.quote(tariff, at=now)
    if quote.amount_tiyin <= 0:
        raise NothingToPay
    try:
        with atomic(Payment):
            _expire(Q(user_id=user_id, tariff_id=quote.tariff_id), now)
            row = _frozen(user_id, quote, provider, key, now)
    except IntegrityError:
        # another request was faster, or the tariff had another slug when it was ordered: the
        # constraints let one order through, and that one counts
        other = _named(user_id, tariff, key) or _open(user_id, now, tariff_id=quote.tariff_id)
        if other is None:
            raise
        return StartedOrder(order_of(other), is_new=False)
    return StartedOrder(order_of(row), is_new=True)


def order(public_id: UUID, *, user_id: int | None) -> Order:
    """One order: of that person, or with `user_id` None of anyone (staff). Raises NotFound."""
    return order_of(_found(public_id, user_id))


def orders(
    user_id: int | None, *, status: str = "", cursor: str | None = None, limit: int = 20
) -> Page[Order]:
    """Orders, newest first: of one person, or with `user_id` None of everyone (staff).

    Raises InvalidInput for an unknown status, and BadCursor.
    """
    if status and status not in Status.values:
        raise InvalidInput(field="status", reason=_("Unknown state."))
    expire_orders(user_id)
    rows = Payment.objects.order_by("-id")
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    if status:
        rows = rows.filter(status=status)
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(pk__lt=before)
    return cut(list(rows[: limit + 1]), limit, order_of, lambda row: row.pk)


def cancel_order(public_id: UUID, *, user_id: int | None) -> Order:
    """Cancel an open order. Safe to repeat. Raises NotFound, and OrderNotOpen for a paid one."""
    now = timezone.now()
    _found(public_id, user_id)
    with atomic(Payment):
        row = Payment.objects.select_for_update().get(public_id=public_id)
        if row.status not in (Status.NEW, Status.CANCELLED):
            raise OrderNotOpen(status=Status(row.status).label)
        if row.status == Status.NEW:
            row.status, row.cancelled_at = Status.CANCELLED, now
            row.save(update_fields=["status", "cancelled_at"])
    return order_of(row)


def expire_orders(user_id: int | None = None) -> int:
    """Close what was not paid in time (of one person, or of all); how many. Safe to repeat."""
    whose = Q() if user_id is None else Q(user_id=user_id)
    return _expire(whose, timezone.now())


def order_of(row: Payment) -> Order:
    """The value of a row."""
    return Order(
        public_id=row.public_id,
        user_id=row.user_id,
        status=Status(row.status),
        tariff=row.tariff_slug,
        tariff_name=row.tariff_name,
        provider=row.provider,
        list_price_tiyin=row.list_price_tiyin,
        discount_tiyin=row.discount_tiyin,
        amount_tiyin=row.amount_tiyin,
        currency=row.currency,
        tokens=row.tokens,
        duration_days=row.duration_days,
        sale_name=row.sale_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        cancelled_at=row.cancelled_at,
    )


def is_overdue(row: Payment, at: datetime) -> bool:
    """Whether the order is open, and its time is over."""
    return row.status == Status.NEW and row.expires_at <= at


def _expire(which: Q, now: datetime) -> int:
    overdue = Payment.objects.filter(which, status=Status.NEW, expires_at__lte=now)
    return overdue.update(status=Status.EXPIRED) if overdue.exists() else 0


def _found(public_id: UUID, user_id: int | None) -> Payment:
    rows = Payment.objects.filter(public_id=public_id)
    row = (rows if user_id is None else rows.filter(user_id=user_id)).first()
    if row is None:
        raise NotFound
    if is_overdue(row, timezone.now()) and _expire(Q(pk=row.pk), timezone.now()):
        row.refresh_from_db()
    return row


def _named(user_id: int, tariff: str, key: str) -> Payment | None:
    if not key:
        return None
    row = Payment.objects.filter(user_id=user_id, idempotency_key=key).first()
    if row is not None and row.tariff_slug != tariff:
        raise OrderKeyReused
    return row


def _open(user_id: int, now: datetime, **tariff: str | int) -> Payment | None:
    mine = Payment.objects.filter(user_id=user_id, status=Status.NEW, expires_at__gt=now)
    return mine.filter(**tariff).first()


def _frozen(user_id: int, quote: tariffs.Quote, provider: str, key: str, now: datetime) -> Payment:
    return Payment.objects.create(
        user_id=user_id,
        tariff_id=quote.tariff_id,
        tariff_slug=quote.slug,
        tariff_name=quote.name,
        tariff_version=quote.version,
        tariff_rank=quote.rank,
        list_price_tiyin=quote.list_price_tiyin,
        discount_tiyin=quote.discount_tiyin,
        amount_tiyin=quote.amount_tiyin,
        currency=quote.currency,
        tokens=quote.tokens,
        duration_days=quote.duration_days,
        sale_id=quote.sale_id,
        sale_name=quote.sale_name,
        provider=provider,
        idempotency_key=key or None,
        created_at=now,
        expires_at=now + timedelta(hours=settings.ORDER_LIFE_HOURS),
    )
