"""Paid: the order, its tokens and its tariff, in one transaction; and the news of it, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.databases import atomic, on_commit
from config.errors import InvalidInput, NotFound
from payments import ledger, tasks
from payments.checkout import is_overdue, order_of
from payments.errors import OrderNotOpen, OrderReplaced, ReferenceUsed
from payments.kinds import Kind, Provider, Status
from payments.models import Payment, ProviderTransaction, TokenAccount
from payments.periods import begin
from payments.values import Order
from users import services as users


def mark_paid(public_id: UUID, *, reference: str, reason: str, actor_id: int) -> Order:
    """Record that an order was paid by bank transfer; tokens and tariff arrive at once.

    `reference` is the bank's, `reason` says why staff believe it. Money may come late: an expired
    order is paid at its frozen price, unless a newer one of its tariff took its place. Safe to
    repeat with the same reference. Raises NotFound, InvalidInput (empty reference or reason),
    OrderNotOpen, OrderReplaced, and ReferenceUsed. Leaves an audit event.
    """
    return mark_paid_at(public_id, reference.strip(), reason.strip(), actor_id, timezone.now())


def mark_paid_at(
    public_id: UUID, reference: str, reason: str, actor_id: int | None, now: datetime
) -> Order:
    """`mark_paid`, at that time."""
    for field, text, longest in (("reference", reference, 64), ("reason", reason, 300)):
        if not text or len(text) > longest:
            raise InvalidInput(field=field, reason=_("Must not be empty or too long."))
    try:
        row, is_new, late = _received(public_id, reference, reason, actor_id, now)
    except IntegrityError as error:
        # only the reference is a race with another order; anything else is our own fault
        if _money(reference) is None:
            raise
        raise ReferenceUsed(reference=reference) from error
    if is_new:
        users.record(
            "payments.order.mark_paid",
            actor_id=actor_id,
            subject_id=row.user_id,
            data={
                "order": str(row.public_id),
                "reference": reference,
                "tiyin": row.amount_tiyin,
                "expired": late,
            },
            reason=reason,
        )
    return order_of(row)


def _received(
    public_id: UUID, reference: str, reason: str, actor_id: int | None, now: datetime
) -> tuple[Payment, bool, bool]:
    """The order, whether this call paid it, and whether it had expired."""
    with atomic(Payment):
        row = Payment.objects.select_for_update().filter(public_id=public_id).first()
        if row is None:
            raise NotFound
        known = _money(reference)
        if known is not None and known.payment_id == row.pk:
            return row, False, False
        late = row.status == Status.EXPIRED or is_overdue(row, now)
        if row.status != Status.NEW and not late:
            raise OrderNotOpen(status=Status(row.status).label)
        if late and (newer := _newer(row, now)):
            raise OrderReplaced(order=str(newer.public_id))
        if known is not None:
            raise ReferenceUsed(reference=reference)
        ProviderTransaction.objects.create(
            payment=row,
            provider=Provider.MANUAL,
            external_id=reference,
            state=ProviderTransaction.State.PERFORMED,
            amount_tiyin=row.amount_tiyin,
            created_at=now,
            performed_at=now,
            actor_id=actor_id,
            reason=reason,
        )
        _settle(row, now)
    return row, True, late


def _money(reference: str) -> ProviderTransaction | None:
    rows = ProviderTransaction.objects.filter(provider=Provider.MANUAL, external_id=reference)
    return rows.first()


def _newer(row: Payment, now: datetime) -> Payment | None:
    """The person's newer order of the same tariff that is open or paid."""
    counts = Q(status=Status.PAID) | Q(status=Status.NEW, expires_at__gt=now)
    others = Payment.objects.filter(counts, user_id=row.user_id, tariff_id=row.tariff_id)
    return others.filter(pk__gt=row.pk).order_by("-pk").first()


def _settle(row: Payment, now: datetime) -> None:
    """The caller holds a transaction and the order's lock, and has written the money."""
    row.status, row.paid_at = Status.PAID, now
    row.save(update_fields=["status", "paid_at"])
    ledger.locked_or_opened(row.user_id)
    period = begin(row, now)
    if row.tokens:
        entry = ledger.Entry(
            Kind.PURCHASE,
            f"order:{row.public_id}",
            now,
            reference=f"order:{row.public_id}",
            payment=row,
        )
        ledger.add(row.user_id, row.tokens, entry, period.ends_at)
    on_commit(TokenAccount, lambda: tasks.announce.delay(row.pk))
