"""The rows that a batch of answers becomes: two statements a batch, the only raw SQL of the app.

An object a row would cost more than everything else of a save together, and the ORM's upsert can
not say "the highest seq wins". The caller holds the attempt's lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from assessments.models import Response, ResponseEvent
from config.databases import alias
from config.page import Json

EVENT, CURRENT = ResponseEvent._meta.db_table, Response._meta.db_table
SOURCES = {
    "postgresql": (
        "jsonb_to_recordset(%s::jsonb) AS t"
        "(question text, seq bigint, idem uuid, value jsonb, client_at timestamptz)"
    ),
    "sqlite": (
        "(SELECT j.value->>'question' AS question, j.value->>'seq' AS seq,"
        " j.value->>'idem' AS idem, j.value->'value' AS value,"
        " j.value->>'client_at' AS client_at FROM json_each(%s) AS j) AS t"
    ),
}
# "WHERE true": without it SQLite reads ON CONFLICT as a join's ON. Only our own table names are
# set in; every value is a parameter.
ADD_EVENTS = (
    f"INSERT INTO {EVENT}"  # noqa: S608
    " (attempt_id, question, seq, idem, value, client_at, received_at, late)"
    " SELECT %s, question, seq, idem, value, client_at, %s, %s FROM {source} WHERE true"
    " ON CONFLICT (attempt_id, idem) DO NOTHING"
    f" RETURNING idem, (SELECT max(seq) FROM {CURRENT} WHERE attempt_id = %s)"
)
SET_CURRENT = (
    f"INSERT INTO {CURRENT}"  # noqa: S608
    " (attempt_id, question, seq, value, received_at)"
    " SELECT %s, question, seq, value, %s FROM {source} WHERE true"
    " ON CONFLICT (attempt_id, question) DO UPDATE"
    " SET seq = excluded.seq, value = excluded.value, received_at = excluded.received_at"
    f" WHERE excluded.seq >= {CURRENT}.seq"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer that is to be stored."""

    idem: UUID
    question: str
    seq: int
    value: Json
    client_at: datetime | None


@dataclass(frozen=True, slots=True)
class Added:
    """The idems that were new, and the highest current seq before the batch (None: unknown)."""

    idems: frozenset[UUID]
    top: int | None


def add_events(attempt_id: int, rows: list[Row], at: datetime, *, late: bool) -> Added:
    """Store each answer as received; an idem that is there already is left as it is."""
    connection = connections[alias(ResponseEvent)]
    sql = ADD_EVENTS.format(source=SOURCES[connection.vendor])
    received = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [attempt_id, received, late, _json(rows), attempt_id])
        found = cursor.fetchall()
    idems = frozenset(idem if isinstance(idem, UUID) else UUID(idem) for idem, _top in found)
    return Added(idems, (found[0][1] or 0) if found else None)


def set_current(attempt_id: int, rows: Iterable[Row], at: datetime) -> None:
    """Let the answers count that have the highest seq of their question; a tie goes to them."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.question not in best or row.seq >= best[row.question].seq:
            best[row.question] = row
    if not best:
        return
    connection = connections[alias(Response)]
    sql = SET_CURRENT.format(source=SOURCES[connection.vendor])
    received = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [attempt_id, received, _json(best.values())])


def _json(rows: Iterable[Row]) -> str:
    """The rows as one parameter; a UUID as Django stores it where it is text."""
    ops = connections[alias(ResponseEvent)].ops
    return json.dumps(
        [
            {
                "question": row.question,
                "seq": row.seq,
                "idem": row.idem.hex,
                "value": row.value,
                "client_at": row.client_at and str(ops.adapt_datetimefield_value(row.client_at)),
            }
            for row in rows
        ]
    )
