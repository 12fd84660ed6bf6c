"""`make bench`: measures the hot paths on SQLite and PostgreSQL, and prints a table of each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.server import DATABASE

PG = os.environ.get("PG", "postgres://postgres@127.0.0.1")


def _environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "off",
        "HTTPS": "off",
        "TASKS": "off",
        "LOG_LEVEL": "ERROR",
        "DATABASE_POOL_SIZE": "0",
        "THROTTLE_ANON": "10000000/min",
        "THROTTLE_USER": "10000000/min",
        "SECRET_KEY": "bench-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    }


def _run(name: str, url: str) -> None:
    environment = _environment(url)
    prepare = [sys.executable, "manage.py", "prepare"]
    subprocess.run(prepare, env=environment, check=True, stdout=subprocess.DEVNULL)
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(collect, env=environment, check=True)
    measure = [sys.executable, "-m", "bench.measure", name]
    subprocess.run(measure, env=environment, check=True)


def main() -> None:
    """One run an engine, each on a database of its own that is dropped afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        _run("SQLite", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    import psycopg

    with psycopg.connect(f"{PG}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            _run("PostgreSQL", f"{PG}/{DATABASE}")
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


if __name__ == "__main__":
    main()
