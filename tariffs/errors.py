"""Every refusal of tariffs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, InvalidInput, NotFound


class TariffNotForSale(Conflict):
    """The tariff exists, but is not sold (any more). details: tariff."""

    code = "tariff-not-for-sale"
    message = _("This tariff is not for sale: %(tariff)s")


class DefaultTariffStays(Conflict):
    """The default tariff can not be ended while it is the default."""

    code = "default-tariff-stays"
    message = _("A tariff that everyone has can not be ended. Take that mark off it first.")


__all__ = ["DefaultTariffStays", "InvalidInput", "NotFound", "TariffNotForSale"]
