"""The admin of payments: orders and their money, and the ledger of tokens."""

from __future__ import annotations

from payments.admin import orders, tokens

__all__ = ["orders", "tokens"]
