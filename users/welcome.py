"""What a person gets once the first address is proved: other apps' welcomes, named by settings."""

from __future__ import annotations

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from users.models import State, User

log = structlog.get_logger(__name__)


def welcome(user_id: int) -> bool:
    """Call every welcome of USERS_WELCOME for a person to whom they are still owed.

    True if all is done now. A welcome that fails leaves it owed, and the sweeper repeats all of
    them: each has a key of its own, so nothing is given twice.
    """
    if not _owed().filter(pk=user_id).exists():
        return False
    for path in settings.USERS_WELCOME:
        try:
            import_string(path)(user_id)
        except Exception as error:  # another app's trouble must not keep a person from logging in
            log.exception("welcome_failed", user_id=user_id, path=path, error=str(error))
            return False
    User.objects.filter(pk=user_id).update(welcomed_at=timezone.now())
    return True


def owed(limit: int = 100) -> list[int]:
    """People who proved an address and were not welcomed yet, oldest first."""
    return list(_owed().order_by("pk").values_list("pk", flat=True)[:limit])


def mark_proved(user_id: int, email: str) -> None:
    """Enter an address as proved, for people who are made by the house (demo, commands)."""
    EmailAddress.objects.update_or_create(
        user_id=user_id, email=email, defaults={"verified": True, "primary": True}
    )


def _owed() -> QuerySet[User]:
    proved = EmailAddress.objects.filter(verified=True).values("user_id")
    return User.objects.filter(welcomed_at__isnull=True, state=State.ACTIVE, pk__in=proved)
