"""What payments offers to the other apps and to its own faces."""

from __future__ import annotations

from payments.audit import Finding, verify_ledger
from payments.errors import InsufficientTokens, KeyReused, NothingToRefund
from payments.ledger import (
    Balance,
    ExpiringLot,
    Movement,
    Spending,
    adjust,
    balance,
    expire_lots,
    grant,
    refund,
    spend,
    statement,
)

__all__ = [
    "Balance",
    "ExpiringLot",
    "Finding",
    "InsufficientTokens",
    "KeyReused",
    "Movement",
    "NothingToRefund",
    "Spending",
    "adjust",
    "balance",
    "expire_lots",
    "grant",
    "refund",
    "spend",
    "statement",
    "verify_ledger",
]
