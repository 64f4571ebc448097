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
LEAST = 1e-30
"""A gradient of 0 is drawn as this."""
MOST_POWERS = 8
"""Of more powers of ten, only some have a line."""


class Row(NamedTuple):
    """A model in the picture: its title, the names of its layers, and the size of each gradient."""

    title: str
    layers: Sequence[str]
    sizes: Sequence[float]


def draw(rows: Sequence[Row]) -> str:
    """A line for each model, with a point for each layer; layers are named by the model with most of them."""
    powers = [math.log10(max(size, LEAST)) for row in rows for size in row.sizes]
    y = Scale(math.floor(min(powers)), math.floor(max(powers)) + 1, TOP + HEIGHT, TOP)
    longest = max(rows, key=lambda row: len(row.layers))
    x = Scale(0, max(1, len(longest.layers) - 1), LEFT + 12, LEFT + WIDTH - 12)
    title = "Gradients by layer"
    drawn = [svg.ground(), svg.text(12, 22, title, weight="bold"), *_axes(x, y, longest.layers)]
    for order, row in enumerate(rows):
        places = [(x(at), y(math.log10(max(size, LEAST)))) for at, size in enumerate(row.sizes)]
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


def _axes(x: Scale, y: Scale, layers: Sequence[str]) -> Iterator[Element]:
    every = math.ceil((y.high - y.low) / MOST_POWERS)
    for power in range(int(y.low), int(y.high) + 1, every):
        yield svg.element(
            "line", x1=LEFT, y1=y(power), x2=LEFT + WIDTH, y2=y(power), stroke=RULE, class_="rule"
        )
        yield svg.text(
            LEFT - 8, y(power), f"1e{power}" if abs(power) > 1 else f"{10.0**power:g}", anchor="end"
        )
    yield svg.text(LEFT - 8, TOP - 18, "RMS", anchor="end")
    step = math.ceil(len(layers) / MOST_NAMES)
    for at in range(0, len(layers), step):
        name = svg.shortened(layers[at], 90)
        yield svg.text(x(at) + 4, TOP + HEIGHT + 16, name, anchor="end", turn=-45, whole=layers[at])
