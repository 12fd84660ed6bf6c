"""Rows that are numbered within their owner: numbers can change places in one save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Model
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from assessments.draft_schema import HIGHEST_NUMBER
from config.forms import UnitField

MOST_ROWS = 20
PARKED = 10_000
"""Added while numbers change places; above every number, below what a small integer holds."""


class NumberedForm(forms.ModelForm):
    """A row whose number is compared with the other rows of the form, not with stored ones."""

    def _get_validation_exclusions(self) -> set[str]:
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return found | {"number"}


class NumberedFormSet(BaseInlineFormSet):
    """Refuses a number that is given twice; lets rows exchange theirs."""

    model: type[Model]
    also_moved: tuple[str, ...] = ()

    def clean(self) -> None:
        """Each number once, also among rows that this form does not show."""
        super().clean()
        taken = self._elsewhere()
        for form in self.forms:
            if form.cleaned_data.get("DELETE") or not (form.instance.pk or form.has_changed()):
                continue
            number = form.cleaned_data.get("number")
            if number in taken:
                form.add_error("number", _("This number is given twice."))
            elif number is not None:
                taken.add(number)

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """Save the rows; those that move or go step aside first, so that no two meet."""
        going = self.deleted_forms
        moving = [
            form.instance.pk
            for form in self.initial_forms
            if form in going or "number" in form.changed_data
        ]
        if commit and moving:
            names = ("number", *self.also_moved)
            rows = self.model._base_manager.filter(pk__in=moving)
            rows.update(**{name: F(name) + PARKED for name in names})
        saved: list[Any] = super().save_existing_objects(commit)
        return saved

    def _elsewhere(self) -> set[int]:
        if self.instance.pk is None:
            return set()
        shown = [form.instance.pk for form in self.initial_forms]
        rows = self.model._base_manager.filter(**{self.fk.name: self.instance.pk})
        return set(rows.exclude(pk__in=shown).values_list("number", flat=True))


def row_number() -> forms.IntegerField:
    """The number of a part in its test, or of a group in its part."""
    return forms.IntegerField(label=_("Number"), min_value=1, max_value=MOST_ROWS)


def question_number() -> forms.IntegerField:
    """The number of a question."""
    return forms.IntegerField(label=_("Number"), min_value=1, max_value=HIGHEST_NUMBER)


class MinutesField(UnitField):
    """A length of time that authors type in minutes and the model holds in seconds."""

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        super().__init__(per=60, min_value=least, max_value=600, **options)
