"""What the apps' admins share: append-only tables, and people's names in lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class AppendOnly(ModelAdmin):
    """Rows are written by services alone: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody (viewing stays)."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


class ReadInline(admin.TabularInline):
    """Rows on the page of their owner that are only read: services alone write them."""

    extra = 0
    can_delete = False
    classes = ("rows-only",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody (viewing stays)."""
        return False


class NamedPerson(Protocol):
    """What a list needs of a person."""

    name: str
    email: str


def known_people(ids: Iterable[int | None]) -> dict[int, NamedPerson]:
    """The people of these ids that exist, asked of the users app in one call."""
    people = cast(
        "Callable[[Sequence[int]], dict[int, NamedPerson]]", import_string(settings.PEOPLE)
    )
    return people([number for number in set(ids) if number is not None])


def named(number: int | None, known: Mapping[int, NamedPerson] | None = None) -> str:
    """Name and address of a person, the bare number of an erased one, a dash for nobody."""
    if number is None:
        return "–"
    person = (known_people([number]) if known is None else known).get(number)
    return f"{person.name or person.email} · {person.email}" if person else f"#{number}"


class PeopleColumn(ModelAdmin):
    """Shows who `user_id` is, asked of the users app once a page; search finds people, too.

    Use "person" in `list_display`; `person_field` names the column that holds the id, and
    `other_people` those that a column of its own shows with `self.named(row, field)`.
    """

    person_field = "user_id"
    other_people: tuple[str, ...] = ()

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, with the people of its page looked up in one call."""
        found = super().get_changelist_instance(request)
        fields = (self.person_field, *self.other_people)
        known = known_people(getattr(row, field) for row in found.result_list for field in fields)
        for row in found.result_list:
            row.known_people = known
        return found

    def named(self, row: Any, field: str) -> str:
        """Who the id in a field is; in a list without a statement of its own."""
        return named(getattr(row, field), getattr(row, "known_people", None))

    @admin.display(description=_("person"))
    def person(self, row: Any) -> str:
        """Who the row is about."""
        return self.named(row, self.person_field)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The admin's own search, and rows of the people whose name or address matches."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        if search_term:
            ids = import_string(settings.FIND_PEOPLE)(search_term, 50)
            found = found | queryset.filter(**{f"{self.person_field}__in": ids})
        return found, distinct
