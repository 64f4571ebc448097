"""A diagram of the layers of a model: a box for each layer, and the shapes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.drawing import svg
from zoo.drawing.lanes import Place, placed
from zoo.drawing.strokes import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from zoo.drawing.lanes import Lanes, Line
    from zoo.specs.architecture import LayerRow

WIDTH, BOX, BETWEEN, GAP = 320, 42, 36, 12
"""Pixels: width of a lane, height of a box, distance between boxes, gap around text."""
BESIDE = 14
"""Pixels between lines that pass layers."""
TURN = 6
"""Pixels from a box at which a line turns."""
ARROW = 5
EDGE = "#6b6b6b"
INPUT = "input"


def draw(input_shape: Sequence[int], layers: Sequence[LayerRow], title: str) -> str:
    """A diagram of the layers of a model, from the input at the top.

    Each box has the layer's name, type and parameters; below it is the shape that is passed on. The branches
    of a graph are beside each other.

    Args:
        input_shape: Without the batch axis.
        layers: The layers in order, each after its inputs; in a chain they need no names of inputs.
        title: The name of the picture.
    """
    before = [INPUT, *(layer.name for layer in layers)]
    lanes = placed(
        {layer.name: layer.inputs or (name,) for name, layer in zip(before, layers, strict=False)}, INPUT
    )
    width = lanes.many * WIDTH + (lanes.beside + 1) * BESIDE * bool(lanes.beside)
    height = _top(Place(lanes.rows, 0)) + GAP
    return svg.document((width, height), title, _described(layers), _drawn(input_shape, layers, lanes), STYLE)


def _drawn(input_shape: Sequence[int], layers: Sequence[LayerRow], lanes: Lanes) -> Iterator[Element]:
    yield svg.ground()
    yield svg.text(WIDTH / 2, GAP + svg.FONT_SIZE / 2, INPUT, anchor="middle")
    for line in lanes.lines:
        yield from _line(line, lanes)
    yield _shape(Place(0, 0), input_shape)
    for layer in layers:
        yield from _box(lanes.places[layer.name], layer)
        yield _shape(lanes.places[layer.name], layer.output_shape)
    if layers:
        end = lanes.places[layers[-1].name]
        yield from _arrow(
            [(_middle(end.lane), _bottom(end)), (_middle(end.lane), _bottom(end) + BETWEEN - 2)]
        )


def _middle(lane: int) -> float:
    return (lane + 0.5) * WIDTH


def _top(place: Place) -> float:
    """Where the box of a layer begins."""
    return 2 * GAP + svg.FONT_SIZE / 2 + BETWEEN + (place.row - 1) * (BOX + BETWEEN)


def _bottom(place: Place) -> float:
    """Where the lines from a layer, or from the input, begin."""
    return _top(place) + BOX + 2


def _box(place: Place, layer: LayerRow) -> Iterator[Element]:
    top, middle, room = _top(place), _middle(place.lane), WIDTH - 4 * GAP
    below = f"{layer.type}, {layer.parameters:,} parameters" if layer.parameters else layer.type
    yield svg.element(
        "rect",
        x=place.lane * WIDTH + GAP,
        y=top,
        width=WIDTH - 2 * GAP,
        height=BOX,
        rx=4,
        fill="none",
        stroke=EDGE,
        class_="best",
    )
    name = svg.shortened(layer.name, room)
    yield svg.text(middle, top + BOX / 3 - 1, name, anchor="middle", weight="bold", whole=layer.name)
    yield svg.text(middle, top + 2 * BOX / 3 + 3, svg.shortened(below, room), anchor="middle", whole=below)


def _shape(place: Place, shape: Sequence[int] | None) -> Element:
    shown = "" if shape is None else "×".join(map(str, shape)) or "1"
    return svg.text(_middle(place.lane) + GAP, _bottom(place) - 2 + BETWEEN / 2, shown)


def _line(line: Line, lanes: Lanes) -> Iterator[Element]:
    """From the bottom of a layer to the top of another one, around the layers between them."""
    source, target = lanes.places[line.source], lanes.places[line.target]
    begin, end = _middle(source.lane), _middle(target.lane)
    first, last = _bottom(source), _top(target) - 2
    places = [(begin, first)]
    if line.along is not None:
        along = lanes.many * WIDTH + (line.along + 0.5) * BESIDE if line.beside else _middle(line.along)
        places += [(begin, first + TURN), (along, first + TURN), (along, last - TURN)]
    else:
        places += [(begin, last - TURN)]
    yield from _arrow([*places, (end, last - TURN), (end, last)])


def _arrow(places: Sequence[tuple[float, float]]) -> Iterator[Element]:
    x, y = places[-1]
    kept = [at for number, at in enumerate(places) if number == 0 or at != places[number - 1]]
    for each in (kept, [(x - ARROW, y - ARROW), (x, y), (x + ARROW, y - ARROW)]):
        yield svg.element("polyline", points=svg.points(each), fill="none", stroke=EDGE, class_="best")


def _described(layers: Sequence[LayerRow]) -> str:
    """The layers in a sentence, for screen readers."""
    names = (
        f"{layer.name} ({layer.type})" + (f" of {' and '.join(layer.inputs)}" if layer.inputs else "")
        for layer in layers
    )
    return f"Layers from the input: {', '.join(names)}."
