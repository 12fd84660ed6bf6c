"""An author's text with [[8]] gaps becomes blocks: paragraphs, notes, a table or steps.

Pure. The first line `# …` is the title. Notes: `# ` heads a section, `- ` is a point. Table:
`|` between cells, the first line is the head. Flow chart: a line is a step.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assessments.questions.faults import BodyFault
from config.page import Json

MARKER = re.compile(r"\[\[(\d{1,3})\]\]")
Runs = list[Json]


def markers(text: str) -> list[int]:
    """The numbers of the gaps of a text, in order."""
    return [int(number) for number in MARKER.findall(text)]


def freeze(text: str, layout: str, uids: Mapping[int, str]) -> Json:
    """The document's body of an author's text. Raises BodyFault (gap-unknown, table-ragged)."""
    lines = text.strip().splitlines()
    title = ""
    if lines and lines[0].startswith("# "):
        title = lines.pop(0)[2:].strip()
    blocks = BLOCKS[layout](lines, uids)
    return {"layout": layout, "title": title, "blocks": [*blocks]}


def runs(text: str, uids: Mapping[int, str]) -> Runs:
    """A line as its texts and gaps in turn."""
    found: Runs = []
    for n, piece in enumerate(MARKER.split(text)):
        if n % 2:
            number = int(piece)
            if number not in uids:
                raise BodyFault("gap-unknown", {"number": number})
            found.append({"gap": uids[number]})
        elif piece:
            found.append(piece)
    return found


def _paragraphs(lines: list[str], uids: Mapping[int, str]) -> list[Json]:
    """Lines up to an empty one are one paragraph."""
    text = "\n".join(line.strip() for line in lines)
    joined = (" ".join(piece.split()) for piece in re.split(r"\n{2,}", text))
    return [{"style": "paragraph", "runs": runs(piece, uids)} for piece in joined if piece]


def _notes(lines: list[str], uids: Mapping[int, str]) -> list[Json]:
    found: list[Json] = []
    for line in filter(None, (line.strip() for line in lines)):
        style = {"# ": "heading", "- ": "bullet"}.get(line[:2], "paragraph")
        plain = line if style == "paragraph" else line[2:].strip()
        found.append({"style": style, "runs": runs(plain, uids)})
    return found


def _table(lines: list[str], uids: Mapping[int, str]) -> list[Json]:
    found: list[Json] = []
    width = 0
    for n, line in enumerate(filter(str.strip, lines), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        width = width or len(cells)
        if len(cells) != width:
            raise BodyFault("table-ragged", {"line": n})
        style = "row" if found else "header"
        found.append({"style": style, "cells": [runs(cell, uids) for cell in cells]})
    return found


def _steps(lines: list[str], uids: Mapping[int, str]) -> list[Json]:
    steps = filter(None, (line.strip() for line in lines))
    return [{"style": "step", "runs": runs(step, uids)} for step in steps]


BLOCKS = {
    "summary": _paragraphs,
    "notes": _notes,
    "table": _table,
    "flow_chart": _steps,
}
