"""`manage.py roles`: lays the staff's roles into groups."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.errors import ServiceError
from users import services


class Command(BaseCommand):
    """Safe to repeat; changes only the groups that settings.ROLES names."""

    help = "Lay the roles of settings.ROLES into groups, each with exactly its permissions."

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay them, and say how many permissions each has."""
        try:
            laid = services.lay_roles()
        except ServiceError as error:
            raise CommandError(error.text()) from error
        for role, count in laid.items() if options["verbosity"] else ():
            self.stdout.write(f"{role}: {count}")
