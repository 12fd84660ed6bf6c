"""What the apps' admins share: append-only tables, and people's names in lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


class NamedPerson(Protocol):
    """What a list needs of a person."""

    name: str
    email: str


class PeopleColumn(ModelAdmin):
    """Shows who `user_id` is, asked of the users app once a page; search finds people, too.

    Use "person" in `list_display`; `person_field` names the column that holds the id.
    """

    person_field = "user_id"

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, with the people of its page looked up in one call."""
        found = super().get_changelist_instance(request)
        ids = {getattr(row, self.person_field) for row in found.result_list}
        people = cast(
            "Callable[[Sequence[int]], dict[int, NamedPerson]]", import_string(settings.PEOPLE)
        )
        known = people([person for person in ids if person is not None])
        for row in found.result_list:
            row.known_person = known.get(getattr(row, self.person_field))
        return found

    @admin.display(description=_("Person"))
    def person(self, row: Any) -> str:
        """Name and address, or the bare number of an erased person."""
        known: NamedPerson | None = getattr(row, "known_person", None)
        number = getattr(row, self.person_field)
        return f"{known.name or known.email} · {known.email}" if known else f"#{number}"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The admin's own search, and rows of the people whose name or address matches."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        if search_term:
            ids = import_string(settings.FIND_PEOPLE)(search_term, 50)
            found = found | queryset.filter(**{f"{self.person_field}__in": ids})
        return found, distinct
