"""`manage.py prepare`: everything between an installed environment and a running server."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from config.management.commands.demo import load_demo


class Command(BaseCommand):
    """Migrates every database, lays the roles, loads the demo, and says where everything is."""

    help = "Migrate every database, lay the roles, load the demo and print the addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--port: only for the printed addresses; --no-demo: for a real installation."""
        parser.add_argument("--port", default="8000")
        parser.add_argument("--no-demo", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat: a second run finds nothing to do."""
        for alias in connections:
            executor = MigrationExecutor(connections[alias])
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.stdout.write(f"Preparing the database ({alias}) …")
                call_command("migrate", database=alias, verbosity=0)
        call_command("roles", verbosity=0)
        if options["no_demo"]:
            return
        logins = load_demo()
        base = f"http://127.0.0.1:{options['port']}"
        self.stdout.write(
            "\n".join(
                (
                    "",
                    "Imtihon",
                    f"  pages   {base}/    {base}/ru/    {base}/en/",
                    f"  admin   {base}/admin/",
                    f"  API     {base}/api/v1/    {base}/api/docs/",
                    f"  mail    {settings.EMAIL_FILE_PATH} (and here)",
                    "",
                    "Demo logins",
                    *logins,
                    "",
                )
            )
        )
        sys.stdout.flush()
