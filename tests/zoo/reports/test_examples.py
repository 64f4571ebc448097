"""The classes of a dataset with their examples."""

from __future__ import annotations

import io
import re

import numpy as np
from PIL import Image

from zoo.data.prepare import Data
from zoo.data.split import Parts
from zoo.reports.examples import EACH, MOST, class_examples, of_classes
from zoo.specs.data_facts import Pixels

PIXELS = Pixels(16.0, 0.0, whole=True)


def data(classes: int) -> Data:
    """Examples of 4×4 pixels with the brightness of their number, ten of each class, five in training."""
    truth = np.tile(np.arange(classes), 10)
    x = np.broadcast_to((np.arange(len(truth)) % 16)[:, None, None], (len(truth), 4, 4)).astype(np.uint8)
    whole = np.arange(len(truth))
    half, rest = len(truth) // 2, len(truth) * 7 // 10
    return Data(x, truth, Parts(whole[:half], whole[half:rest], whole[rest:]), 1 / 16, "here", truth)


def test_each_class_has_its_counts_and_first_images() -> None:
    """The images are those of the training split."""
    first, second = class_examples(("cat", "dog"), data(2), PIXELS)
    assert [(each.name, each.counts) for each in (first, second)] == [("cat", (5, 2, 3)), ("dog", (5, 2, 3))]
    shown = np.array(Image.open(io.BytesIO(second.picture)))
    assert shown.shape == (48, 5 * 48 + 4 * 2)
    assert shown[0, ::50].tolist() == [16, 48, 80, 112, 143]
    page = of_classes((first, second), 2)
    assert re.findall(r"<td class=\"figure[^>]*>(\d+)</td>", page) == ["5", "2", "3"] * 2
    assert page.count("<img ") == 2


def test_examples_that_are_not_images_have_only_counts() -> None:
    """There is no column of images."""
    found = class_examples(("cat", "dog"), data(2), None)
    assert [each.picture for each in found] == [b"", b""]
    assert f"First {EACH} in training" not in of_classes(found, 2)


def test_of_many_classes_only_some_are_shown() -> None:
    """A sentence says how many are not; names are escaped."""
    found = class_examples([f"<b>{at}" for at in range(40)], data(40), PIXELS)
    page = of_classes(found, 40)
    assert (len(found), "<p>10 more classes are not shown.</p>" in page, "<b>" in page) == (MOST, True, False)
