"""From right answers to a band and a level, by the table that a version carries.

Pure. A scale is `{"bands": [{"from": 39, "band": "9.0"}, …], "cefr": [{"from": "8.5", "level":
"C2"}, …]}`, both lists falling; every number is data of the version, none is known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.marking.reasons import Params
from config.page import Json

HALF = Decimal("0.5")
TOP = Decimal("9.0")
"""The end of the scale of nine bands; a table may be of another scale."""
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
Scale = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class NextBand:
    """The next higher band and how many more marks it takes."""

    band: Decimal
    marks: int


@dataclass(frozen=True, slots=True)
class ScaleFault:
    """What is wrong with a scale: a code of `FAULTS` and its parameters."""

    code: str
    params: Params = field(default_factory=dict)


FAULTS: dict[str, str | Promise] = {
    "scale-missing": _("The test has no band table."),
    "scale-source-missing": _("The band table does not say where it comes from."),
    "scale-not-a-number": _("The band table holds something that is no number: %(value)s"),
    "scale-not-falling": _("The rows of the band table must fall from the highest to the lowest."),
    "scale-no-zero": _("The band table must have a row that begins at 0."),
    "scale-above-maximum": _("The band table asks for %(from)d marks; the test has only %(max)d."),
    "scale-not-half": _("A band must be a whole or a half: %(value)s"),
    "scale-unknown-level": _("This level is not known: %(value)s"),
}


def half_band(value: Decimal) -> Decimal:
    """A number to the nearest half band; exactly between two halves it goes up."""
    halves = (value / HALF).quantize(Decimal(1), ROUND_HALF_UP)
    return (halves * HALF).quantize(Decimal("0.1"))


def likely(value: Decimal) -> tuple[Decimal, Decimal]:
    """Half a band below and above, as far as the scale of nine bands goes."""
    low = max(value - HALF, Decimal("0.0"))
    return low, value + HALF if value > TOP else min(value + HALF, TOP)


def band(raw: Decimal | int, scale: Scale) -> Decimal:
    """The band of a number of marks, with one decimal; part marks count as the whole below.

    A number under the lowest row has the band of the lowest row; without rows it is 0.0.
    """
    rows = _band_rows(scale)
    whole = Decimal(raw).to_integral_value(ROUND_FLOOR)
    for least, value in rows:
        if whole >= least:
            return value
    return rows[-1][1] if rows else Decimal("0.0")


def next_band(raw: Decimal | int, scale: Scale) -> NextBand | None:
    """The next higher band and the marks that are wanting; None at the top of the table."""
    now = band(raw, scale)
    for least, value in reversed(_band_rows(scale)):
        if value > now:
            return NextBand(value, ceil(least - Decimal(raw)))
    return None


def cefr(value: Decimal, scale: Scale) -> str:
    """The CEFR level of a band by the scale's own list; "" if the list has none so low."""
    for row in _rows(scale, "cefr"):
        least = _decimal(row.get("from"))
        if least is not None and value >= least:
            return str(row.get("level", ""))
    return ""


def check_scale(scale: Scale | None, max_raw: int) -> list[ScaleFault]:
    """Everything that keeps a scale from giving each number of marks from 0 to `max_raw` a band."""
    if not scale or not _rows(scale, "bands"):
        return [ScaleFault("scale-missing")]
    faults = [] if scale.get("source") else [ScaleFault("scale-source-missing")]
    faults += _number_faults(scale)
    if any(fault.code == "scale-not-a-number" for fault in faults):
        return faults
    rows = _band_rows(scale)
    if not _falling([least for least, _band in rows]) or not _falling([b for _least, b in rows]):
        faults.append(ScaleFault("scale-not-falling"))
    if rows[-1][0] != 0:
        faults.append(ScaleFault("scale-no-zero"))
    if rows[0][0] > max_raw:
        faults.append(ScaleFault("scale-above-maximum", {"from": rows[0][0], "max": max_raw}))
    faults += [ScaleFault("scale-not-half", {"value": str(b)}) for _l, b in rows if b % HALF]
    return faults + _level_faults(scale)


def _number_faults(scale: Scale) -> list[ScaleFault]:
    values = [(row.get("from"), _whole(row.get("from"))) for row in _rows(scale, "bands")]
    bands = [(row.get("band"), _decimal(row.get("band"))) for row in _rows(scale, "bands")]
    levels = [(row.get("from"), _decimal(row.get("from"))) for row in _rows(scale, "cefr")]
    return [
        ScaleFault("scale-not-a-number", {"value": str(written)[:40]})
        for written, number in (*values, *bands, *levels)
        if number is None
    ]


def _level_faults(scale: Scale) -> list[ScaleFault]:
    rows = _rows(scale, "cefr")
    faults = [
        ScaleFault("scale-unknown-level", {"value": str(row.get("level"))[:40]})
        for row in rows
        if row.get("level") not in LEVELS
    ]
    if not _falling([least for row in rows if (least := _decimal(row.get("from"))) is not None]):
        faults.append(ScaleFault("scale-not-falling"))
    return faults


def _rows(scale: Scale, name: str) -> list[dict[str, Json]]:
    rows = scale.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _band_rows(scale: Scale) -> list[tuple[int, Decimal]]:
    rows = [(_whole(row.get("from")), _decimal(row.get("band"))) for row in _rows(scale, "bands")]
    return [(least, value) for least, value in rows if least is not None and value is not None]


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _decimal(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number.quantize(Decimal("0.1")) if number.is_finite() and abs(number) < 1000 else None


def _falling(values: Iterable[int | Decimal]) -> bool:
    numbers = [Decimal(value) for value in values]
    return numbers == sorted(set(numbers), reverse=True)
