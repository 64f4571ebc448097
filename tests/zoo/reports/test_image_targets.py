"""Pictures of targets that are images."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
from PIL import Image

from zoo.reports.image_targets import SIDE, compared, largest_errors


def pixels(picture: bytes) -> list[list[int]]:
    """The values of a PNG file, one of each tile of equal ones."""
    return np.asarray(Image.open(io.BytesIO(picture)))[::12, ::12].tolist()


TRUE = np.array([[[0, 1], [1, 0]], [[0, 2], [4, 0]], [[0, 0], [0, 0]]], np.float64)
ANSWERS = TRUE + np.array([0.5, -1, 0])[:, None, None]
X = np.arange(10 * 4, dtype=np.float32).reshape(10, 2, 2)


def test_the_largest_errors_come_first() -> None:
    """Prediction and truth share one range of grey, and each input has its own."""
    found = largest_errors(ANSWERS, TRUE, X, np.array([9, 0, 5]))
    assert found is not None
    assert ([(each.place, each.error) for each in found.examples], found.lowest, found.highest) == (
        [(1, 1.0), (0, 0.5), (2, 0.0)],
        0.0,
        4.0,
    )
    first = found.examples[0]
    assert pixels(first.true) == [[0, 128], [255, 0]]
    assert pixels(first.predicted) == [[0, 64], [191, 0]]
    assert pixels(first.given) == [[0, 85], [170, 255]]
    large = largest_errors(np.zeros((1, 900, 300, 3)), np.ones((1, 900, 300, 3)), X, np.array([0]))
    assert large is not None
    assert Image.open(io.BytesIO(large.examples[0].true)).size == (38, 113)


def test_only_images_are_drawn() -> None:
    """An input that is none is left out; targets that are none have no pictures."""
    rows = largest_errors(ANSWERS, TRUE, np.zeros((10, 4)), np.array([0, 1, 2]))
    assert rows is not None
    assert [each.given for each in rows.examples] == [b""] * 3
    for shape in ((2,), (2, 2, 2), (2, 2, 1, 1)):
        assert largest_errors(np.zeros((3, *shape)), np.ones((3, *shape)), X, np.array([0, 1, 2])) is None


def test_each_example_is_a_row_with_three_pictures() -> None:
    """Their sizes are those of an enlarged image, and the text says what black and white are."""
    found = largest_errors(ANSWERS, TRUE, X, np.array([9, 0, 5]))
    assert found is not None
    page = str(compared(found))
    pictures = re.findall('src="data:image/png;base64,([^"]+)"', page)
    sizes = {Image.open(io.BytesIO(base64.b64decode(each))).size for each in pictures}
    assert (len(pictures), page.count("<tr>"), sizes) == (9, 4, {(24, 24)})
    assert "Predicted and true values from 0.0000 (black) to 4.0000 (white)" in page
    assert SIDE == 96
