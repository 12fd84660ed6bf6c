"""Where the marks of a chart stand: pure geometry, in percent or in units of the drawing's box."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config import formats

Number = Decimal | float | str | None
LOWEST_BAND, HIGHEST_BAND = 4.0, 9.0
GOAL_TURNS, GOAL_WORDS = 70, 36
FEW = 5
WEAK_SHARE = 2 / 3
STRIP_BASE, STRIP_TOP = 108, 10
BOX_LEFT, BOX_RIGHT, BOX_TOP, BOX_BOTTOM = 34, 384, 16, 182


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of right answers; `weak` is never said of fewer than five."""

    label: str
    right: int
    total: int
    percent: float
    weak: bool


@dataclass(frozen=True, slots=True)
class LevelPart:
    """One level's stretch of the band scale, in percent; `step` is its shade, 0 to 3."""

    level: str
    start: str
    step: int
    x: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A band with its range and target on a scale, all in percent of its width.

    `target_left`: the words of the target run to its left. `close`: there they would meet the
    band's figure, so that they need a line of their own.
    """

    levels: tuple[LevelPart, ...]
    ticks: tuple[float, ...]
    band_x: float
    range_x: float
    range_width: float
    target_x: float | None
    target_left: bool
    close: bool
    crowded: bool


@dataclass(frozen=True, slots=True)
class StripBar:
    """The time on one question: x in percent, y and height in pixels."""

    number: int
    seconds: int
    right: bool
    x: float
    middle: float
    y: float
    height: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The times on all questions and the line of the plan."""

    bars: tuple[StripBar, ...]
    width: float
    plan_y: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A grid line of the line chart."""

    band: int
    y: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One result of the line chart; `axis` is the month under it, where a new month begins."""

    at: date
    band: float
    x: float
    y: float
    axis: str


@dataclass(frozen=True, slots=True)
class Line:
    """Results over time in a box of 424 × 212."""

    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    line: str
    area: str
    target_y: float | None
    radius: float

    @property
    def last(self) -> Dot | None:
        """The newest result."""
        return self.dots[-1] if self.dots else None


def field(item: object, name: str) -> object:
    """A field of a value or of a mapping; None where it has none."""
    return item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)


def number(value: object) -> float | None:
    """A number out of what a template hands over; None for nothing and for words."""
    if value is None or value == "":
        return None
    try:
        return float(str(value))
    except ValueError:
        return None


def bars(items: Sequence[object]) -> tuple[Bar, ...]:
    """Shares of right answers, in the order given."""
    found = []
    for item in items:
        right = int(number(field(item, "right")) or 0)
        total = int(number(field(item, "total")) or 0)
        share = right / total if total else 0.0
        weak = total >= FEW and share < WEAK_SHARE
        label = str(field(item, "label") or "")
        found.append(Bar(label, right, total, round(100 * share, 1), weak))
    return tuple(found)


def scale(
    band: object,
    low: object = None,
    high: object = None,
    target: object = None,
    levels: Sequence[object] = (),
) -> Scale:
    """A band on a scale that ends at 9 and begins at 4, or below where the band lies lower."""
    value = number(band) or 0.0
    lower, upper, goal = number(low), number(high), number(target)
    start = min([LOWEST_BAND, *(float(int(n)) for n in (value, lower, goal) if n is not None)])
    start = max(start, 0.0)

    def x(n: float) -> float:
        return round(100 * (min(max(n, start), HIGHEST_BAND) - start) / (HIGHEST_BAND - start), 2)

    has_range = lower is not None and upper is not None
    range_x = x(lower) if lower is not None else 0.0
    goal_x = None if goal is None else x(goal)
    beyond = goal_x is not None and goal_x > GOAL_TURNS
    return Scale(
        levels=_level_parts(levels, x),
        ticks=tuple(x(n) for n in range(int(start), int(HIGHEST_BAND) + 1)),
        band_x=x(value),
        range_x=range_x,
        range_width=round(x(upper) - range_x, 2) if has_range and upper is not None else 0.0,
        target_x=goal_x,
        target_left=goal_x is not None and (goal_x < x(value) or beyond),
        close=goal_x is not None and beyond and 0 <= goal_x - x(value) < GOAL_WORDS,
        crowded=goal_x is not None and abs(goal_x - x(value)) < 1,
    )


def _level_parts(levels: Sequence[object], x: Callable[[float], float]) -> tuple[LevelPart, ...]:
    """Levels meet halfway below the first band of the upper one, since bands are halves."""
    firsts = sorted(
        (number(field(level, "from")) or 0.0, str(field(level, "level") or "")) for level in levels
    )
    parts: list[LevelPart] = []
    for index, (first, name) in enumerate(firsts):
        begin = x(first - 0.25) if index else 0.0
        end = x(firsts[index + 1][0] - 0.25) if index + 1 < len(firsts) else 100.0
        if end > begin:
            width, middle = round(end - begin - 0.3, 2), round((begin + end) / 2, 2)
            step = max(0, 3 - (len(firsts) - 1 - index))
            parts.append(LevelPart(name, str(first), step, begin, width, middle))
    return tuple(parts)


def strip(items: Sequence[object], plan: object = None) -> Strip:
    """A bar a question; the tallest fills the height, the plan line is drawn if there is a plan."""
    values = [
        (
            int(number(field(item, "number")) or 0),
            int(number(field(item, "seconds")) or 0),
            bool(field(item, "right")),
        )
        for item in items
    ]
    planned = number(plan) or 0.0
    tallest = max([planned, 1.0, *(seconds for _, seconds, _ in values)])
    slot = 100 / max(len(values), 1)
    per_second = (STRIP_BASE - STRIP_TOP) / tallest
    labels = _labels([place for place, *_ in values])
    bars_ = tuple(
        StripBar(
            number=place,
            seconds=seconds,
            right=right,
            x=round(slot * (index + 0.11), 2),
            middle=round(slot * (index + 0.5), 2),
            y=round(STRIP_BASE - max(2.0, seconds * per_second), 1),
            height=round(max(2.0, seconds * per_second), 1),
            labelled=place in labels,
        )
        for index, (place, seconds, right) in enumerate(values)
    )
    plan_y = round(STRIP_BASE - planned * per_second, 1) if planned else None
    return Strip(bars_, round(slot * 0.78, 2), plan_y)


def _labels(places: Sequence[int]) -> set[int]:
    """The first, the last and every fifth question, where there is room for its number."""
    if not places:
        return set()
    last = places[-1]
    return {p for p in places if p % 5 == 0 and last - p >= 2} | {places[0], last}


def line(points: Sequence[object], target: object, locale: str) -> Line:
    """Results in order of time, evenly apart; the range is drawn if every result has one."""
    values = [(field(p, "at"), number(field(p, "band")) or 0.0, p) for p in points]
    goal = number(target)
    ranges = [(number(field(p, "low")), number(field(p, "high"))) for p in points]
    known = [n for pair in ranges for n in pair if n is not None]
    seen = [band for _, band, _ in values] + known + ([goal] if goal is not None else [])
    bottom = int(min([*seen, 4.0]))
    top = max(int(-(-max([*seen, 8.0]) // 1)), bottom + 1)

    def y(band: float) -> float:
        return round(BOX_BOTTOM - (band - bottom) / (top - bottom) * (BOX_BOTTOM - BOX_TOP), 1)

    xs = _spread(len(values))
    dots = _dots(values, xs, y, locale)
    area = ""
    if len(dots) > 1 and all(low is not None and high is not None for low, high in ranges):
        pairs = [(low or 0.0, high or 0.0) for low, high in ranges]
        upper = [f"{x},{y(high)}" for x, (_, high) in zip(xs, pairs, strict=True)]
        lower = [f"{x},{y(low)}" for x, (low, _) in zip(xs, pairs, strict=True)]
        area = " ".join(upper + lower[::-1])
    return Line(
        rows=tuple(Row(band, y(band)) for band in range(bottom, top + 1)),
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        area=area,
        target_y=None if goal is None else y(goal),
        radius=4.5 if len(dots) <= 12 else 3,
    )


def _spread(count: int) -> list[float]:
    """`count` places from edge to edge; a single one stands in the middle."""
    if count == 1:
        return [(BOX_LEFT + BOX_RIGHT) / 2]
    return [round(BOX_LEFT + (BOX_RIGHT - BOX_LEFT) * i / (count - 1), 1) for i in range(count)]


def _dots(
    values: Sequence[tuple[object, float, object]],
    xs: Sequence[float],
    y: Callable[[float], float],
    locale: str,
) -> tuple[Dot, ...]:
    dots: list[Dot] = []
    month, labelled_x = "", -100.0
    for (at, band, _), x in zip(values, xs, strict=True):
        day = at if isinstance(at, date) else date.min
        name = formats.month(day, locale)
        fits = name != month and x - labelled_x >= 30
        if fits:
            month, labelled_x = name, x
        dots.append(Dot(day, band, x, y(band), name if fits else ""))
    return tuple(dots)
