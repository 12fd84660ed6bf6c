"""The small scripts of the interactions, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from assessments import interactions, questions
from assessments.interactions.views import group_context
from assessments.questions.drafts import freeze_group

FOLDER = Path(interactions.__file__).parent
pytestmark = pytest.mark.chromium


@pytest.fixture
def page(chromium):
    fresh = chromium.new_page()
    yield fresh
    fresh.close()


def show(page, slug):
    path = Path(questions.__file__).parent / slug / "examples.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    view = group_context(freeze_group(data["group"], data["part"]).document, {})
    page.set_content(render_to_string("interactions/group.html", {"group": view}))
    for name in ("choice", "match", "gaps"):
        script = (FOLDER / name / "static" / f"{name}.mjs").read_text(encoding="utf-8")
        page.add_script_tag(content=script, type="module")


def test_a_used_heading_is_struck_and_comes_back(page):
    show(page, "matching_headings")
    box = page.locator("select").first
    box.select_option("ii")
    page.locator("select").nth(1).select_option("iv")
    assert page.locator("[data-used]").evaluate_all("all => all.map(e => e.dataset.key)") == [
        "ii",
        "iv",
    ]
    box.select_option("")
    assert page.locator("[data-used]").count() == 1


def test_an_option_that_may_be_used_again_is_not_struck(page):
    show(page, "matching_features")
    page.locator("select").first.select_option("A")
    assert page.locator("[data-used]").count() == 0


def test_no_more_boxes_can_be_ticked_than_asked_for(page):
    show(page, "choose_many")
    boxes = page.locator("input[type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    assert boxes.nth(2).is_disabled()
    boxes.nth(0).uncheck()
    assert boxes.nth(2).is_enabled()


def test_enter_goes_to_the_next_gap(page):
    show(page, "summary_completion")
    gaps = page.locator("input.gap__input")
    gaps.nth(0).fill("rain")
    gaps.nth(0).press("Enter")
    assert gaps.nth(1).evaluate("gap => gap === document.activeElement")
    assert gaps.nth(0).get_attribute("data-answered") == ""
