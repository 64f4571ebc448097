"""One panel of a picture: lines over epochs, two axes, and a label at the end of each line."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from zoo.drawing import svg
from zoo.drawing.scale import Scale, around
from zoo.drawing.strokes import area, stroke
from zoo.drawing.svg import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

WIDTH, HEIGHT = 320, 220
LEFT, RIGHT = 62, 160
"""Pixels to the left of a panel for its axis labels, and to the right for its line labels."""
TEXT = 18
"""Pixels to the right of a panel where its line labels begin."""
ROW = 15
"""Height of a label in pixels."""
MARKERS = 10
"""Approximate number of markers on each line; more would hide it."""
RULE, BEST = "#d5d5d5", "#6b6b6b"


@dataclass(frozen=True)
class Line:
    """Values by epoch, starting with epoch 1; the line's label, and its index in the order of strokes.

    `band` has the lowest and the highest value of each epoch, if the values are means.
    """

    name: str
    values: Sequence[float]
    order: int
    best_epoch: int | None = None
    band: Sequence[tuple[float, float]] = ()


class End(NamedTuple):
    """The end of a line, and whether it is at the panel's last epoch."""

    x: float
    y: float
    line: Line
    is_last: bool


@dataclass(frozen=True)
class Panel:
    """Lines over a number of epochs.

    The `best_epoch`, if all lines share one, is marked by a vertical line.
    """

    title: str
    lines: Sequence[Line]
    epochs: int
    best_epoch: int | None = None


def draw(panel: Panel, left: float, top: float) -> Iterator[Element]:
    """A panel whose area for lines has WIDTH × HEIGHT pixels and starts at `left` + LEFT and `top`."""
    begin, bottom = left + LEFT, top + HEIGHT
    values = [each for line in panel.lines for each in (*line.values, *itertools.chain(*line.band))]
    y = around(values, bottom, top)
    x = Scale(1, panel.epochs, begin + 8, begin + WIDTH - 8) if panel.epochs > 1 else _middle(begin)
    yield text(begin, top - 30, panel.title, weight="bold")
    yield from _axes(panel, x, y, begin, top)
    if panel.best_epoch is not None:
        yield from _best(panel.best_epoch, x(panel.best_epoch), begin, top)
    for line in panel.lines:  # below all lines
        yield from _band(line, x, y)
    ends = []
    for line in panel.lines:
        places = [(x(epoch), y(value)) for epoch, value in thinned(line.values, 2 * WIDTH)]
        every = max(1, -(-len(places) // MARKERS))
        marked = places[line.order * every // len(panel.lines) % every :: every]
        best = line.best_epoch or (panel.best_epoch if line is panel.lines[-1] else None)
        ringed = [(x(best), y(line.values[best - 1]))] if best and best <= len(line.values) else []
        yield from stroke(places, line.order, marked=marked, ringed=ringed)
        ends.append(End(*places[-1], line, is_last=len(line.values) == panel.epochs))
    yield from _labels(ends, begin + WIDTH, top)


def thinned(values: Sequence[float], most: int) -> list[tuple[int, float]]:
    """Epochs with their values; if there are more than `most`, the minimum and maximum of each section.

    The first and the last are always kept.
    """
    numbered = list(enumerate(values, start=1))
    if len(numbered) <= most:
        return numbered
    every = -(-len(numbered) // (most // 2 - 1))
    kept = {numbered[0], numbered[-1]}
    for at in range(0, len(numbered), every):
        section = numbered[at : at + every]
        kept |= {min(section, key=lambda each: each[1]), max(section, key=lambda each: each[1])}
    return sorted(kept)


def spread(places: Sequence[float], low: float, high: float) -> list[float]:
    """Heights for labels, as close to their places as possible, ROW apart, from `low` to `high`."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    found = [0.0] * len(places)
    least = low
    for at in order:
        found[at] = least = max(places[at], least)
        least += ROW
    most = high
    for at in reversed(order):
        found[at] = most = min(found[at], most)
        most -= ROW
    return found


def _band(line: Line, x: Scale, y: Scale) -> Iterator[Element]:
    """The area between the lowest and the highest values."""
    if len(line.band) > 1:
        edges = zip(*line.band, strict=True)
        low, high = ([(x(at), y(each)) for at, each in thinned(edge, 2 * WIDTH)] for edge in edges)
        yield area([*low, *reversed(high)], line.order)


def _middle(begin: float) -> Scale:
    """A scale with a single epoch in the middle."""
    return Scale(0, 2, begin, begin + WIDTH)


def _axes(panel: Panel, x: Scale, y: Scale, begin: float, top: float) -> Iterator[Element]:
    bottom, end = top + HEIGHT, begin + WIDTH
    for value, shown in y.ticks():
        yield _rule(begin, y(value), end, y(value))
        yield text(begin - 8, y(value), shown, anchor="end")
    ticks = x.ticks(whole=True) if panel.epochs > 1 else [(1.0, "1")]
    for value, shown in ticks:
        yield _rule(x(value), bottom, x(value), bottom + 5)
        yield text(x(value), bottom + 15, shown, anchor="middle")
    yield text((begin + end) / 2, bottom + 32, "epoch", anchor="middle")


def _best(epoch: int, x: float, begin: float, top: float) -> Iterator[Element]:
    yield _rule(x, top, x, top + HEIGHT, colour=BEST, dashes="3 3")
    said = f"best epoch {epoch:,}"
    half = svg.width_of(said) / 2
    yield text(min(max(x, begin + half), begin + WIDTH - half), top - 11, said, anchor="middle")


def _labels(ends: Sequence[End], edge: float, top: float) -> Iterator[Element]:
    """A marker and a name next to the end of each line that has a name, if all of them fit."""
    ends = [end for end in ends if end.line.name]
    if len(ends) * ROW > HEIGHT:
        return
    heights = spread([end.y for end in ends], top + ROW / 2, top + HEIGHT - ROW / 2)
    names = svg.told_apart([end.line.name for end in ends], RIGHT - TEXT)
    for end, height, shown in zip(ends, heights, names, strict=True):
        if end.is_last:  # a rule from an earlier end would cross other lines
            yield _rule(end.x + 6, end.y, edge + 2, height, colour=BEST)
        yield from stroke((), end.line.order, marked=[(edge + 9, height)])
        whole = end.line.name if shown != end.line.name else ""
        yield text(edge + TEXT, height, shown, whole=whole)


def _rule(x1: float, y1: float, x2: float, y2: float, *, colour: str = RULE, dashes: str = "") -> Element:
    dashed = {"stroke_dasharray": dashes} if dashes else {}
    kind = "rule" if colour == RULE else "best"
    return svg.element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, class_=kind, **dashed)
