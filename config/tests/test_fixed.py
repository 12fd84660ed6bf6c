"""Pieces of a page that are drawn once a language."""

from django.template import Context, Template
from django.utils import translation

from config.templatetags import formats


def drawn(template, language, **values):
    with translation.override(language):
        return template.render(Context(values))


def test_a_fixed_piece_speaks_the_language_of_each_reader():
    piece = Template(
        '{% fixed %}<p lang="{{ LANGUAGE_CODE }}">{% translate "Menu" %}</p>{% endfixed %}'
    )
    for _again in (1, 2):
        assert 'lang="uz"' in drawn(piece, "uz")
        assert 'lang="ru"' in drawn(piece, "ru")


def test_a_fixed_piece_can_not_show_what_belongs_to_one_reader():
    piece = Template("{{ name }}:{% fixed %}[{{ name }}{% csrf_token %}]{% endfixed %}")
    assert drawn(piece, "uz", name="Dilnoza", csrf_token="secret") == "Dilnoza:[]"


def test_a_fixed_piece_is_drawn_once(monkeypatch):
    calls = []
    monkeypatch.setattr(formats.formats, "band", lambda value, locale: calls.append(value) or "6.5")
    piece = Template("{% fixed %}{{ '6.5'|band }}{% endfixed %}")
    assert [drawn(piece, "en") for _again in range(3)] == ["6.5"] * 3
    assert calls == ["6.5"]
