"""The token ledger: spend, refund, grant, adjust, expire, and what a person sees of it.

Every change locks the account first and is written by `_append`; the rest decides what to write.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.databases import atomic, in_transaction
from config.errors import InvalidInput
from config.page import Page, cut, decode_position
from payments.errors import InsufficientTokens, KeyReused, NothingToRefund
from payments.kinds import Kind
from payments.lots import OpenLot, Taken, allocate, available, is_open
from payments.models import Payment, TokenAccount, TokenAllocation, TokenLot, TokenTransaction
from users import services as users

logger = logging.getLogger(__name__)
GRANTABLE = (Kind.WELCOME, Kind.BONUS, Kind.ADDITION)
MOST_TOKENS = 1_000_000
LONGEST_KEY = 100
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class ExpiringLot:
    """Tokens of one grant that are lost at `expires_at`."""

    tokens: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """What a person can spend now, what is set aside, and what will expire when."""

    available: int
    held: int
    expiring: tuple[ExpiringLot, ...]


@dataclass(frozen=True, slots=True)
class Spending:
    """Tokens taken from a person, or given back by a refund."""

    key: str
    tokens: int
    balance_after: int
    seq: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a person's token history; `tokens` is negative when tokens were taken."""

    seq: int
    kind: Kind
    tokens: int
    balance_after: int
    reference: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written in the ledger beside the number of tokens."""

    kind: Kind
    key: str
    at: datetime
    reference: str = ""
    reverses: TokenTransaction | None = None
    payment: Payment | None = None
    actor_id: int | None = None
    reason: str = ""


def spend(
    user_id: int, tokens: int, *, key: str, reference: str = "", at: datetime | None = None
) -> Spending:
    """Take tokens from a person's account, from the lots that expire first.

    `tokens` is a whole number above 0; `key` names the purchase, e.g. "attempt:<uuid>"; `at` is
    when it counts as done (default: now).
    Safe to repeat: the same key takes nothing the second time and returns the first result.
    Raises InsufficientTokens (nothing is written) and KeyReused (same key, other amount or
    reference).
    """
    _check(tokens, key)
    entry = Entry(Kind.ATTEMPT, key, at or timezone.now(), reference)
    with atomic(TokenAccount):
        return _spending(_take(user_id, tokens, entry))


def refund(user_id: int, *, key: str) -> Spending:
    """Give the tokens of the spending `key` back to the lots they came from.

    The new row's key is "<key>:refund". Safe to repeat: a spending is refunded once. What goes
    back to a lot that has expired meanwhile expires again. Raises NothingToRefund, and KeyReused
    if that key names something else.
    """
    now = timezone.now()
    with atomic(TokenAccount):
        account = _locked(user_id)
        spent = _row(account, key) if account else None
        if account is None or spent is None or spent.kind not in (Kind.ATTEMPT, Kind.DEDUCTION):
            raise NothingToRefund(key=key)
        if earlier := TokenTransaction.objects.filter(reverses=spent).first():
            return _spending(earlier)
        entry = Entry(Kind.REFUND, f"{key}:refund", now, spent.reference, reverses=spent)
        if _row(account, entry.key):
            raise KeyReused(key=entry.key)
        parts = list(TokenAllocation.objects.filter(transaction=spent).select_related("lot"))
        row = _append(account, -spent.tokens, entry)
        for part in parts:
            part.lot.remaining += part.tokens
        TokenLot.objects.bulk_update([part.lot for part in parts], ["remaining"])
        _allocate(row, (Taken(part.lot_id, part.tokens) for part in parts))
        return _spending(row)


def grant(
    user_id: int,
    tokens: int,
    *,
    kind: str,
    key: str,
    expires_at: datetime | None = None,
    reference: str = "",
) -> Movement:
    """Give a person tokens, as one lot that expires at `expires_at` (None: never).

    `kind` is welcome, bonus or addition; purchases are granted by settling an order. Safe to
    repeat: the same key gives once. Raises KeyReused (same key, other amount, kind or reference).
    """
    _check(tokens, key)
    if kind not in GRANTABLE:
        raise InvalidInput(field="kind", reason=_("Tokens can not be given for this."))
    entry = Entry(Kind(kind), key, timezone.now(), reference)
    with atomic(TokenAccount):
        return _movement(add(user_id, tokens, entry, expires_at))


def adjust(user_id: int, tokens: int, *, actor_id: int, reason: str, key: str) -> Movement:
    """Add (`tokens` above 0) or take (below 0) tokens by hand; leaves an audit event.

    Safe to repeat with the same key. Raises InvalidInput without a reason or with one over 300
    characters, InsufficientTokens and KeyReused.
    """
    _check(abs(tokens), key)
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise InvalidInput(field="reason", reason=_("Must not be empty or too long."))
    kind = Kind.ADDITION if tokens > 0 else Kind.DEDUCTION
    entry = Entry(kind, key, timezone.now(), actor_id=actor_id, reason=reason)
    with atomic(TokenAccount):
        row = add(user_id, tokens, entry, None) if tokens > 0 else _take(user_id, -tokens, entry)
    if row.created_at == entry.at:  # written by this call, not by an earlier one of the same key
        users.record(
            f"payments.tokens.{kind.value}",
            actor_id=actor_id,
            subject_id=user_id,
            data={"tokens": tokens, "key": key, "seq": row.seq},
            reason=entry.reason,
        )
    return _movement(row)


def balance(user_id: int) -> Balance:
    """What a person has. One statement; only when a lot has just expired, that is written too."""
    now = timezone.now()
    lots = _open_lots(user_id)
    if any(not is_open(lot, now) for lot in lots):
        with atomic(TokenAccount):
            account = _locked(user_id)
            lots = _expire(account, now) if account else []
    dated = (lot for lot in lots if lot.expires_at is not None)
    expiring = tuple(ExpiringLot(lot.remaining, lot.expires_at) for lot in dated if lot.expires_at)
    return Balance(available(lots, now), 0, expiring)


def statement(user_id: int, cursor: str | None = None, limit: int = 20) -> Page[Movement]:
    """A person's movements, newest first. Raises BadCursor."""
    rows = TokenTransaction.objects.filter(account__user_id=user_id)
    if (before := decode_position(cursor)) is not None:
        rows = rows.filter(seq__lt=before)
    return cut(list(rows.order_by("-seq")[: limit + 1]), limit, _movement, lambda row: row.seq)


def expire_lots(limit: int = 500) -> int:
    """Write off what has expired; returns the number of accounts touched. Safe to repeat."""
    now = timezone.now()
    overdue = TokenLot.objects.filter(remaining__gt=0, expires_at__lte=now).order_by("expires_at")
    people = set(overdue.values_list("account__user_id", flat=True)[:limit])
    return sum(_written_off(user_id, now) for user_id in sorted(people))


def _written_off(user_id: int, now: datetime) -> bool:
    """Whether it went well: one broken account does not keep the others waiting."""
    try:
        with atomic(TokenAccount):
            if account := _locked(user_id):
                _expire(account, now)
    except DatabaseError:
        logger.exception("The expired tokens of person %d can not be written off", user_id)
        return False
    return True


def add(user_id: int, tokens: int, entry: Entry, expires_at: datetime | None) -> TokenTransaction:
    """Write a grant and its lot, once a key. The caller holds a transaction on payments."""
    account = locked_or_opened(user_id)
    if earlier := _row(account, entry.key):
        return _same_or_refuse(earlier, tokens, entry)
    row = _append(account, tokens, entry)
    TokenLot.objects.create(
        account=account, grant=row, granted=tokens, remaining=tokens, expires_at=expires_at
    )
    return row


def _take(user_id: int, tokens: int, entry: Entry) -> TokenTransaction:
    account = _locked(user_id)
    if account is None:
        raise InsufficientTokens(needed=tokens, available=0)
    if earlier := _row(account, entry.key):
        return _same_or_refuse(earlier, -tokens, entry)
    lots = _expire(account, entry.at)
    taken = allocate(tokens, lots, entry.at)
    if taken is None:
        raise InsufficientTokens(needed=tokens, available=available(lots, entry.at))
    return _charge(account, lots, taken, entry)


def _expire(account: TokenAccount, at: datetime) -> list[OpenLot]:
    """Write off each lot that has expired, and give the lots that are left."""
    lots = _open_lots(account.user_id)
    for lot in lots:
        if not is_open(lot, at):
            taken = (Taken(lot.id, lot.remaining),)
            # a lot can expire again after a refund to it, so its key counts the movements
            entry = Entry(Kind.EXPIRY, f"lot:{lot.id}:expiry:{account.seq + 1}", at)
            _charge(account, lots, taken, entry)
    return [lot for lot in lots if is_open(lot, at)]


def _charge(
    account: TokenAccount, lots: Iterable[OpenLot], taken: tuple[Taken, ...], entry: Entry
) -> TokenTransaction:
    left = {lot.id: lot.remaining for lot in lots}
    row = _append(account, -sum(part.tokens for part in taken), entry)
    for part in taken:
        TokenLot.objects.filter(pk=part.lot_id).update(remaining=left[part.lot_id] - part.tokens)
    _allocate(row, taken)
    return row


def _append(account: TokenAccount, tokens: int, entry: Entry) -> TokenTransaction:
    """The one writer: the next row of the chain, and the account's sum with it."""
    if not in_transaction(TokenAccount):
        raise RuntimeError("the ledger is written inside a transaction")
    account.seq += 1
    account.balance += tokens
    account.save(update_fields=["seq", "balance"])
    return TokenTransaction.objects.create(
        account=account,
        seq=account.seq,
        kind=entry.kind,
        tokens=tokens,
        balance_after=account.balance,
        key=entry.key,
        reference=entry.reference,
        reverses=entry.reverses,
        payment=entry.payment,
        actor_id=entry.actor_id,
        reason=entry.reason,
        created_at=entry.at,
    )


def _allocate(row: TokenTransaction, parts: Iterable[Taken]) -> None:
    TokenAllocation.objects.bulk_create(
        TokenAllocation(transaction=row, lot_id=part.lot_id, tokens=part.tokens) for part in parts
    )


def _locked(user_id: int) -> TokenAccount | None:
    return TokenAccount.objects.select_for_update().filter(user_id=user_id).first()


def locked_or_opened(user_id: int) -> TokenAccount:
    """The person's account, locked; opened first if there is none. Inside a transaction."""
    if account := _locked(user_id):
        return account
    TokenAccount.objects.bulk_create([TokenAccount(user_id=user_id)], ignore_conflicts=True)
    return TokenAccount.objects.select_for_update().get(user_id=user_id)


def _row(account: TokenAccount, key: str) -> TokenTransaction | None:
    found: TokenTransaction | None = TokenTransaction.objects.filter(
        account=account, key=key
    ).first()
    return found


def _open_lots(user_id: int) -> list[OpenLot]:
    rows = TokenLot.objects.holding().filter(account__user_id=user_id)
    return [OpenLot(*row) for row in rows.values_list("id", "remaining", "expires_at")]


def _same_or_refuse(earlier: TokenTransaction, tokens: int, entry: Entry) -> TokenTransaction:
    said = (earlier.tokens, earlier.kind, earlier.reference, earlier.reason)
    if said != (tokens, entry.kind, entry.reference, entry.reason):
        raise KeyReused(key=earlier.key)
    return earlier


def _check(tokens: int, key: str) -> None:
    if not 0 < tokens <= MOST_TOKENS:
        raise InvalidInput(field="tokens", reason=_("A whole number from 1 to 1 000 000."))
    if not 0 < len(key) <= LONGEST_KEY:
        raise InvalidInput(field="key", reason=_("1 to 100 characters."))


def _spending(row: TokenTransaction) -> Spending:
    return Spending(row.key, abs(row.tokens), row.balance_after, row.seq, row.created_at)


def _movement(row: TokenTransaction) -> Movement:
    return Movement(
        row.seq,
        Kind(row.kind),
        row.tokens,
        row.balance_after,
        row.reference,
        row.reason,
        row.created_at,
    )
