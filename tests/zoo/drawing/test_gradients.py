"""The picture of gradients by layer."""

from __future__ import annotations

import re

from zoo.drawing.gradients import Row, draw


def texts(*rows: Row) -> list[str]:
    """All text in the picture, in order."""
    return re.findall(r"<text[^>]*>([^<]*)", draw(rows))


def test_models_with_the_same_layers_share_their_names() -> None:
    """The axis has powers of ten."""
    rows = Row("deep", ["first", "last"], [2e-4, 3e-3]), Row("other", ["first", "last"], [1e-3, 2e-3])
    expected = ["Gradients by layer", "1e-4", "1e-3", "1e-2", "RMS", "first", "last", "deep", "other"]
    assert texts(*rows) == expected


def test_other_layers_have_numbers() -> None:
    """A point above the name of another model's layer would be misleading."""
    rows = Row("deep", ["a", "b", "last"], [2e-4, 1e-3, 3e-3]), Row("flat", ["last"], [2e-3])
    expected = ["1", "2", "3", "layer with weights, from the input", "deep", "flat"]
    assert texts(*rows)[5:] == expected


def test_a_gradient_of_0_is_on_a_line_of_its_own() -> None:
    """The axis does not become longer than that of the other layers by more than this line."""
    assert texts(Row("dead", ["a", "b"], [0.0, 3e-3]))[1:4] == ["0", "1e-3", "1e-2"]
    assert texts(Row("dead", ["a"], [0.0]))[1:4] == ["0", "1", "10"]
