"""The composition: no models, only checks that look at all apps together."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the system checks."""

    name = "config"

    def ready(self) -> None:
        """Load the checks."""
        from config import checks  # noqa: F401  registering is the point
