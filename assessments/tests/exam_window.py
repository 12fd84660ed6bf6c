"""What tests do in a window that shows an exam."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SHOTS = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


def picture(page, name):
    if SHOTS:
        page.screenshot(path=SHOTS / f"{name}.png")


def assert_accessible(page):
    violations = Axe().run(page).response["violations"]
    found = [(one["id"], [node["html"][:150] for node in one["nodes"]]) for one in violations]
    assert found == []


def saved(page):
    line = "exam-outbox[data-state=saved] .save-line__text:text-matches('Saved [0-9]')"
    page.wait_for_selector(line, state="attached", timeout=10_000)


def part_url(uid, number=1):
    return f"/en/attempts/{uid}/part/{number}/"


def choose(page, question, value):
    page.locator(f"#exam-form [name='q-{question}'][value='{value}']").check()
