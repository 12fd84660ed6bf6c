from __future__ import annotations


def nav_tokens(request: object) -> dict[str, object]:
    return {}
