"""The tariffs app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TariffsConfig(AppConfig):
    """The tariffs app."""

    name = "tariffs"
    verbose_name = _("Tariffs")
