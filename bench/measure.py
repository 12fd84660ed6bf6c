"""One engine's run: sets the scene, serves, loads, prints a table in Markdown."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  after setup
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.load import Measured, once, post, wrk  # noqa: E402
from bench.server import serving  # noqa: E402
from bench.setting import PEOPLE, SLUG, Sitter, answers, lua_table, people  # noqa: E402

API = "/api/v1/assessments"


def _statements(sitter: Sitter, path: str, *, method: str = "get", body: object = None) -> int:
    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    client = Client()
    extra: dict[str, str] = {"X-Session-Token": sitter.session}
    if method == "get":
        client.cookies["sessionid"] = sitter.session
        extra = {}
    with CaptureQueriesContext(connections["default"]) as seen:
        if method == "get":
            client.get(path.replace("%s", sitter.attempt))
        else:
            address = path.replace("%s", sitter.attempt)
            client.post(address, data=body, content_type="application/json", headers=extra)
    skip = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")
    return sum(not query["sql"].startswith(skip) for query in seen.captured_queries)


def _measured(server: int, data: str, sitters: list[Sitter], fresh: list[Sitter]) -> list[Measured]:
    steps = [
        wrk("bare: base page", server, "get.lua", data, "/bench/page/"),
        wrk("bare: one INSERT", server, "get.lua", data, "/bench/insert/", "POST"),
        wrk("save 10 answers", server, "save.lua", data),
        wrk("bare: one INSERT (again)", server, "get.lua", data, "/bench/insert/", "POST"),
        wrk("save 10 answers (again)", server, "save.lua", data),
        wrk("exam page, 13 questions", server, "get.lua", data, "/en/attempts/%s/part/1/"),
        once("start, spend included", server, fresh, post(f"{API}/reading/{SLUG}/attempts/", {})),
        once("submit and mark 40", server, sitters, post(f"{API}/attempts/%s/submit/", None)),
        wrk("review of 40", server, "get.lua", data, "/en/results/%s/review/"),
        wrk("catalogue", server, "get.lua", data, "/en/tests/"),
    ]
    return steps


def _counts(sitter: Sitter, fresh: Sitter, rows: list[dict[str, object]]) -> dict[str, int]:
    import uuid

    batch = [
        {**row, "idem": str(uuid.uuid4()), "seq": 10**13 + number}
        for number, row in enumerate(rows)
    ]
    return {
        "save 10 answers": _statements(
            sitter, f"{API}/attempts/%s/answers/", method="post", body={"answers": batch}
        ),
        "exam page, 13 questions": _statements(sitter, "/en/attempts/%s/part/1/"),
        "start, spend included": _statements(
            fresh, f"{API}/reading/{SLUG}/attempts/", method="post", body={}
        ),
        "submit and mark 40": _statements(
            sitter, f"{API}/attempts/%s/submit/", method="post", body={}
        ),
        "review of 40": _statements(sitter, "/en/results/%s/review/"),
        "catalogue": _statements(sitter, "/en/tests/"),
    }


def _table(name: str, steps: list[Measured], counts: dict[str, int]) -> str:
    bare = {step.name: step.cpu_ms for step in steps}
    insert, page = bare["bare: one INSERT"], bare["bare: base page"]
    lines = [
        f"\n### {name}\n",
        "| step | req/s | p50 ms | p95 ms | CPU ms (web + database) | x bare | SQL | failed |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for step in steps:
        is_page = any(word in step.name for word in ("page", "review", "catalogue"))
        ratio = step.cpu_ms / (page if is_page else insert)
        lines.append(
            f"| {step.name} | {step.rate:.0f} | {step.p50:.0f} | {step.p95:.0f} | {step.cpu_ms:.2f}"
            f" ({step.web_ms:.2f} + {step.database_ms:.2f}) | {ratio:.2f}"
            f" | {counts.get(step.name, '')} | {step.failed} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    sitters = people(PEOPLE, started=True)
    fresh = people(PEOPLE, started=False)
    (counted,), (starting,) = people(1, started=True), people(1, started=False)
    rows = answers(sitters[0].user_id, sitters[0].attempt, 40)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as data:
        data.write(lua_table(sitters, rows))
        data.flush()
        with serving() as server:
            steps = _measured(server, str(Path(data.name)), sitters, fresh)
    counts = _counts(counted, starting, rows[:10])
    sys.stdout.write(_table(sys.argv[1], steps, counts) + "\n")


if __name__ == "__main__":
    main()
