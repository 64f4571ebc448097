"""Means with standard deviations, one row each: a dot, a bar on both sides, and a tick for each value."""

from __future__ import annotations

from statistics import fmean, stdev
from typing import TYPE_CHECKING, NamedTuple

from zoo.drawing import svg
from zoo.drawing.scale import Scale, around
from zoo.drawing.strokes import LIGHT, STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

NAMES, WIDTH, RIGHT = 380, 420, 40
"""Pixels for the names (at most), for the values, and for the right margin."""
TOP, ROW, BELOW = 44, 24, 48
TICK, DOT = 5, 4.5
COLOUR, RULE = LIGHT[0], "#d5d5d5"


class Spread(NamedTuple):
    """One or more measured values with a name and a description."""

    name: str
    values: Sequence[float]
    said: str = ""

    @property
    def mean(self) -> float:
        """The mean of the values."""
        return fmean(self.values)

    @property
    def deviation(self) -> float:
        """The standard deviation; 0 for a single value."""
        return stdev(self.values) if len(self.values) > 1 else 0.0


def draw(title: str, axis: str, rows: Sequence[Spread]) -> str:
    """A picture of one or more rows; `axis` is the label of the values."""
    left = min(NAMES, 25 + max(svg.width_of(each.name) for each in rows))
    bottom = TOP + ROW * len(rows)
    ends = [each.mean + sign * each.deviation for each in rows for sign in (-1, 1)]
    x = around([*ends, *(value for each in rows for value in each.values)], left, left + WIDTH)
    drawn = [
        svg.ground(),
        svg.text(12, 20, svg.shortened(title, left + WIDTH), weight="bold"),
        *_axis(x, bottom, axis),
    ]
    names = svg.told_apart([each.name for each in rows], x.start - 24)
    for place, (each, name) in enumerate(zip(rows, names, strict=True)):
        drawn += _row(each, name, x, TOP + ROW * (place + 0.5))
    size = (left + WIDTH + RIGHT, bottom + BELOW)
    return svg.document(size, title, " ".join(map(_described, rows)), drawn, STYLE)


def _axis(x: Scale, bottom: float, name: str) -> Iterator[Element]:
    for value, shown in x.ticks():
        yield svg.element("line", x1=x(value), y1=TOP, x2=x(value), y2=bottom + 5, stroke=RULE, class_="rule")
        yield svg.text(x(value), bottom + 15, shown, anchor="middle")
    yield svg.text(x.start + WIDTH / 2, bottom + 34, name, anchor="middle")


def _row(each: Spread, shown: str, x: Scale, y: float) -> Iterator[Element]:
    yield svg.text(x.start - 12, y, shown, anchor="end", whole=each.name)
    stroke = {"stroke": COLOUR, "class_": "line0"}
    for value in each.values:
        place = x(value)
        yield svg.element("line", x1=place, y1=y - TICK, x2=place, y2=y + TICK, stroke_width="1", **stroke)
    if each.deviation:
        low, high = (x(each.mean + sign * each.deviation) for sign in (-1, 1))
        yield svg.element("line", x1=low, y1=y, x2=high, y2=y, stroke_width="2", **stroke)
    yield svg.element("circle", cx=x(each.mean), cy=y, r=DOT, fill=COLOUR, class_="mark0")


def _described(each: Spread) -> str:
    spread = f" ± {each.deviation:.4g}" if len(each.values) > 1 else ""
    return f"{each.name}: {each.mean:.4g}{spread}{', ' if each.said else ''}{each.said}."
