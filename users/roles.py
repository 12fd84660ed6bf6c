"""Roles of the staff: a table of permissions, laid into Django's groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

from config.databases import atomic
from config.errors import InvalidInput


def lay_roles() -> dict[str, int]:
    """Make each role of settings.ROLES a group with exactly its permissions; how many, by role.

    Safe to repeat. Other groups stay as they are. Raises InvalidInput naming every permission
    that does not exist; then nothing is written.
    """
    table: Mapping[str, Iterable[str]] = settings.ROLES
    known = {
        f"{app_label}.{codename}": pk
        for pk, app_label, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    unknown = sorted({name for names in table.values() for name in names} - known.keys())
    if unknown:
        reason = _("unknown permissions: %(names)s") % {"names": ", ".join(unknown)}
        raise InvalidInput(field="ROLES", reason=reason)
    laid = {}
    with atomic(Group):
        for role, names in table.items():
            group, _created = Group.objects.get_or_create(name=role)
            chosen = [known[name] for name in names]
            group.permissions.set(chosen)
            laid[role] = len(chosen)
    return laid
