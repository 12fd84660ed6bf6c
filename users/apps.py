"""The users app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """The users app."""

    name = "users"
    verbose_name = _("Users")

    def ready(self) -> None:
        """Take our place in allauth."""
        from users import allauth, signals  # noqa: F401  signals connect when read

        allauth.install()
