"""What all tests here have."""

from __future__ import annotations

import pytest


@pytest.fixture
def recorded(monkeypatch):
    """The acts that were written down through users."""
    acts = []

    def record(action, **more):
        acts.append({"action": action, **more})

    monkeypatch.setattr("users.services.record", record)
    return acts
