"""People in numbers, for the first page of the admin."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from config.tiles import Tile, start_of_day
from users.models import User


def tiles() -> tuple[Tile, ...]:
    """How many people there are and how many came today; one statement."""
    today = Count("pk", filter=Q(created_at__gte=start_of_day()))
    found = User.objects.aggregate(all=Count("pk"), today=today)
    hint = _("New today: %(n)d") % {"n": found["today"]}
    return (Tile(_("People"), found["all"], hint, "admin:users_user_changelist"),)
