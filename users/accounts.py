"""The life of an account: freed, blocked, opened again."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from config.databases import atomic
from config.errors import InvalidInput, NotFound
from users import audit, codes
from users.models import State, User


def release_unproved(email: str) -> bool:
    """Remove the account that holds an address without ever having proved it.

    So nobody can keep an address from its owner, or lay a password under it beforehand. True if
    one was removed; accounts that were ever used, or were made by staff, stay.
    """
    unproved = User.objects.filter(
        email=email,
        last_login__isnull=True,
        welcomed_at__isnull=True,
        is_staff=False,
        emailaddress__email=email,
        emailaddress__verified=False,
    ).first()
    if unproved is None or EmailAddress.objects.filter(user=unproved, verified=True).exists():
        return False
    codes.void(unproved.pk)
    unproved.delete()
    return True


def block(user_id: int, *, actor_id: int, reason: str) -> None:
    """Close an account and end all its sessions and tokens at once; repeating changes nothing.

    Raises NotFound, and InvalidInput without a reason or for oneself.
    """
    if not reason.strip():
        raise InvalidInput(field="reason", reason=_("Say why."))
    if user_id == actor_id:
        raise InvalidInput(field="user", reason=_("You can not block yourself."))
    with atomic(User):
        person = _locked(user_id, State.ACTIVE, State.BLOCKED)
        if person.state == State.BLOCKED:
            return
        person.state, person.is_active = State.BLOCKED, False
        person.session_epoch = F("session_epoch") + 1
        person.save(update_fields=["state", "is_active", "session_epoch"])
        audit.record("user.blocked", actor_id=actor_id, subject_id=user_id, reason=reason)


def unblock(user_id: int, *, actor_id: int, reason: str = "") -> None:
    """Open a blocked account again; repeating changes nothing. Raises NotFound."""
    with atomic(User):
        person = _locked(user_id, State.ACTIVE, State.BLOCKED)
        if person.state == State.ACTIVE:
            return
        person.state, person.is_active = State.ACTIVE, True
        person.save(update_fields=["state", "is_active"])
        audit.record("user.unblocked", actor_id=actor_id, subject_id=user_id, reason=reason)


def _locked(user_id: int, *states: str) -> User:
    person = User.objects.select_for_update().filter(pk=user_id, state__in=states).first()
    if person is None:
        raise NotFound
    return person
