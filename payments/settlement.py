"""Paid: the order, its tokens and its tariff, in one transaction; and the news of it, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.databases import atomic, on_commit
from config.errors import InvalidInput, NotFound
from payments import ledger, tasks
from payments.checkout import is_overdue, order_of
from payments.errors import OrderNotOpen, ReferenceUsed
from payments.kinds import Kind, Provider, Status
from payments.models import Payment, ProviderTransaction, TokenAccount
from payments.periods import begin
from payments.values import Order
from users import services as users


def mark_paid(public_id: UUID, *, reference: str, reason: str, actor_id: int) -> Order:
    """Record that an open order was paid by bank transfer; tokens and tariff arrive at once.

    `reference` is the bank's, `reason` says why staff believe it. Safe to repeat with the same
    reference. Raises NotFound, InvalidInput (empty reference or reason), OrderNotOpen, and
    ReferenceUsed. Leaves an audit event.
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
        row, is_new = _received(public_id, reference, reason, actor_id, now)
    except IntegrityError as error:
        raise ReferenceUsed(reference=reference) from error
    if is_new:
        users.record(
            "payments.order.mark_paid",
            actor_id=actor_id,
            subject_id=row.user_id,
            data={"order": str(row.public_id), "reference": reference, "tiyin": row.amount_tiyin},
            reason=reason,
        )
    return order_of(row)


def _received(
    public_id: UUID, reference: str, reason: str, actor_id: int | None, now: datetime
) -> tuple[Payment, bool]:
    with atomic(Payment):
        row = Payment.objects.select_for_update().filter(public_id=public_id).first()
        if row is None:
            raise NotFound
        known = ProviderTransaction.objects.filter(
            provider=Provider.MANUAL, external_id=reference
        ).first()
        if known is not None and known.payment_id == row.pk:
            return row, False
        if row.status != Status.NEW or is_overdue(row, now):
            status = Status.EXPIRED if row.status == Status.NEW else Status(row.status)
            raise OrderNotOpen(status=status.label)
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
    return row, True


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
