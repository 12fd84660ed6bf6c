"""Which lot pays. Pure: no rows, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpenLot:
    """A lot with something left."""

    id: int
    remaining: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """Tokens taken out of one lot."""

    lot_id: int
    tokens: int


def is_open(lot: OpenLot, at: datetime) -> bool:
    """Whether the lot may still be spent: its last moment is just before `expires_at`."""
    return lot.expires_at is None or at < lot.expires_at


def spending_order(lots: Iterable[OpenLot]) -> list[OpenLot]:
    """First those that expire first, those without an expiry last, older lots before newer."""
    return sorted(
        lots,
        key=lambda lot: (
            lot.expires_at is None,
            lot.expires_at.timestamp() if lot.expires_at else 0.0,
            lot.id,
        ),
    )


def available(lots: Iterable[OpenLot], at: datetime) -> int:
    """How many tokens may be spent at that moment."""
    return sum(lot.remaining for lot in lots if is_open(lot, at))


def allocate(tokens: int, lots: Sequence[OpenLot], at: datetime) -> tuple[Taken, ...] | None:
    """Where `tokens` come from, in spending order; None if the open lots hold too few."""
    taken = []
    missing = tokens
    for lot in spending_order(lot for lot in lots if is_open(lot, at)):
        if not missing:
            break
        part = min(missing, lot.remaining)
        taken.append(Taken(lot.id, part))
        missing -= part
    return None if missing else tuple(taken)
