"""What happens when allauth says that something was proved or changed."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import (
    email_changed,
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
)
from django.dispatch import receiver

from config.databases import on_commit
from users import audit, codes, welcome
from users.models import Purpose, User


@receiver(email_confirmed, dispatch_uid="users.welcome")
def greet(email_address: EmailAddress, **rest: Any) -> None:
    """A first proved address earns the welcome."""
    user_id = email_address.user_id
    audit.record("user.address-proved", actor_id=user_id, subject_id=user_id)
    on_commit(User, lambda: welcome.welcome(user_id))


@receiver(password_reset, dispatch_uid="users.reset")
def finish_reset(user: User, **rest: Any) -> None:
    """The code of a new password is used up once the password is set; it proved the address.

    allauth marks an address proved that it knows. Of a person whom staff made it knows none yet.
    """
    codes.use_up(Purpose.PASSWORD_RESET, user.pk)
    audit.record("user.password-reset", actor_id=user.pk, subject_id=user.pk)
    if user.email and not EmailAddress.objects.filter(user=user).exists():
        welcome.mark_proved(user.pk, user.email)
        on_commit(User, lambda: welcome.welcome(user.pk))


@receiver(email_changed, dispatch_uid="users.email_changed")
@receiver([password_changed, password_set], dispatch_uid="users.password_changed")
def note_change(user: User, signal: Any, **rest: Any) -> None:
    """A change of address or password is written down."""
    action = "user.address-changed" if signal is email_changed else "user.password-changed"
    audit.record(action, actor_id=user.pk, subject_id=user.pk)
