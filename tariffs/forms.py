"""How staff type texts and money: a text in three inputs, an amount in soum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from config.forms import LocalisedTextField
from tariffs.pricing import SOUM


class TextField(LocalisedTextField):
    """A text of the catalogue; languages that are left empty are left out."""

    def __init__(self, *, encoder: object = None, decoder: object = None, **options: Any) -> None:
        super().__init__(max_length=1000, **options)

    def clean(self, value: Any) -> dict[str, str]:
        """The texts by language. Raises ValidationError."""
        return {locale: text for locale, text in super().clean(value).items() if text}


class SoumField(forms.IntegerField):
    """An amount that people type in soum and the model holds in tiyin."""

    def prepare_value(self, value: Any) -> Any:
        """Tiyin as soum; what was typed stays as it is."""
        return value // SOUM if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Soum as tiyin. Raises ValidationError."""
        soum = super().to_python(value)
        return None if soum is None else soum * SOUM


class PercentField(forms.DecimalField):
    """A percentage that people type and the model holds in hundredths of a percent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=Decimal("0.01"), max_value=100, decimal_places=2, localize=True, **options
        )

    def prepare_value(self, value: Any) -> Any:
        """Hundredths as percent; what was typed stays as it is."""
        return percent(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Percent as hundredths; a comma or a point divides. Raises ValidationError."""
        typed = value.replace(",", ".") if isinstance(value, str) else value
        found = super().clean(typed)
        return None if found is None else int(found * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another percentage was typed."""
        return super().has_changed(percent(initial) if initial else initial, data)


def percent(hundredths: int) -> Decimal:
    """Hundredths of a percent as percent, without zeros at the end."""
    return Decimal(f"{(Decimal(hundredths) / 100).normalize():f}")
