"""The weights of the first layer as images."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.zoo.reports.samples import chapter, record
from zoo.reports import write
from zoo.reports.weights import NEGATIVE, POSITIVE, FirstLayer, first_layer
from zoo.specs.architecture import LayerRow
from zoo.weights.array import Array

FLATTEN = LayerRow("flatten", "Flatten", (6,), 0, 0)
DENSE = LayerRow("hidden", "Dense", (2,), 14, 24)
CONV = LayerRow("filters", "Conv2D", (26, 26, 4), 40, 0)


def array(values: Any, dtype: str = "float32") -> Array:
    """A variable of a checkpoint."""
    numbers = np.asarray(values, "<f4")
    content = (
        (numbers.view("<u4") >> 16).astype("<u2").tobytes()
        if dtype == "bfloat16"
        else numbers.astype(dtype).tobytes()
    )
    return Array("kernel", dtype, numbers.shape, content)


def pixels(found: FirstLayer | None) -> np.ndarray:
    """The picture's pixels."""
    assert found is not None
    return np.array(Image.open(io.BytesIO(found.picture)))


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_each_unit_of_a_dense_layer_is_an_image(dtype: str) -> None:
    """Here of 2×3 pixels, each of which is 12 pixels of the picture; a seed generator comes before it."""
    kernel = np.zeros((6, 2))
    kernel[1, 0], kernel[4, 1] = 1.0, -1.0
    arrays = [Array("seed", "uint32", (2,), bytes(8)), array(kernel, dtype), array([0.0, 0.0], dtype)]
    found = first_layer(record(input_shape=[2, 3], layers=[FLATTEN, DENSE]), arrays)
    assert found is not None
    assert (found.name, found.units, found.shown, found.size) == ("hidden", 2, 2, (2, 3))
    shown = pixels(found)
    assert shown.shape == (24, 36 + 2 + 36, 3)
    places = [shown[0, 12], shown[23, 50], shown[0, 0], shown[23, 73]]
    assert [tuple(map(int, each)) for each in places] == [
        POSITIVE,
        NEGATIVE,
        (255, 255, 255),
        (255, 255, 255),
    ]


@pytest.mark.parametrize(("channels", "is_coloured"), [(1, False), (3, True)])
def test_each_filter_of_a_convolution_is_an_image(channels: int, is_coloured: bool) -> None:  # noqa: FBT001 - a case
    """Of one channel in two colours, of three channels in theirs."""
    kernel = np.random.default_rng(0).normal(size=(3, 3, channels, 4))
    shape = [28, 28] if channels == 1 else [28, 28, 3]
    found = first_layer(record(input_shape=shape, layers=[CONV]), [array(kernel)])
    assert found is not None
    assert (found.units, found.size, found.is_coloured) == (4, (3, 3), is_coloured)
    assert pixels(found).shape == (36, 4 * 36 + 3 * 2, 3)


def test_of_many_units_only_some_are_shown() -> None:
    """The sentence says how many."""
    found = first_layer(record(input_shape=[2, 3], layers=[FLATTEN, DENSE]), [array(np.ones((6, 100)))])
    page = write([replace(chapter(), first_layer=found)])
    assert "64 of 100 units of hidden (Dense), each with 2×3 weights. Orange is positive" in page


@pytest.mark.parametrize(
    ("shape", "layers", "kernel"),
    [
        ([6], [DENSE], np.ones((6, 2))),
        ([2, 3], [LayerRow("norm", "BatchNormalization", (2, 3), 12, 0), FLATTEN, DENSE], np.ones((6, 2))),
        ([2, 3], [LayerRow("pool", "MaxPooling2D", (1, 6), 0, 0), FLATTEN, DENSE], np.ones((6, 2))),
        ([2, 3], [FLATTEN, DENSE], np.ones((7, 2))),
        ([28, 28, 4], [CONV], np.ones((3, 3, 4, 4))),
        ([28, 28], [CONV], np.ones((3, 3, 2, 4))),
        ([2, 3], [FLATTEN], np.ones((6, 2))),
    ],
)
def test_other_first_layers_are_not_shown(
    shape: list[int], layers: list[LayerRow], kernel: np.ndarray
) -> None:
    """Their weights do not belong to pixels, or to more channels than an image has."""
    assert first_layer(record(input_shape=shape, layers=layers), [array(kernel)]) is None
