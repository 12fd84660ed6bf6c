"""What people say about themselves: name, language, look, goal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config.errors import InvalidInput, NotFound
from users.models import Locale, TargetExam, Theme, User

Wish = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Target:
    """What a learner is preparing for; `band` in steps of a half."""

    exam: str
    band: Decimal | None
    date: date | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's own view of the account."""

    id: int
    public_id: UUID
    email: str
    name: str
    locale: str
    theme: str
    target: Target | None
    is_staff: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileChoices:
    """What can be chosen, as (value, name in the active language)."""

    locales: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    exams: tuple[tuple[str, str], ...]


def profile_choices() -> ProfileChoices:
    """The languages, looks and exams on offer."""
    locales, themes, exams = (
        tuple((str(value), str(label)) for value, label in kind.choices)
        for kind in (Locale, Theme, TargetExam)
    )
    return ProfileChoices(locales, themes, exams)


def profile(user_id: int) -> Profile:
    """The profile of a person, one statement. Raises NotFound."""
    return _profile(_person(user_id))


def update_profile(user_id: int, patch: dict[str, Wish]) -> Profile:
    """Change what `patch` names, and nothing else; the profile afterwards.

    Keys: name, locale, theme, target_exam ("" for none), target_band, exam_date. Repeating
    changes nothing. Raises NotFound and InvalidInput (then nothing is written).
    """
    person = _person(user_id)
    for field, value in patch.items():
        _check(field, value)
        setattr(person, field, value.strip() if isinstance(value, str) else value)
    if patch:
        person.save(update_fields=list(patch))
    return _profile(person)


def _person(user_id: int) -> User:
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        raise NotFound
    return person


def _check(field: str, value: Wish) -> None:
    choices = {
        "locale": Locale.values,
        "theme": Theme.values,
        "target_exam": [*TargetExam.values, ""],
    }
    if field in choices:
        if value not in choices[field]:
            raise InvalidInput(field=field, reason=_("Choose one of the values on offer."))
    elif field == "name":
        if not isinstance(value, str) or len(value) > 80 or "\x00" in value:
            raise InvalidInput(field=field, reason=_("At most 80 characters."))
    elif field == "target_band":
        if value is not None and not _is_band(value):
            raise InvalidInput(field=field, reason=_("From 0 to 9 in steps of a half."))
    elif field != "exam_date":
        raise InvalidInput(field=field, reason=_("There is no such field."))
    elif value is not None and not isinstance(value, date):
        raise InvalidInput(field=field, reason=_("A date, for example 2027-03-14."))


def _is_band(value: Wish) -> bool:
    return isinstance(value, Decimal) and 0 <= value <= 9 and (value * 2) % 1 == 0


def _profile(person: User) -> Profile:
    band = person.target_band
    has_target = person.target_exam or band is not None or person.exam_date
    target = Target(person.target_exam, band, person.exam_date) if has_target else None
    return Profile(
        id=person.pk,
        public_id=person.public_id,
        email=person.email or "",
        name=person.name,
        locale=person.locale,
        theme=person.theme,
        target=target,
        is_staff=person.is_staff,
        created_at=person.created_at,
    )
