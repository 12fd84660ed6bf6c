"""A frozen text with gaps as the blocks that a template walks through. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.interactions.gaps.layouts import MARKER
from assessments.questions.contract import Question
from assessments.questions.parsing import objects
from config.page import Json

if TYPE_CHECKING:
    from assessments.interactions.views import QuestionView

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, or a gap: in a text the gap's question, in a prompt `own` for itself."""

    text: str = ""
    question: QuestionView | None = None
    own: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or step has `runs`; a list of points or a row of a table `lines`."""

    style: str
    runs: Line = ()
    lines: tuple[Line, ...] = ()


def prompt_runs(question: Question) -> Line:
    """A prompt with its gap where the marker stands, or behind the text without one."""
    pieces = MARKER.split(question.prompt)
    if len(pieces) == 1:
        return (Run(f"{question.prompt} "), Run(own=True))
    before, after = pieces[0], "".join(pieces[2::2])
    return (Run(before), Run(own=True), Run(after))


def blocks_of(body: Json, questions: Mapping[str, QuestionView]) -> tuple[str, tuple[Block, ...]]:
    """Title and blocks of a frozen body; points in a row become one list."""
    if not isinstance(body, dict):
        return "", ()
    blocks: list[Block] = []
    for item in objects(body.get("blocks")):
        style = str(item.get("style", "paragraph"))
        cells = item.get("cells")
        if isinstance(cells, list):
            blocks.append(Block(style, lines=tuple(_line(cell, questions) for cell in cells)))
        elif style == "bullet":
            line = _line(item.get("runs"), questions)
            earlier = blocks.pop().lines if blocks and blocks[-1].style == "list" else ()
            blocks.append(Block("list", lines=(*earlier, line)))
        else:
            blocks.append(Block(style, runs=_line(item.get("runs"), questions)))
    return str(body.get("title") or ""), tuple(blocks)


def contexts(blocks: tuple[Block, ...]) -> dict[str, str]:
    """For each gap its sentence, with … in its place and the others' numbers in theirs."""
    found: dict[str, str] = {}
    for block in blocks:
        lines = block.lines if block.style in ("header", "row", "list") else (block.runs,)
        whole = (sum(lines, ()),) if block.style in ("header", "row") else lines
        for line in whole:
            for run in line:
                if run.question:
                    found[run.question.uid] = _words_around(line, run.question.uid)
    return found


def _words_around(line: Line, uid: str) -> str:
    """The sentence of the gap: a whole summary repeated for each of its gaps is not read."""
    place = next(i for i, run in enumerate(line) if run.question and run.question.uid == uid)
    before = SENTENCE_END.split(_words(line[:place]))[-1]
    after = SENTENCE_END.split(_words(line[place + 1 :]))[0]
    closed_up = after.startswith((".", ",", ";", ":", "!", "?", ")"))
    return f"{before} …{'' if closed_up else ' '}{after}".strip()


def _words(line: Line) -> str:
    pieces = (run.text if run.question is None else f"({run.question.label})" for run in line)
    return " ".join(" ".join(pieces).split())


def _line(runs: Json, questions: Mapping[str, QuestionView]) -> Line:
    found = []
    for run in runs if isinstance(runs, list) else []:
        if isinstance(run, str):
            found.append(Run(run))
        elif isinstance(run, dict):
            found.append(Run(question=questions.get(str(run.get("gap")))))
    return tuple(found)
