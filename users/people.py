"""Who people are, for lists and letters of the other apps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from config.page import Page, cut, decode_position
from users.models import State, User


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is. Name and address are "" where there is none (any more)."""

    id: int
    public_id: UUID
    name: str
    email: str
    locale: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached. `email` is "" for an account that is not active."""

    user_id: int
    email: str
    email_verified: bool
    name: str
    locale: str


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the staff's list of people."""

    id: int
    public_id: UUID
    email: str
    name: str
    locale: str
    state: str
    is_staff: bool
    created_at: datetime
    last_login: datetime | None


def people(ids: Sequence[int]) -> dict[int, Person]:
    """Those of the people that exist, by id; one statement, none for no ids."""
    if not ids:
        return {}
    rows = User.objects.filter(pk__in=set(ids)).values_list(
        "pk", "public_id", "name", "email", "locale"
    )
    return {
        pk: Person(pk, public_id, name, email or "", locale)
        for pk, public_id, name, email, locale in rows
    }


def find_people(text: str, limit: int = 50) -> list[int]:
    """Ids of people whose name or address holds `text`, or whose number is `#7`; newest first.

    No text finds nobody.
    """
    if not text.strip():
        return []
    return list(_matching(text).order_by("-pk").values_list("pk", flat=True)[:limit])


def owner_of(email: str) -> int | None:
    """The id of the person whose address this is, in whatever case; None if it is nobody's."""
    found = User.objects.filter(email=email.strip().lower())
    return found.values_list("pk", flat=True).first()


def accounts(text: str = "", cursor: str | None = None, limit: int = 20) -> Page[Account]:
    """The people that match `text`, newest first. Raises BadCursor."""
    found = _matching(text) if text.strip() else User.objects.all()
    if position := decode_position(cursor):
        found = found.filter(pk__lt=position)
    rows = list(found.order_by("-pk")[: limit + 1])
    return cut(rows, limit, _account, lambda person: person.pk)


def contacts(ids: Sequence[int]) -> dict[int, Contact]:
    """How people are reached, by id; one statement. Who does not exist is not in the answer."""
    if not ids:
        return {}
    proved = EmailAddress.objects.filter(
        user_id=OuterRef("pk"), email=OuterRef("email"), verified=True
    )
    rows = (
        User.objects.filter(pk__in=set(ids))
        .annotate(proved=Exists(proved))
        .values_list("pk", "email", "proved", "name", "locale", "state")
    )
    return {
        pk: Contact(pk, email or "", proved, name, locale)
        if state == State.ACTIVE
        else Contact(pk, "", False, name, locale)
        for pk, email, proved, name, locale, state in rows
    }


def people_with(permission: str) -> list[int]:
    """Ids of the active staff who have a permission ("app.codename"), by a role or their own."""
    app_label, _, codename = permission.partition(".")
    own = Q(
        user_permissions__codename=codename, user_permissions__content_type__app_label=app_label
    )
    by_role = Q(
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=app_label,
    )
    staff = User.objects.filter(is_active=True, is_staff=True)
    found = staff.filter(Q(is_superuser=True) | own | by_role)
    return sorted(found.values_list("pk", flat=True).distinct())


def _matching(text: str) -> QuerySet[User]:
    text = text.strip()
    number = text.removeprefix("#")
    by_number = (
        Q(pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else Q()
    )
    return User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text) | by_number)


def _account(person: User) -> Account:
    return Account(
        id=person.pk,
        public_id=person.public_id,
        email=person.email or "",
        name=person.name,
        locale=person.locale,
        state=person.state,
        is_staff=person.is_staff,
        created_at=person.created_at,
        last_login=person.last_login,
    )
