"""Runs wrk for what can be repeated, and a few threads for what happens once a person."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.server import PORT, cpu
from bench.setting import Sitter

CLIENTS, SECONDS = 8, 6
WARM_UP = 2
"""Seconds (wrk) or calls of a client (once) before: a new process loads much at its first calls."""
BASE = f"http://127.0.0.1:{PORT}"


@dataclass(frozen=True, slots=True)
class Measured:
    """One step: requests a second, latency and CPU in milliseconds."""

    name: str
    rate: float
    p50: float
    p95: float
    web_ms: float
    database_ms: float
    failed: int

    @property
    def cpu_ms(self) -> float:
        """Web and database together."""
        return self.web_ms + self.database_ms


def _milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text.strip()).groups()  # type: ignore[union-attr]  # wrk's own format
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


def wrk(name: str, server: int, script: str, *arguments: str, clients: int = CLIENTS) -> Measured:
    """Load from wrk for SECONDS, warmed up; the CPU of server and database over the same time."""
    tool = shutil.which("wrk")
    if tool is None:
        raise SystemExit("make bench needs wrk (Debian: apt-get install wrk).")
    command = [
        *(tool, "-t1", f"-c{clients}", "--latency", "--timeout", "20s"),
        *("-s", str(Path(__file__).parent / script)),
    ]
    address = (BASE, "--", *arguments)
    subprocess.run([*command, f"-d{WARM_UP}s", *address], capture_output=True, check=False)
    before = cpu(server)
    loaded = [*command, f"-d{SECONDS}s", *address]
    finished = subprocess.run(loaded, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(f"{name}: {finished.stdout}{finished.stderr}")
    output = finished.stdout
    after = cpu(server)
    requests = int(re.search(r"(\d+) requests in", output).group(1))  # type: ignore[union-attr]  # wrk's own format
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    shares = dict(re.findall(r"^\s+(50|90|99)%\s+(\S+)$", output, re.MULTILINE))
    return Measured(
        name,
        float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)),  # type: ignore[union-attr]  # wrk's own format
        _milliseconds(shares["50"]),
        float(re.search(r"p95us (\d+)", output).group(1)) / 1000,  # type: ignore[union-attr]  # our own line
        (after.web - before.web) * 1000 / max(requests, 1),
        (after.database - before.database) * 1000 / max(requests, 1),
        int(bad.group(1)) if bad else 0,
    )


def once(
    name: str, server: int, sitters: list[Sitter], call: Callable[[httpx.Client, Sitter], int]
) -> Measured:
    """`call` for each sitter once, from CLIENTS threads; the first ones only warm up."""
    waits: list[float] = []
    first = CLIENTS * WARM_UP

    def turn(group: list[Sitter]) -> int:
        failed = 0
        with httpx.Client(base_url=BASE, timeout=60) as client:
            for sitter in group:
                began = time.perf_counter()
                failed += call(client, sitter) >= 400
                waits.append((time.perf_counter() - began) * 1000)
        return failed

    def run(chosen: list[Sitter]) -> int:
        groups = [chosen[number::CLIENTS] for number in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as threads:
            return sum(threads.map(turn, groups))

    run(sitters[:first])
    waits.clear()
    sitters = sitters[first:]
    before, began = cpu(server), time.perf_counter()
    failed = run(sitters)
    took, after = time.perf_counter() - began, cpu(server)
    shares = statistics.quantiles(waits, n=20)
    return Measured(
        name,
        len(sitters) / took,
        statistics.median(waits),
        shares[18],
        (after.web - before.web) * 1000 / len(sitters),
        (after.database - before.database) * 1000 / len(sitters),
        failed,
    )


def post(path: str, body: object) -> Callable[[httpx.Client, Sitter], int]:
    """A call for `once`: POST with the sitter's session token; "%s" in the path is the attempt."""

    def call(client: httpx.Client, sitter: Sitter) -> int:
        headers = {"X-Session-Token": sitter.session, "Content-Type": "application/json"}
        address = path.replace("%s", sitter.attempt)
        return client.post(address, content=json.dumps(body), headers=headers).status_code

    return call
