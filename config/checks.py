"""Combinations that must not start, and boundaries that the import linter can not see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

LENT = {"users": {"auth", "contenttypes"}}


@register(Tags.models)
def no_relation_leaves_its_app(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """A foreign key, also one by name, may point into its own app only (E001)."""
    return [
        Error(
            f"{field} points at another app, {target}: hold a plain id instead.",
            obj=field,
            id="imtihon.E001",
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in settings.PRODUCT_APPS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is not None
        for target in [field.related_model._meta.app_label]
        if target != model._meta.app_label and target not in LENT.get(model._meta.app_label, ())
    ]


def _deploy_faults() -> Iterable[CheckMessage]:
    cache = settings.CACHES["default"]["BACKEND"]
    if settings.TASKS not in ("inline", "celery", "off"):
        yield Error("TASKS is inline, celery or off.", id="imtihon.E010")
    if settings.WEB_PROCESSES > 1 and settings.TASKS == "inline":
        yield Error("TASKS=inline serves one process: use celery with several.", id="imtihon.E011")
    if settings.WEB_PROCESSES > 1 and "locmem" in cache:
        yield Error("Local memory is a cache for one process: set REDIS_URL.", id="imtihon.E012")
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield Warning(
            "TRUSTED_PROXIES is 0: behind a TLS proxy every visitor has the proxy's address.",
            id="imtihon.W013",
        )
    if settings.EMAIL_BACKEND.startswith("config.mail"):
        yield Warning("Mail is written to files: set EMAIL_URL.", id="imtihon.W014")


@register(Tags.security, deploy=True)
def settings_fit_together(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """What only shows when the product is run for real."""
    return list(_deploy_faults())
