"""From marks to findings, a module a family of kinds. Pure: no database, no clock, no language.

A kind names its analyser in `kinds/<kind>/analyse.py` as `ANALYSER`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from assessments.analysis.contract import Analyser


def analyser_of(kind: str) -> Analyser | None:
    """The analyser of a kind; None for a kind that has none yet."""
    name = f"assessments.kinds.{kind}.analyse"
    if find_spec(name) is None:
        return None
    found: Analyser = import_module(name).ANALYSER
    return found
