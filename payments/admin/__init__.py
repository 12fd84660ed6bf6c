"""The admin of payments: orders and their money, and the ledger of tokens."""

from __future__ import annotations

from payments.admin import ledger, orders

__all__ = ["ledger", "orders"]
