"""Demo people: clearly fictional, of a domain that exists nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import Group
from django.utils import timezone

from users import welcome
from users.models import TargetExam, User
from users.roles import lay_roles

PASSWORD = "kitob-qalam-daftar"  # noqa: S105  a demo's, printed on the terminal


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """How one of the demo people logs in."""

    role: str
    email: str
    password: str


CAST = (
    ("learner", "dilnoza@imtihon.example", "Dilnoza Yusupova"),
    ("author", "bobur@imtihon.example", "Bobur Karimov"),
    ("cashier", "nodira@imtihon.example", "Nodira Saidova"),
    ("administrator", "anvar@imtihon.example", "Anvar Tursunov"),
)


def load_demo(at: datetime | None = None) -> tuple[DemoLogin, ...]:
    """Lay the roles and make the demo people, proved and welcomed; their logins.

    Safe to repeat: people who are there stay as they are. `at` is the time that counts as now;
    they signed up 120 days before it.
    """
    at = at or timezone.now()
    lay_roles()
    return tuple(_person(role, email, name, at) for role, email, name in CAST)


def _person(role: str, email: str, name: str, at: datetime) -> DemoLogin:
    person = User.objects.filter(email=email).first()
    if person is None:
        staff = role != "learner"
        person = User.objects.create_user(
            email,
            PASSWORD,
            name=name,
            is_staff=staff,
            is_superuser=role == "administrator",
            created_at=at - timedelta(days=120),
            **({} if staff else _goal(at)),
        )
    if group := Group.objects.filter(name=role).first():
        person.groups.add(group)
    welcome.mark_proved(person.pk, email)
    welcome.welcome(person.pk)
    return DemoLogin(role, email, PASSWORD)


def _goal(at: datetime) -> dict[str, str | Decimal | date]:
    return {
        "target_exam": TargetExam.IELTS_ACADEMIC,
        "target_band": Decimal("7.0"),
        "exam_date": (at + timedelta(days=75)).date(),
    }
