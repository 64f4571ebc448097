"""The picture of gradients by layer: their size on a logarithmic axis, from input to output."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from zoo.drawing import svg
from zoo.drawing.scale import Scale
from zoo.drawing.strokes import STYLE, stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

WIDTH, HEIGHT = 560, 260
LEFT, TOP, RIGHT, BELOW, LINE = 70, 60, 30, 110, 22
RULE = "#d5d5d5"
MOST_NAMES = 16
"""Of more layers, only some are named."""
NAME = 110
"""Pixels for a name below the axis; names are turned."""
MOST_POWERS = 8
"""Of more powers of ten, only some have a line."""


class Row(NamedTuple):
    """A model in the picture: its title, the names of its layers, and the size of each gradient."""

    title: str
    layers: Sequence[str]
    sizes: Sequence[float]


def draw(rows: Sequence[Row]) -> str:
    """A line for each model, with a point for each layer; layers have numbers if the models have other names.

    A gradient of 0 has no logarithm: it is drawn on the lowest line, which is then 0.
    """
    sizes = [size for row in rows for size in row.sizes]
    powers = [math.log10(size) for size in sizes if size] or [0.0]
    has_zero = not all(sizes)
    y = Scale(math.floor(min(powers)) - has_zero, math.floor(max(powers)) + 1, TOP + HEIGHT, TOP)
    many = max(len(row.layers) for row in rows)
    x = Scale(0, max(1, many - 1), LEFT + 12, LEFT + WIDTH - 12)
    title = "Gradients by layer"
    drawn = [svg.ground(), svg.text(12, 22, title, weight="bold"), *_powers(y, has_zero=has_zero)]
    if all([*row.layers] == [*rows[0].layers] for row in rows):
        drawn += _names(x, rows[0].layers)
    else:
        drawn += _numbers(x, many)
    for order, row in enumerate(rows):
        places = [(x(at), y(math.log10(size) if size else y.low)) for at, size in enumerate(row.sizes)]
        drawn += stroke(places, order, marked=places)
        below = TOP + HEIGHT + BELOW + order * LINE
        drawn += stroke([(LEFT, below), (LEFT + 40, below)], order, marked=[(LEFT + 20, below)])
        drawn.append(svg.text(LEFT + 52, below, svg.shortened(row.title, WIDTH - 40)))
    said = "; ".join(
        f"{row.title}: from {row.sizes[0]:.2g} in the first layer to {row.sizes[-1]:.2g} in the last"
        for row in rows
    )
    height = TOP + HEIGHT + BELOW + len(rows) * LINE
    return svg.document((LEFT + WIDTH + RIGHT, height), title, f"{said}.", drawn, STYLE)


def _powers(y: Scale, *, has_zero: bool) -> Iterator[Element]:
    """The lines of the axis, each a power of ten; the lowest is 0 if there is one."""
    low, high = int(y.low), int(y.high)
    every = math.ceil((high - low) / MOST_POWERS)
    for power in range(low, high + 1, every):
        shown = f"1e{power}" if abs(power) > 1 else f"{10.0**power:g}"
        place, words = y(power), "0" if has_zero and power == low else shown
        yield svg.element("line", x1=LEFT, y1=place, x2=LEFT + WIDTH, y2=place, stroke=RULE, class_="rule")
        yield svg.text(LEFT - 8, place, words, anchor="end")
    yield svg.text(LEFT - 8, TOP - 18, "RMS", anchor="end")


def _names(x: Scale, layers: Sequence[str]) -> Iterator[Element]:
    for at in range(0, len(layers), math.ceil(len(layers) / MOST_NAMES)):
        shown = svg.shortened(layers[at], NAME)
        yield svg.text(x(at) + 4, TOP + HEIGHT + 16, shown, anchor="end", turn=-45, whole=layers[at])


def _numbers(x: Scale, many: int) -> Iterator[Element]:
    for at in range(0, many, math.ceil(many / MOST_NAMES)):
        yield svg.text(x(at), TOP + HEIGHT + 16, str(at + 1), anchor="middle")
    middle = LEFT + WIDTH / 2
    yield svg.text(middle, TOP + HEIGHT + 44, "layer with weights, from the input", anchor="middle")
