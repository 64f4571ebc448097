"""The diagram of the layers of a model."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import zoo
from zoo.drawing.layers import BETWEEN, BOX, WIDTH, draw
from zoo.specs.architecture import LayerRow, trace
from zoo.specs.task import Task

SVG = "{http://www.w3.org/2000/svg}"
BRANCHED = zoo.ModelSpec(
    layers=(
        zoo.Dense(4, name="stem"),
        zoo.Dense(3, name="left", inputs=("stem",)),
        zoo.Dense(3, name="right", inputs=("stem",)),
        zoo.Add(inputs=("left", "right")),
        zoo.Head(),
    )
)


def drawn(rows: tuple[LayerRow, ...]) -> ET.Element:
    """The picture of layers after an input of four values."""
    return ET.fromstring(draw((4,), rows, "A title"))


def test_the_branches_are_beside_each_other() -> None:
    """Each layer has a box with its name, type and parameters, and a shape below it."""
    root = drawn(trace(BRANCHED, (4,), Task("classification", 10)).layers)
    boxes = [(float(box.attrib["x"]), float(box.attrib["y"])) for box in root.findall(f"{SVG}rect[@x]")]
    left, top = boxes[0]
    row = BOX + BETWEEN
    assert boxes == [
        (left, top),
        (left, top + row),
        (left + WIDTH, top + row),
        (left, top + 2 * row),
        (left, top + 3 * row),
    ]
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == [
        *("input", "4", "stem", "Dense, 20 parameters", "4", "left", "Dense, 15 parameters", "3"),
        *("right", "Dense, 15 parameters", "3", "add", "Add", "3", "head", "Head, 40 parameters", "10"),
    ]
    assert root.findtext(f"{SVG}desc") == (
        "Layers from the input: stem (Dense) of input, left (Dense) of stem, right (Dense) of stem, "
        "add (Add) of left and right, head (Head) of add."
    )


def test_a_chain_of_a_hundred_layers_is_as_wide_as_one_layer() -> None:
    """It is as high as its layers need, in letters of the same size."""
    rows = tuple(LayerRow(f"dense_{at}", "Dense", (4,), 20, 32) for at in range(100))
    root = drawn(rows)
    assert float(root.attrib["width"]) == WIDTH
    assert 100 * (BOX + BETWEEN) < float(root.attrib["height"]) < 102 * (BOX + BETWEEN)


def test_a_model_without_layers_can_be_drawn() -> None:
    """There is only the input."""
    assert [text.text for text in drawn(()).iter(f"{SVG}text")] == ["input", "4"]
