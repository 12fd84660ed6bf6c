"""Charts: marks stand where the numbers say, and the numbers stand beside them."""

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from config import charts

LEVELS = [
    {"level": "B1", "from": "4.0"},
    {"level": "B2", "from": "5.5"},
    {"level": "C1", "from": "7.0"},
    {"level": "C2", "from": "8.5"},
]


@pytest.mark.parametrize(
    ("right", "total", "percent", "weak"),
    [
        (4, 7, 57.1, True),
        (3, 5, 60.0, True),
        (4, 6, 66.7, False),
        (1, 4, 25.0, False),
        (0, 0, 0, False),
    ],
)
def test_a_share_is_weak_only_from_five_on(right, total, percent, weak):
    (bar,) = charts.bars([{"label": "x", "right": right, "total": total}])
    assert (bar.percent, bar.weak) == (percent, weak)


def test_the_scale_runs_from_four_to_nine_and_levels_meet_between_bands():
    scale = charts.scale("6.5", "6.0", "7.0", "7.0", LEVELS)
    assert (scale.band_x, scale.range_x, scale.range_width, scale.target_x) == (50, 40, 20, 60)
    assert [part.x for part in scale.levels] == [0, 25, 55, 85]
    assert [part.level for part in scale.levels] == ["B1", "B2", "C1", "C2"]
    assert len(scale.ticks) == 6


def test_the_scale_reaches_down_to_a_low_band():
    scale = charts.scale("2.5", None, None, "6.0")
    assert 0 < scale.band_x < scale.target_x < 100
    assert scale.range_width == 0


def test_the_strip_gives_the_longest_time_its_full_height():
    strip = charts.strip(
        [{"number": n, "seconds": n * 10, "right": n != 2} for n in range(1, 41)], "90"
    )
    assert strip.bars[39].y == charts.STRIP_TOP
    assert strip.plan_y is not None
    assert not strip.bars[1].right
    assert [bar.number for bar in strip.bars if bar.labelled][:3] == [1, 5, 10]


def test_results_over_time_begin_left_and_end_right():
    points = [{"at": date(2026, m, 1), "band": b} for m, b in ((6, "5.0"), (7, "5.5"), (8, "6.5"))]
    line = charts.line(points, "7.0", "en")
    assert (line.dots[0].x, line.dots[-1].x) == (charts.BOX_LEFT, charts.BOX_RIGHT)
    assert [dot.axis for dot in line.dots] == ["Jun", "Jul", "Aug"]
    assert line.dots[0].y > line.dots[2].y > (line.target_y or 0)
    assert line.area == ""


def test_no_results_and_one_result_can_be_drawn():
    assert charts.line([], None, "uz").dots == ()
    (dot,) = charts.line([{"at": date(2026, 6, 1), "band": 5}], None, "uz").dots
    assert charts.BOX_LEFT < dot.x < charts.BOX_RIGHT


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ('<c-bars :items="types" />', ["<b>4</b> / 7"]),
        ('<c-strip :items="times" :plan="90" label="t" />', [">1:15<", ">2:30<"]),
        ('<c-line-chart :points="points" label="p" />', [">5.0<", "1 June 2026"]),
        ('<c-band-scale band="6.5" low="6.0" high="7.0" :levels="levels" />', ["6.0–7.0"]),
    ],
)
def test_every_chart_says_its_numbers_in_words_too(source, numbers):
    html = drawn(source, "en")
    assert all(number in html for number in numbers), html


@pytest.mark.parametrize("locale", ["uz", "ru"])
@pytest.mark.parametrize(
    "source",
    [
        '<c-bars :items="types" />',
        '<c-strip :items="times" :plan="90" />',
        '<c-line-chart :points="points" target="6.5" />',
        '<c-band-scale band="6.5" low="6.0" high="7.0" target="7.5" :levels="levels" />',
        '<c-range band="6.5" low="6.0" high="7.0" target="7.5" />',
    ],
)
def test_drawings_have_decimal_points_in_every_language(source, locale):
    attributes = re.findall(
        r' (?:x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"', drawn(source, locale)
    )
    assert attributes
    assert [value for value in attributes if not re.fullmatch(r"-?[\d.]+%?", value)] == []


def drawn(source: str, locale: str) -> str:
    with translation.override(locale):
        return Template(CottonCompiler().process(source)).render(
            Context(
                {
                    "types": [{"label": "TRUE", "right": 4, "total": 7}],
                    "times": [
                        {"number": 1, "seconds": 75, "right": True},
                        {"number": 2, "seconds": 150, "right": False},
                        {"number": 3, "seconds": 40, "right": True},
                    ],
                    "points": [
                        {"at": date(2026, 6, 1), "band": "5.0"},
                        {"at": date(2026, 7, 1), "band": "5.5"},
                    ],
                    "levels": LEVELS,
                }
            )
        )
