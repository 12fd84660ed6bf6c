"""Form fields that several apps use."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.page import LOCALES

NAMES = {"uz": "Oʻzbekcha", "ru": "Русский", "en": "English"}


def in_units(stored: int, per: int) -> Decimal:
    """A number of small units in the one that is `per` times larger, without zeros at the end."""
    return Decimal(f"{round(Decimal(stored) / per, 2).normalize():f}")


class UnitField(forms.DecimalField):
    """A number of small units that people type in one `per` times larger: 90 s as 1.5 min."""

    def __init__(self, *, per: int, **options: Any) -> None:
        self.per = per
        super().__init__(decimal_places=2, **options)

    def prepare_value(self, value: Any) -> Any:
        """The stored number in the larger unit; what was typed stays as it is."""
        return in_units(value, self.per) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """The number to be stored; a comma or a point divides. Raises ValidationError."""
        found = super().clean(value.replace(",", ".") if isinstance(value, str) else value)
        return None if found is None else round(found * self.per)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another number was typed."""
        before = in_units(initial, self.per) if initial else initial
        return super().has_changed(before, data)


class LocalisedWidget(forms.MultiWidget):
    """One input a language, each named."""

    template_name = "widgets/localised.html"

    def __init__(self, *, rows: int = 0, attrs: dict[str, Any] | None = None) -> None:
        one: type[forms.Widget] = forms.Textarea if rows else forms.TextInput
        own = {"rows": rows, "cols": 80} if rows else {"class": "vTextField"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            locale: one(attrs={**own, "lang": locale}) for locale in LOCALES
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: object) -> list[str]:
        """The texts in the order of the inputs; a single text is English."""
        if isinstance(value, Mapping):
            return [str(value.get(locale) or "") for locale in LOCALES]
        return [str(value or "") if locale == "en" else "" for locale in LOCALES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each input also with the name of its language."""
        context = super().get_context(name, value, attrs)
        for locale, inner in zip(LOCALES, context["widget"]["subwidgets"], strict=True):
            inner["language"] = NAMES[locale]
            inner["attrs"]["aria-label"] = NAMES[locale]
        return context


class LocalisedTextField(forms.MultiValueField):
    """A text as {"uz", "ru", "en"}; if it is required, one language is enough."""

    widget: forms.Widget

    def __init__(self, *, rows: int = 0, max_length: int = 3_000, **options: Any) -> None:
        fields = [forms.CharField(required=False, max_length=max_length) for _locale in LOCALES]
        super().__init__(
            fields=fields,
            require_all_fields=False,
            widget=LocalisedWidget(rows=rows),
            **options,
        )

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """The texts by language."""
        texts = data_list or [""] * len(LOCALES)
        return dict(zip(LOCALES, texts, strict=True))

    def clean(self, value: Any) -> dict[str, str]:
        """The texts by language. Raises ValidationError."""
        found: dict[str, str] = super().clean(value) or self.compress([])
        if self.required and not any(text.strip() for text in found.values()):
            raise forms.ValidationError(_("Write it in one language at least."), code="required")
        return found
