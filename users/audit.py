"""The record of who did what to whom: append-only, ids and digests, never an address."""

from __future__ import annotations

from config.page import Json
from users.models import AuditEvent


def record(
    action: str,
    *,
    actor_id: int | None,
    subject_id: int | None,
    data: dict[str, Json] | None = None,
    reason: str = "",
) -> None:
    """Write one act down. `action` is a dotted name, e.g. "payment.marked-paid".

    Every call adds a row. `data` holds ids and numbers.
    """
    AuditEvent.objects.create(
        action=action,
        actor_id=actor_id,
        subject_id=subject_id,
        data=data or {},
        reason=reason.strip()[:300],
    )
