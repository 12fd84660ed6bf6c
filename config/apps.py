"""The composition: no models, only checks that look at all apps together, and our admin site."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ConfigConfig(AppConfig):
    """Registers the system checks."""

    name = "config"
    default = True

    def ready(self) -> None:
        """Load the checks."""
        from config import checks  # noqa: F401  registering is the point


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site."""

    default = False
    default_site = "config.admin_site.Site"
