"""The look keeps its promises: contrast, weight, icons that exist, nothing inline."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from config import urls as root
from config.styleguide import styleguide
from config.templatetags.formats import KIND_ICONS

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "config" / "static"
APP_CSS = (STATIC / "css" / "app.css").read_text()
TEMPLATES = [
    file
    for folder in ("config", *settings.PRODUCT_APPS)
    for file in sorted((ROOT / folder).rglob("*.html"))
]
urlpatterns = [path("styleguide/", styleguide, name="styleguide"), *root.urlpatterns]


def tokens(selector: str) -> dict[str, str]:
    """The colours that a rule of the tokens layer sets."""
    block = re.search(re.escape(selector) + r" \{(.*?)\}", APP_CSS, re.DOTALL)
    assert block, selector
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block[1]))


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = tokens(":root")
THEMES = {
    "light": (LIGHT, 4.5, 3.0),
    "dark": (LIGHT | tokens('[data-theme="dark"]'), 4.5, 3.0),
    "contrast": (LIGHT | tokens('[data-theme="contrast"]'), 7.0, 4.5),
}
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "muted") for ground in ("bg", "surface", "sunken")),
    ("primary", "surface"),
    ("primary", "bg"),
    ("primary", "sunken"),
    ("primary", "tint"),
    ("primary-strong", "surface"),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    *((tone, f"{tone}-tint") for tone in ("flag", "ok", "bad", "info", *KIND_ICONS)),
    *((tone, under) for tone in ("flag", "ok", "bad", "info") for under in ("surface", "bg")),
    *(("ink", ground) for ground in ("mark", "mark-2", "mark-3", "tint", "flag-tint", "bad-tint")),
    ("on-banner", "banner"),
    ("banner-note", "banner"),
]
EDGE_PAIRS = [
    *(("control", ground) for ground in ("surface", "bg", "sunken")),
    *(("focus", ground) for ground in ("surface", "bg", "sunken")),
    *((bar, ground) for bar in ("primary", "data-weak") for ground in ("surface", "track")),
]


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_controls_stand_out_in_every_theme(theme):
    colours, text, control = THEMES[theme]
    ratios = {
        (one, other): (contrast(colours[one], colours[other]), least)
        for pairs, least in ((TEXT_PAIRS, text), (EDGE_PAIRS, control))
        for one, other in pairs
    }
    weak = {pair: round(ratio, 2) for pair, (ratio, least) in ratios.items() if ratio < least}
    assert weak == {}


def test_the_system_theme_is_the_dark_one_word_for_word():
    dark = re.search(r'\[data-theme="dark"\] \{(.*?)\}', APP_CSS, re.DOTALL)
    auto = re.search(r'\[data-theme="auto"\] \{(.*?)\}', APP_CSS, re.DOTALL)
    assert dark
    assert auto
    assert dark[1].split() == auto[1].split()


def test_colours_stand_in_the_tokens_layer_alone():
    exam = (STATIC / "css" / "exam.css").read_text()
    allowed = {"#ffffff"}
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", exam)) <= allowed


def test_styles_scripts_and_fonts_are_light():
    def weight(*files: Path) -> int:
        return sum(len(gzip.compress(file.read_bytes())) for file in files)

    css = STATIC / "css"
    assert weight(css / "app.css", css / "exam.css") < 20_000
    assert all(weight(module) < 12_000 for module in (STATIC / "js").glob("*.mjs"))
    assert (STATIC / "fonts" / "onest-latin.woff2").stat().st_size < 34_816


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "config" / "templates" / "_sprite.svg").read_text()
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite)) | set(KIND_ICONS)
    named = {
        (file.name, name)
        for file in TEMPLATES
        for name in re.findall(r'{% icon "([^"]+)"', file.read_text())
        + re.findall(r' icon(?:_after)?="([a-z0-9-]+)"', file.read_text())
    }
    assert {pair for pair in named if pair[1] not in drawn} == set()
    assert {entry[2] for entry in settings.MENU} <= drawn


def test_no_template_has_an_inline_style_script_or_handler():
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    pages = [file for file in TEMPLATES if not {"mail", "email"} & set(file.parts)]
    found = {file.name: m[0] for file in pages if (m := inline.search(file.read_text()))}
    assert found == {}


def test_no_component_is_given_a_filtered_value():
    """Cotton looks `:title="card.title|localised"` up as a name and silently draws nothing."""
    filtered = re.compile(r'\s:[a-z_]+="[^"{]*\|[^"]*"')
    found = {file.name: m[0] for file in TEMPLATES if (m := filtered.search(file.read_text()))}
    assert found == {}


@pytest.mark.parametrize("locale", ["uz", "ru", "en"])
def test_a_price_says_which_amount_is_paid(locale):
    with translation.override(locale):
        source = CottonCompiler().process('<c-price :tiyin="100" :old="200" />')
        html = Template(source).render(Context())
        assert re.findall(r"(?:soʻm|сум)", html) == ["сум" if locale == "ru" else "soʻm"] * 2
        assert html.count('class="vh"') == 2


@pytest.mark.django_db
def test_the_theme_is_kept_in_a_cookie():
    client = Client()
    answer = client.post("/theme/", {"theme": "dark"}, headers={"referer": "http://testserver/x/"})
    assert answer.status_code == 302
    assert answer.url == "http://testserver/x/"
    assert answer.cookies["theme"].value == "dark"


@pytest.mark.django_db
def test_an_unknown_theme_changes_nothing():
    answer = Client().post("/theme/", {"theme": "x"}, headers={"referer": "http://testserver/x/"})
    assert "theme" not in answer.cookies


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_our_look():
    answer = Client().get("/en/no-such-page/")
    assert answer.status_code == 404
    assert "<h1>Page not found</h1>" in answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_the_styleguide_shows_a_refused_form_with_its_summary():
    html = Client().get("/styleguide/?refused=1").content.decode()
    assert "<title>Error:" in html or "<title>Xato:" in html or "<title>Ошибка:" in html
    assert 'class="error-summary" role="alert"' in html
    assert 'href="#id_email"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert 'value="Dilnoza"' in html


@pytest.mark.django_db
def test_a_request_refused_before_anyone_is_known_still_has_a_page():
    answer = Client().get("/en/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()
