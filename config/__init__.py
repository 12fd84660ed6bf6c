"""The composition of the product: settings, URLs, and what all apps stand on."""

from __future__ import annotations

from config.celery import app as celery_app

__all__ = ("celery_app",)
