"""Evaluations as pictures."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np

from tests.zoo.inference.samples import classified, regressed
from zoo.inference.picture import POINTS, draw

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    """The texts in a picture."""
    return [str(each.text) for each in ET.fromstring(picture).iter(f"{SVG}text")]


def test_a_confusion_matrix_has_readable_text() -> None:
    """Counts, classes and title; names are escaped."""
    picture = draw(classified([0, 0, 1], [0, 1, 1], "<boot> & co", "he\x07el"))
    assert texts(picture) == [
        "net with adam (3f9a, epoch 5)",
        "test split of shoes, 3 images",
        "<boot> & co", "1", "1", "he\ufffdel", "1",
        "<boot> & co", "he\ufffdel", "true", "predicted",
    ]  # fmt: skip


def test_nothing_is_drawn_beyond_the_edge() -> None:
    """Every cell is inside the picture, for any number of classes."""
    names = [f"class number {number}" for number in range(40)]
    root = ET.fromstring(draw(classified(list(range(40)), list(range(40)), *names)))
    cells = [each for each in root.iter(f"{SVG}rect") if each.get("x")]
    assert len(cells) == 1_600
    for axis, side in (("x", "width"), ("y", "height")):
        ends = [float(each.get(axis, 0)) + float(each.get(side, 0)) for each in cells]
        assert max(ends) < float(root.get(side, 0))


def test_a_regression_is_a_point_for_each_example() -> None:
    """Predicted against true; of very many examples only some."""
    few = ET.fromstring(draw(regressed([1.0, 2.0], [1.0, 1.5])))
    points = [(each.get("cx"), each.get("cy")) for each in few.iter(f"{SVG}circle")]
    assert points == [("90", "507"), ("510", "297")]
    values = np.linspace(0, 1, 12 * POINTS).tolist()
    many = ET.fromstring(draw(regressed(values, values)))
    assert 0.9 * POINTS <= len(list(many.iter(f"{SVG}circle"))) <= POINTS


def test_a_single_value_is_drawn() -> None:
    """Although its range is empty."""
    ET.fromstring(draw(regressed([2.0, 2.0], [2.0, 2.0])))
