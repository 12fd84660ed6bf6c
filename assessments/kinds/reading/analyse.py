"""How an attempt at a Reading test is analysed: by its right answers."""

from __future__ import annotations

from assessments.analysis.objective import ANALYSER

__all__ = ["ANALYSER"]
