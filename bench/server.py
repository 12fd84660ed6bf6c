"""A gunicorn of its own, and the CPU time that it and PostgreSQL used."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PORT = 8791
DATABASE = "imtihon_bench"
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS, THREADS = 2, 8


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of CPU used so far."""

    web: float
    database: float


def _stat(pid: int) -> tuple[int, str, float]:
    text = Path(f"/proc/{pid}/stat").read_text()
    name = text[text.index("(") + 1 : text.rindex(")")]
    fields = text[text.rindex(")") + 2 :].split()
    parent = int(fields[1])
    own = sum(int(field) for field in fields[11:13])
    return parent, name, own / TICKS


def _processes() -> Iterator[tuple[int, int, str, float]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent, name, seconds = _stat(int(folder.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
            yield int(folder.name), parent, name, seconds


def _is_ours(pid: int) -> bool:
    """Whether a PostgreSQL process serves the bench; its title names the database."""
    try:
        return DATABASE in Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def cpu(server: int) -> Cpu:
    """What the server and its workers, and PostgreSQL's processes for them, have used."""
    web = database = 0.0
    for pid, parent, name, seconds in _processes():
        if server in (pid, parent):
            web += seconds
        elif name.startswith("postgres") and _is_ours(pid):
            database += seconds
    return Cpu(web, database)


def _awake() -> None:
    """Have every thread answer: a new process loads the whole product at its first request."""
    address = f"http://127.0.0.1:{PORT}/healthz"
    with ThreadPoolExecutor(WORKERS * THREADS) as threads:
        list(threads.map(lambda _n: httpx.get(address, timeout=60), range(10 * WORKERS * THREADS)))


@contextmanager
def serving() -> Iterator[int]:
    """Serve on 127.0.0.1:PORT; yields the process id, stops it in the end."""
    command = [
        *(sys.executable, "-m", "gunicorn", "bench.wsgi:application", "--no-control-socket"),
        *("--bind", f"127.0.0.1:{PORT}", "--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--worker-class", "gthread", "--log-level", "warning", "--keep-alive", "30"),
    ]
    server = subprocess.Popen(command)
    try:
        for _attempt in range(150):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.2)
        _awake()
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)
