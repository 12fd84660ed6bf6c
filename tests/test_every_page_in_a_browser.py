"""Every page of the learners in a real browser: for every eye, in every width."""

from __future__ import annotations

import pytest

from tests.looking import in_every_theme, of_a_refusal, of_the_house, too_small, too_wide
from tests.walks import WALKS

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
LOOKS = [
    pytest.param(1280, "uz", (1280, 768), id="desk"),
    pytest.param(390, "ru", (390, 320), id="phone"),
]


@pytest.mark.parametrize(("width", "locale", "widths"), LOOKS)
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_page_is_accessible_in_every_theme_and_fits(walker, walk, width, locale, widths):
    walker.width, walker.locale = width, locale
    faults = []
    for stop in walk(walker):
        page = walker.page
        here = of_a_refusal(page, locale, walker.typed) if stop.endswith("refused") else []
        here += in_every_theme(page, f"{walk.__name__} {stop}")
        here += of_the_house(page, locale) + too_wide(page, widths) + too_small(page)
        faults += [f"{stop}: {fault}" for fault in here]
    assert faults == [], "\n".join(["", *faults])
