"""Every page of the learners in a real browser: for every eye, in every width, by keyboard."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.browsing import Browser
from tests.looking import focus_faults, in_every_theme, of_a_refusal, of_the_house, too_wide
from tests.scene import a_scene
from tests.walks import LONG, REGULAR, WALKS, Walker, begun

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
LOOKS = [
    pytest.param(1280, "uz", (1280, 768), id="desk"),
    pytest.param(390, "ru", (390, 320), id="phone"),
]


@pytest.fixture
def walker(chromium, live_server, settings, tmp_path):
    settings.ROOT_URLCONF = "tests.told"
    settings.EMAIL_BACKEND = "config.mail.VisibleFileBackend"
    settings.SITE_URL = live_server.url
    scene = a_scene(at=timezone.now(), files=str(tmp_path / "media/private"))
    browser = Browser(chromium, live_server.url)
    yield Walker(browser, scene, settings.EMAIL_FILE_PATH, "uz", 1280)
    browser.close()


@pytest.mark.parametrize(("width", "locale", "widths"), LOOKS)
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_every_page_is_accessible_in_every_theme_and_fits(walker, walk, width, locale, widths):
    walker.width, walker.locale = width, locale
    faults = []
    for stop in walk(walker):
        page = walker.page
        here = of_a_refusal(page, locale, walker.typed) if stop.endswith("refused") else []
        here += in_every_theme(page, f"{walk.__name__} {stop}")
        here += of_the_house(page, locale) + too_wide(page, widths)
        faults += [f"{stop}: {fault}" for fault in here]
    assert faults == [], "\n".join(["", *faults])


@pytest.mark.parametrize(("width", "locale", "widths"), LOOKS)
def test_the_focus_is_seen_at_every_step_of_the_tab_key(walker, width, locale, widths):
    walker.width, walker.locale = width, locale
    walker.signed_in(REGULAR)
    paper, result = begun(walker), walker.latest(LONG)
    paths = [f"{paper}part/{number}/" for number in (1, 2, 3)]
    paths += [f"results/{result}/review/", f"results/{result}/", f"{paper}finish/"]
    paths += ["home/", "tests/", f"tests/reading/{LONG}/", "history/", "tariffs/", "settings/"]
    faults = []
    for path in paths:
        walker.go(path)
        presses = 100 if "part" in path else 40
        faults += [f"{path}: {fault}" for fault in focus_faults(walker.page, presses)]
    assert faults == [], "\n".join(["", *faults])
