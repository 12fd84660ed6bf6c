"""How staff type texts, money and shares: in three inputs, in soum, in percent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from config.forms import LocalisedTextField, UnitField
from tariffs.pricing import SOUM

BASIS_POINTS = 100
"""In a percent: what the model counts."""


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


class PercentField(UnitField):
    """A percentage that people type and the model holds in hundredths of a percent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            per=BASIS_POINTS, min_value=Decimal("0.01"), max_value=100, localize=True, **options
        )
