"""Proves the ledger. Each finding names the invariant it breaks; an empty list is good.

Invariants 1–5, 8 and 9 are checked here, of 6 that no money lacks an order. What remains comes
with providers that answer by themselves: open transactions (6) and their registries (7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from payments.kinds import Kind, Status
from payments.models import (
    Payment,
    ProviderTransaction,
    TokenAccount,
    TokenAllocation,
    TokenLot,
    TokenTransaction,
)

GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the books that must not be."""

    invariant: int
    subject: str
    text: str


def verify_ledger() -> list[Finding]:
    """Everything in the books that breaks an invariant; reads only."""
    return [
        *_chains(),
        *_balances(),
        *_allocations(),
        *_lots(),
        *_purchases(),
        *_money(),
        *_reversals(),
        *_overdue(timezone.now()),
    ]


def _chains() -> Iterator[Finding]:
    rows = TokenTransaction.objects.order_by("account_id", "seq").values_list(
        "account_id", "seq", "tokens", "balance_after"
    )
    account, seq, balance = None, 0, 0
    for account_id, row_seq, tokens, balance_after in rows.iterator():
        if account_id != account:
            account, seq, balance = account_id, 0, 0
        seq, balance = seq + 1, balance + tokens
        if row_seq != seq:
            yield Finding(1, f"account {account}", f"seq {row_seq} where {seq} was due")
            seq = row_seq
        if balance_after != balance or balance < 0:
            text = f"seq {row_seq}: balance {balance_after}, the rows give {balance}"
            yield Finding(1, f"account {account}", text)
            balance = balance_after
    last = Max("transactions__seq", default=0)
    for behind in TokenAccount.objects.annotate(last=last).exclude(seq=F("last")):
        text = f"counts {behind.seq} movements, the last has seq {behind.last}"
        yield Finding(1, f"account {behind.pk}", text)


def _balances() -> Iterator[Finding]:
    accounts = TokenAccount.objects.annotate(
        moved=_total(TokenTransaction.objects.all(), "account", "tokens"),
        left=_total(TokenLot.objects.all(), "account", "remaining"),
    ).exclude(balance=F("moved"), left=F("balance"))
    for account in accounts:
        text = f"balance {account.balance}, rows {account.moved}, lots {account.left}"
        yield Finding(2, f"account {account.pk}", text)


def _allocations() -> Iterator[Finding]:
    debits = (
        TokenTransaction.objects.filter(Q(tokens__lt=0) | Q(kind=Kind.REFUND))
        .annotate(allocated=_total(TokenAllocation.objects.all(), "transaction", "tokens"))
        .exclude(Q(tokens=-F("allocated")) | Q(tokens=F("allocated"), kind=Kind.REFUND))
    )
    for row in debits:
        text = f"{row.tokens} tokens, allocated {row.allocated}"
        yield Finding(3, f"transaction {row.pk}", text)
    signed = Case(
        When(transaction__tokens__gt=0, then=-F("tokens")),
        default=F("tokens"),
        output_field=IntegerField(),
    )
    gone = TokenLot.objects.annotate(
        gone=_total(TokenAllocation.objects.all(), "lot", signed)
    ).exclude(remaining=F("granted") - F("gone"))
    for lot in gone:
        text = f"granted {lot.granted}, gone {lot.gone}, left {lot.remaining}"
        yield Finding(3, f"lot {lot.pk}", text)


def _lots() -> Iterator[Finding]:
    of_grant = Q(granted=F("grant__tokens"), account=F("grant__account"))
    for lot in TokenLot.objects.exclude(of_grant):
        yield Finding(3, f"lot {lot.pk}", "is not what its grant gave")
    credits = TokenTransaction.objects.filter(tokens__gt=0).exclude(kind=Kind.REFUND)
    for row in credits.filter(lot=None):
        yield Finding(3, f"transaction {row.pk}", "tokens without a lot")
    for part in TokenAllocation.objects.exclude(lot__account=F("transaction__account")):
        yield Finding(3, f"transaction {part.transaction_id}", "moved a lot of another account")


def _purchases() -> Iterator[Finding]:
    bought = Q(status__in=[Status.PAID, Status.REFUNDED], tokens__gt=0)
    granted = TokenTransaction.objects.filter(kind=Kind.PURCHASE)
    for order in Payment.objects.filter(bought).exclude(
        pk__in=granted.filter(payment__isnull=False).values("payment")
    ):
        yield Finding(4, f"order {order}", "paid, but its tokens were not granted")
    for row in granted.exclude(payment__in=Payment.objects.filter(bought)):
        yield Finding(4, f"transaction {row.pk}", "a purchase without a paid order")
    for row in granted.exclude(tokens=F("payment__tokens")):
        yield Finding(4, f"transaction {row.pk}", "granted other than what was ordered")
    for row in granted.exclude(account__user_id=F("payment__user_id")):
        yield Finding(4, f"transaction {row.pk}", "granted to another person than ordered")


def _money() -> Iterator[Finding]:
    state = ProviderTransaction.State
    for status, wanted in ((Status.PAID, state.PERFORMED), (Status.REFUNDED, state.RETURNED)):
        moved = ProviderTransaction.objects.filter(
            payment=OuterRef("pk"), state=wanted, amount_tiyin=OuterRef("amount_tiyin")
        )
        for order in Payment.objects.filter(~Exists(moved), status=status):
            yield Finding(5, f"order {order}", f"{status.value} without its money")
    for row in ProviderTransaction.objects.filter(state=state.PERFORMED).exclude(
        payment__status=Status.PAID
    ):
        yield Finding(6, f"money {row.pk}", "performed for an order that is not paid")


def _reversals() -> Iterator[Finding]:
    rows = TokenTransaction.objects.filter(reverses__isnull=False).select_related("reverses")
    for row in rows.exclude(tokens=-F("reverses__tokens")):
        yield Finding(8, f"transaction {row.pk}", "reverses another number of tokens")
    for row in rows.exclude(account=F("reverses__account")):
        yield Finding(8, f"transaction {row.pk}", "reverses a row of another account")
    taken = TokenAllocation.objects.filter(
        transaction=OuterRef("transaction__reverses"),
        lot=OuterRef("lot"),
        tokens=OuterRef("tokens"),
    )
    for part in TokenAllocation.objects.filter(~Exists(taken), transaction__kind=Kind.REFUND):
        yield Finding(8, f"transaction {part.transaction_id}", "went back to another lot")


def _overdue(now: datetime) -> Iterator[Finding]:
    for lot in TokenLot.objects.filter(remaining__gt=0, expires_at__lt=now - GRACE):
        yield Finding(9, f"lot {lot.pk}", f"{lot.remaining} tokens expired at {lot.expires_at}")


def _total(rows: QuerySet[Any], by: str, what: str | Case) -> Coalesce:
    """The sum of `what` over the rows that point at the outer row by `by`."""
    mine = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(
        Subquery(mine.annotate(sum=Sum(what)).values("sum")),
        Value(0),
        output_field=IntegerField(),
    )
