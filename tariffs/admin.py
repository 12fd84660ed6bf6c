"""Staff's view of what is sold. Nothing that was sold once is deleted: it is ended."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Field, JSONField, Model, QuerySet
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from config.admin import AppendOnly, PeopleColumn, ReadInline
from config.errors import ServiceError
from config.formats import money
from config.forms import in_units
from tariffs import services
from tariffs.editing import note_change, terms
from tariffs.forms import BASIS_POINTS, PercentField, SoumField, TextField
from tariffs.models import (
    Feature,
    Sale,
    Tariff,
    TariffCategory,
    TariffFeature,
    TariffPriceChange,
)

IN_SOUM = {
    "price_tiyin": _("price, soʻm"),
    "old_price_tiyin": _("old price, soʻm"),
    "amount_tiyin": _("amount off, soʻm"),
}


class Typed:
    """Mixin: texts in three languages, and money in soum."""

    formfield_overrides: Any = {JSONField: {"form_class": TextField}}

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest | None, **kwargs: Any
    ) -> FormField | None:
        """An amount of tiyin is typed in soum, hundredths of a percent in percent."""
        if db_field.name == "percent_bp":
            return PercentField(label=_("Percent"), required=not db_field.blank)
        if db_field.name.endswith("_tiyin"):
            return SoumField(
                label=IN_SOUM[db_field.name],
                required=not db_field.blank,
                help_text=db_field.help_text,
                min_value=0,
            )
        return super().formfield_for_dbfield(  # type: ignore[misc, no-any-return]  # a mixin over ModelAdmin
            db_field, request, **kwargs
        )


class NeverDeleted(Typed, admin.ModelAdmin):
    """Rows are ended, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


class TariffFeatureInline(Typed, admin.TabularInline):
    """What a tariff has."""

    model = TariffFeature
    extra = 0
    fields = ["feature", "enabled", "limit_value", "period", "text"]


class PriceChangeInline(ReadInline):
    """What a tariff cost and gave before."""

    model = TariffPriceChange
    readonly_fields = (
        "version",
        "price_before",
        "price",
        "tokens_before",
        "tokens",
        "days",
        "created_at",
    )
    fields = readonly_fields

    @admin.display(description=_("price before"))
    def price_before(self, row: TariffPriceChange) -> str:
        """As money."""
        return _money(row.price_before_tiyin)

    @admin.display(description=_("price"))
    def price(self, row: TariffPriceChange) -> str:
        """As money."""
        return _money(row.price_tiyin)


@admin.register(TariffCategory)
class TariffCategoryAdmin(NeverDeleted):
    """Shelves."""

    list_display = ["__str__", "slug", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["slug"]


@admin.register(Tariff)
class TariffAdmin(NeverDeleted):
    """Tariffs. Another price, tokens or days make a new version, with a line in the history."""

    list_display = [
        "__str__",
        "category",
        "price",
        "tokens",
        "duration_days",
        "version",
        "is_default",
        "is_active",
    ]
    list_filter = ["category", "is_active"]
    list_select_related = ["category"]
    search_fields = ["slug"]
    readonly_fields = ["version"]
    inlines = [TariffFeatureInline, PriceChangeInline]
    actions = ["end"]

    def save_model(
        self, request: HttpRequest, obj: Tariff, form: ModelForm[Tariff], change: bool
    ) -> None:
        """Save with the line of history that belongs to it, in the admin's own transaction."""
        before = terms(Tariff.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        note_change(obj, before, actor_id=request.user.pk)

    @admin.display(description=_("price"), ordering="price_tiyin")
    def price(self, row: Tariff) -> str:
        """As money."""
        return _money(row.price_tiyin)

    @admin.action(description=_("End the chosen tariffs"), permissions=["change"])
    def end(self, request: HttpRequest, chosen: QuerySet[Tariff]) -> None:
        """Sell them no more."""
        ended = 0
        for tariff in chosen:
            try:
                services.end_tariff(tariff.slug)
                ended += 1
            except ServiceError as error:
                self.message_user(request, f"{tariff}: {error.text()}", messages.ERROR)
        if ended:
            text = ngettext("Ended: %(n)d tariff.", "Ended: %(n)d tariffs.", ended) % {"n": ended}
            self.message_user(request, text, messages.SUCCESS)


@admin.register(Feature)
class FeatureAdmin(Typed, admin.ModelAdmin):
    """What tariffs differ in."""

    list_display = ["__str__", "code", "kind", "position", "is_highlight"]
    search_fields = ["code"]


@admin.register(Sale)
class SaleAdmin(NeverDeleted):
    """Discounts for a time."""

    list_display = ["__str__", "off", "scope", "starts_at", "ends_at", "is_active"]
    list_filter = ["is_active", "scope"]
    actions = ["end"]

    @admin.display(description=_("discount"))
    def off(self, row: Sale) -> str:
        """A percentage or an amount of money."""
        if row.percent_bp is None:
            return _money(row.amount_tiyin)
        return f"{number_format(in_units(row.percent_bp, BASIS_POINTS))} %"

    @admin.action(description=_("End the chosen sales now"), permissions=["change"])
    def end(self, request: HttpRequest, chosen: QuerySet[Sale]) -> None:
        """End them now."""
        for sale in chosen:
            services.end_sale(sale.pk)
        self.message_user(request, _("The chosen sales are ended."), messages.SUCCESS)


@admin.register(TariffPriceChange)
class TariffPriceChangeAdmin(AppendOnly, PeopleColumn):
    """The history of prices."""

    person_field = "actor_id"
    list_display = ["created_at", "tariff", "version", "price", "tokens", "days", "changed_by"]
    list_select_related = ["tariff"]
    readonly_fields = (
        "tariff",
        "version",
        "price_before",
        "price",
        "old_price_before",
        "old_price",
        "tokens_before",
        "tokens",
        "days_before",
        "days",
        "created_at",
        "changed_by",
    )
    fields = readonly_fields

    @admin.display(description=_("price before"))
    def price_before(self, row: TariffPriceChange) -> str:
        """As money."""
        return _money(row.price_before_tiyin)

    @admin.display(description=_("price"), ordering="price_tiyin")
    def price(self, row: TariffPriceChange) -> str:
        """As money."""
        return _money(row.price_tiyin)

    @admin.display(description=_("crossed-out price before"))
    def old_price_before(self, row: TariffPriceChange) -> str:
        """As money."""
        return _money(row.old_price_before_tiyin)

    @admin.display(description=_("crossed-out price"))
    def old_price(self, row: TariffPriceChange) -> str:
        """As money."""
        return _money(row.old_price_tiyin)

    @admin.display(description=_("changed by"), ordering="actor_id")
    def changed_by(self, row: TariffPriceChange) -> str:
        """Who of the staff."""
        return self.named(row, "actor_id")


def _money(tiyin: int | None) -> str:
    return "–" if tiyin is None else money(tiyin, get_language() or "uz")
