"""A diagram of a chain of layers: a box for each layer, and the shapes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.strokes import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from zoo.specs.architecture import LayerRow

WIDTH, BOX, BETWEEN, GAP = 320, 42, 36, 12
"""Pixels: width of the picture, height of a box, distance between boxes, gap around text."""
ARROW = 5
MIDDLE = WIDTH / 2
EDGE = "#6b6b6b"


def draw(input_shape: Sequence[int], layers: Sequence[LayerRow], title: str) -> str:
    """A diagram of a chain of layers, from the input at the top; `input_shape` is without the batch axis.

    Each box has the layer's name, type and parameters; each arrow has the shape that is passed on.
    """
    height = 2 * GAP + svg.FONT_SIZE + len(layers) * (BOX + BETWEEN) + BETWEEN
    return svg.document((WIDTH, height), title, _described(layers), _drawn(input_shape, layers), STYLE)


def _drawn(input_shape: Sequence[int], layers: Sequence[LayerRow]) -> Iterator[Element]:
    top = GAP + svg.FONT_SIZE / 2
    yield svg.ground()
    yield svg.text(MIDDLE, top, "input", anchor="middle")
    top += GAP
    shape: Sequence[int] | None = input_shape
    for layer in layers:
        yield from _arrow(top, shape)
        top += BETWEEN
        yield from _box(top, layer)
        top, shape = top + BOX, layer.output_shape
    yield from _arrow(top, shape)


def _box(top: float, layer: LayerRow) -> Iterator[Element]:
    room = WIDTH - 4 * GAP
    below = f"{layer.type}, {layer.parameters:,} parameters" if layer.parameters else layer.type
    yield svg.element(
        "rect", x=GAP, y=top, width=WIDTH - 2 * GAP, height=BOX, rx=4, fill="none", stroke=EDGE, class_="best"
    )
    name = svg.shortened(layer.name, room)
    yield svg.text(MIDDLE, top + BOX / 3 - 1, name, anchor="middle", weight="bold", whole=layer.name)
    yield svg.text(MIDDLE, top + 2 * BOX / 3 + 3, svg.shortened(below, room), anchor="middle", whole=below)


def _arrow(top: float, shape: Sequence[int] | None) -> Iterator[Element]:
    end = top + BETWEEN - 2
    for places in (
        [(MIDDLE, top + 2), (MIDDLE, end)],
        [(MIDDLE - ARROW, end - ARROW), (MIDDLE, end), (MIDDLE + ARROW, end - ARROW)],
    ):
        yield svg.element("polyline", points=svg.points(places), fill="none", stroke=EDGE, class_="best")
    if shape is not None:
        yield svg.text(MIDDLE + GAP, top + BETWEEN / 2, "×".join(map(str, shape)) or "1")


def _described(layers: Sequence[LayerRow]) -> str:
    """The chain in a sentence, for screen readers."""
    return f"Layers from the input: {', '.join(f'{layer.name} ({layer.type})' for layer in layers)}."
