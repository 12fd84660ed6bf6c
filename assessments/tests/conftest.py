from __future__ import annotations

import pytest


@pytest.fixture
def private_files(settings, tmp_path):
    """Private files in a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path
