"""Asking another app for one part of a page: if it fails, the page is shown without that part."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

logger = logging.getLogger(__name__)
T = TypeVar("T")


def asked(what: str, ask: Callable[[], T]) -> T | None:
    """What a neighbour answers; None, and a line in the log, if it fails in any way."""
    try:
        return ask()
    except Exception:
        logger.exception("a page is shown without its part: %s", what)
        return None
