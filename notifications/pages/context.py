from __future__ import annotations


def nav_unread(request: object) -> dict[str, object]:
    return {}
