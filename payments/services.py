"""What payments offers to the other apps and to its own faces."""

from __future__ import annotations

from payments.audit import Finding, verify_ledger
from payments.checkout import cancel_order, expire_orders, order, orders, start_order
from payments.demo import load_demo
from payments.errors import (
    InsufficientTokens,
    KeyReused,
    NothingToPay,
    NothingToRefund,
    OrderKeyReused,
    OrderNotOpen,
    OrderReplaced,
    ProviderUnknown,
    ReferenceUsed,
)
from payments.kinds import Kind, Status
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
from payments.periods import current_tariff, welcome
from payments.settlement import mark_paid
from payments.shop import shop
from payments.tiles import tiles
from payments.values import CurrentTariff, Order, Shelf, Shop, StartedOrder

__all__ = [
    "Balance",
    "CurrentTariff",
    "ExpiringLot",
    "Finding",
    "InsufficientTokens",
    "KeyReused",
    "Kind",
    "Movement",
    "NothingToPay",
    "NothingToRefund",
    "Order",
    "OrderKeyReused",
    "OrderNotOpen",
    "OrderReplaced",
    "ProviderUnknown",
    "ReferenceUsed",
    "Shelf",
    "Shop",
    "Spending",
    "StartedOrder",
    "Status",
    "adjust",
    "balance",
    "cancel_order",
    "current_tariff",
    "expire_lots",
    "expire_orders",
    "grant",
    "load_demo",
    "mark_paid",
    "order",
    "orders",
    "refund",
    "shop",
    "spend",
    "start_order",
    "statement",
    "tiles",
    "verify_ledger",
    "welcome",
]
