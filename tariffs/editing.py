"""What staff change: create, change and end categories, tariffs, their features, and sales.

Fields come as a dict of the model's names (`Fields`); texts as {"uz", "ru", "en"}. Whatever a rule
or constraint forbids raises InvalidInput with the field and the reason, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.databases import atomic
from config.errors import InvalidInput, NotFound
from tariffs.catalogue import category_card, feature_card, offers_of, sale_card
from tariffs.errors import DefaultTariffStays
from tariffs.models import (
    Feature,
    Sale,
    Tariff,
    TariffCategory,
    TariffFeature,
    TariffPriceChange,
)
from tariffs.values import CategoryCard, FeatureCard, Offer, SaleCard

Fields = dict[str, str | int | bool | datetime | dict[str, str] | None]
Row = TypeVar("Row", bound=models.Model)

CATEGORY_FIELDS = ("slug", "name", "description", "position", "is_active")
TARIFF_FIELDS = (
    "category",
    "slug",
    "name",
    "description",
    "price_tiyin",
    "old_price_tiyin",
    "tokens",
    "duration_days",
    "rank",
    "is_default",
    "is_recommended",
    "is_active",
    "position",
)
FEATURE_FIELDS = ("code", "name", "kind", "unit", "position", "is_highlight")
HELD_FIELDS = ("enabled", "limit_value", "period", "text")
SALE_FIELDS = (
    "name",
    "kind",
    "percent_bp",
    "amount_tiyin",
    "scope",
    "category",
    "tariff",
    "starts_at",
    "ends_at",
    "is_active",
)
VERSIONED = ("price_tiyin", "old_price_tiyin", "tokens", "duration_days")


def create_category(fields: Fields) -> CategoryCard:
    """A new category. Raises InvalidInput."""
    with atomic(TariffCategory):
        return category_card(_written(TariffCategory(), fields, CATEGORY_FIELDS))


def change_category(slug: str, fields: Fields) -> CategoryCard:
    """Change the given fields of a category. Raises NotFound and InvalidInput."""
    with atomic(TariffCategory):
        row = _locked(TariffCategory, slug=slug)
        return category_card(_written(row, fields, CATEGORY_FIELDS))


def end_category(slug: str) -> CategoryCard:
    """Show a category no more, nor sell what is on it. Safe to repeat. Raises NotFound."""
    return change_category(slug, {"is_active": False})


def create_tariff(fields: Fields, *, actor_id: int | None) -> Offer:
    """A new tariff, version 1, with its first row of price history. Raises InvalidInput."""
    with atomic(Tariff):
        row = _written(Tariff(), _by_slugs(fields), TARIFF_FIELDS)
        note_change(row, None, actor_id=actor_id)
    return offers_of([row.pk])[0]


def change_tariff(slug: str, fields: Fields, *, actor_id: int | None) -> Offer:
    """Change the given fields of a tariff; another price, tokens or days make a new version.

    Orders keep what they froze. Raises NotFound and InvalidInput.
    """
    with atomic(Tariff):
        row = _locked(Tariff, slug=slug)
        before = terms(row)
        _written(row, _by_slugs(fields), TARIFF_FIELDS)
        note_change(row, before, actor_id=actor_id)
    return offers_of([row.pk])[0]


def end_tariff(slug: str) -> None:
    """Sell a tariff no more; who has it keeps it. Safe to repeat.

    Raises NotFound, and DefaultTariffStays for the default one.
    """
    with atomic(Tariff):
        row = _locked(Tariff, slug=slug)
        if row.is_default:
            raise DefaultTariffStays
        row.is_active = False
        row.save(update_fields=["is_active", "updated_at"])


def create_feature(fields: Fields) -> FeatureCard:
    """A new feature. Raises InvalidInput."""
    with atomic(Feature):
        return feature_card(_written(Feature(), fields, FEATURE_FIELDS))


def change_feature(code: str, fields: Fields) -> FeatureCard:
    """Change the given fields of a feature. Raises NotFound and InvalidInput."""
    with atomic(Feature):
        return feature_card(_written(_locked(Feature, code=code), fields, FEATURE_FIELDS))


def set_tariff_feature(slug: str, code: str, fields: Fields) -> Offer:
    """Say what a tariff has of a feature. Safe to repeat. Raises NotFound and InvalidInput."""
    with atomic(Tariff):
        tariff, feature = _locked(Tariff, slug=slug), _locked(Feature, code=code)
        row = TariffFeature.objects.filter(tariff=tariff, feature=feature).first()
        _written(row or TariffFeature(tariff=tariff, feature=feature), fields, HELD_FIELDS)
    return offers_of([tariff.pk])[0]


def remove_tariff_feature(slug: str, code: str) -> None:
    """Take a feature off a tariff. Safe to repeat. Raises NotFound for an unknown tariff."""
    with atomic(Tariff):
        tariff = _locked(Tariff, slug=slug)
        TariffFeature.objects.filter(tariff=tariff, feature__code=code).delete()


def create_sale(fields: Fields) -> SaleCard:
    """A new sale; `category` or `tariff` by slug. Raises InvalidInput."""
    with atomic(Sale):
        return sale_card(_written(Sale(), _by_slugs(fields), SALE_FIELDS))


def change_sale(sale_id: int, fields: Fields) -> SaleCard:
    """Change the given fields of a sale. Raises NotFound and InvalidInput."""
    with atomic(Sale):
        row = _locked(Sale, pk=sale_id)
        return sale_card(_written(row, _by_slugs(fields), SALE_FIELDS))


def end_sale(sale_id: int) -> SaleCard:
    """End a sale now. Safe to repeat. Raises NotFound."""
    with atomic(Sale):
        row = _locked(Sale, pk=sale_id)
        row.is_active = False
        row.ends_at = max(min(row.ends_at, timezone.now()), row.starts_at + timedelta(seconds=1))
        row.save(update_fields=["is_active", "ends_at"])
        return sale_card(row)


def terms(tariff: Tariff) -> dict[str, int | None]:
    """What a version of a tariff stands for."""
    return {name: getattr(tariff, name) for name in VERSIONED}


def note_change(
    tariff: Tariff, before: dict[str, int | None] | None, *, actor_id: int | None
) -> None:
    """Write the price history of a saved tariff if its terms differ, and raise its version.

    `before` is None for a new tariff. The caller holds the transaction.
    """
    if before == terms(tariff):
        return
    if before is not None:
        tariff.version += 1
        tariff.save(update_fields=["version"])
    old = before or {}
    TariffPriceChange.objects.create(
        tariff=tariff,
        version=tariff.version,
        price_before_tiyin=old.get("price_tiyin"),
        price_tiyin=tariff.price_tiyin,
        old_price_before_tiyin=old.get("old_price_tiyin"),
        old_price_tiyin=tariff.old_price_tiyin,
        tokens_before=old.get("tokens"),
        tokens=tariff.tokens,
        days_before=old.get("duration_days"),
        days=tariff.duration_days,
        actor_id=actor_id,
    )


def _locked(model: type[Row], **by: str | int) -> Row:
    found: Row | None = model._default_manager.select_for_update().filter(**by).first()
    if found is None:
        raise NotFound
    return found


def _by_slugs(fields: Fields) -> dict[str, object]:
    found: dict[str, object] = dict(fields)
    for name, model in (("category", TariffCategory), ("tariff", Tariff)):
        if (slug := found.get(name)) is not None:
            row = model._default_manager.filter(slug=slug).first()
            if row is None:
                raise InvalidInput(field=name, reason=_("There is none with this name."))
            found[name] = row
    return found


def _written(row: Row, fields: Fields | dict[str, object], allowed: Iterable[str]) -> Row:
    for name in allowed:
        if name in fields:
            setattr(row, name, _filled(fields[name]))
    try:
        row.full_clean()
        row.save()
    except ValidationError as error:
        raise _refusal(row, error) from error
    except IntegrityError as error:
        raise InvalidInput(field="", reason=_("This already exists.")) from error
    return row


def _filled(value: object) -> object:
    """A text without the languages that were left empty; anything else as it is."""
    if isinstance(value, dict):
        return {locale: text for locale, text in value.items() if text != ""}
    return value


def _refusal(row: models.Model, error: ValidationError) -> InvalidInput:
    field, reasons = next(iter(error.error_dict.items()))
    if field == NON_FIELD_ERRORS:
        code, fields = reasons[0].code, {one.name for one in row._meta.fields}
        field = code if code in fields else ""
    return InvalidInput(field=field, reason=reasons[0].messages[0])
