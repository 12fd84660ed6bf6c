"""The part of `make check` that is not a ready-made tool: `python -m tests.checks`."""

from __future__ import annotations

import os
import subprocess
import sys

from tests import licences, messages

DEPLOYED = {
    "DEBUG": "off",
    "HTTPS": "on",
    "SECRET_KEY": "for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "ALLOWED_HOSTS": "imtihon.example",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp+tls://user:secret@smtp.example:587",
    "TASKS": "celery",
    "REDIS_URL": "redis://127.0.0.1:6379/1",
}


def _manage(*arguments: str) -> bool:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env={**os.environ, **DEPLOYED}, check=False).returncode == 0


def main() -> int:
    """Run every check; 1 when one of them found something."""
    fine = [
        _manage("makemigrations", "--check", "--dry-run"),
        _manage("check", "--deploy", "--fail-level", "WARNING"),
    ]
    for title, found in (("Licences", licences.faults()), ("Translations", messages.faults())):
        for line in found[:60]:
            sys.stdout.write(f"{title}: {line}\n")
        if len(found) > 60:
            sys.stdout.write(f"{title}: and {len(found) - 60} more\n")
        fine.append(not found)
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
