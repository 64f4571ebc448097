"""Image layers work on each example: a batch of images without channels is not taken for one image."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

import zoo
from zoo.specs.layers.other import CHAINABLE

SIZES = {name: {"height": 5, "width": 6} for name in ("CenterCrop", "RandomCrop", "Resizing")}
KERNELS = {"filters": 2, "kernel_size": 2}
ARGUMENTS: dict[str, dict[str, Any]] = (
    {name: {"output_size": 2} for name in CHAINABLE if name.startswith("Adaptive")}
    | {name: {"pool_size": 2} for name in CHAINABLE if name.startswith("AveragePooling")}
    | {name: KERNELS for name in CHAINABLE if "Conv" in name}
    | {name: {"rate": 0.5} for name in CHAINABLE if name.startswith("SpatialDropout")}
    | {name: {"factor": 0.5} for name in ("RandomBrightness", "RandomContrast", "RandomRotation")}
    | {"RandomTranslation": {"height_factor": 0.5, "width_factor": 0.5}, "RandomZoom": {"height_factor": 0.5}}
    | {"DepthwiseConv1D": {"kernel_size": 2}}
    | SIZES
)
IMAGE_LAYERS = [
    name for name in CHAINABLE if zoo.Layer(name).spatial_axes and not name.startswith("Adaptive")
]


@pytest.mark.parametrize("name", IMAGE_LAYERS)
def test_an_example_does_not_depend_on_others_in_its_batch(name: str) -> None:
    """In training too: the layer of an input without channels gets them, and its other examples stay empty."""
    layer = zoo.Layer(name, **ARGUMENTS.get(name, {}), name="tried")
    shape = (8, 8, 8, 8)[: layer.spatial_axes]
    spec = zoo.ModelSpec(layers=(zoo.Identity(), layer, zoo.Flatten(), zoo.Head()))
    tried = zoo.build(spec, input_shape=shape, classes=3).get_layer("tried")
    assert tried.input.shape == (None, *shape, 1)
    x = np.zeros((5, *shape, 1), np.float32)
    x[0] = 1
    found = keras.ops.convert_to_numpy(tried(x, training=True))[1:]
    if name != "RandomBrightness":  # it adds a number to every pixel
        assert not found.any()
