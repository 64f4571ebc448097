"""The weights of a model's first layer as images, from the arrays of a checkpoint; Keras is not needed."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from zoo.reports.images import png, tiled
from zoo.specs.dataset import is_image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.runs import RunRecord
    from zoo.weights.array import Array

SHOWN, SIDE = 64, 56
"""Number of units or filters that are shown, and the side in pixels that each is enlarged to."""
KEEPING = ("Flatten", "Reshape", "Rescaling", "Dropout", "GaussianNoise", "Activation")
"""Layers that keep each pixel in its place in the order of all."""
NEGATIVE, POSITIVE = (0, 114, 178), (213, 94, 0)
LARGEST = 99.5
"""The percentile of the weights' size from which on the colour is full."""
COLOURS = 3


@dataclass(frozen=True, eq=False)
class FirstLayer:
    """The first layer with weights; `picture` is a PNG file of `shown` of its `units`, each an image."""

    name: str
    type: str
    units: int
    shown: int
    size: tuple[int, int]
    picture: bytes
    is_coloured: bool


def first_layer(record: RunRecord, arrays: Sequence[Array]) -> FirstLayer | None:
    """The first layer of a chain of layers, if its input is an image: a dense one, or a convolution."""
    shape = tuple(record.input_shape)
    before = 0
    for layer in record.layers:
        if layer.parameters:
            break
        before += layer.type not in KEEPING
    else:
        return None
    if before or not is_image(shape) or layer.type not in ("Dense", "Head", "Conv2D"):
        return None
    kernel = next((each for each in map(_values, arrays) if each is not None and each.ndim > 1), None)
    images = None if kernel is None else _images(kernel, shape)
    if images is None:
        return None
    shown = images[:SHOWN]
    is_coloured = shown.ndim > COLOURS
    picture = png(tiled(_bright(shown) if is_coloured else _signed(shown), SIDE))
    height, width = images.shape[1:3]
    return FirstLayer(layer.name, layer.type, len(images), len(shown), (height, width), picture, is_coloured)


def _values(array: Array) -> np.ndarray | None:
    """The numbers of an array; None if NumPy lacks their type."""
    if array.dtype == "bfloat16":
        high = np.frombuffer(array.content, "<u2").astype("<u4") << 16
        return high.view("<f4").reshape(array.shape)
    if array.dtype not in ("float16", "float32", "float64"):
        return None
    return np.frombuffer(array.content, np.dtype(array.dtype).newbyteorder("<")).reshape(array.shape)


def _images(kernel: np.ndarray, shape: tuple[int, ...]) -> np.ndarray | None:
    """An image of shape (height, width[, 3]) for each unit or filter; None if the kernel isn't on pixels."""
    channels = shape[2] if len(shape) > 2 else 1  # noqa: PLR2004 - height and width
    if kernel.ndim == 2 and kernel.shape[0] == prod(shape):  # noqa: PLR2004 - inputs, units
        images = kernel.T.reshape(-1, *shape[:2], channels)
    elif kernel.ndim == 4 and kernel.shape[2] == channels:  # noqa: PLR2004 - height, width, channels, filters
        images = np.moveaxis(kernel, 3, 0)
    else:
        return None
    return images.astype(np.float32).squeeze(3) if channels == 1 else images.astype(np.float32)


def _signed(images: np.ndarray) -> np.ndarray:
    """Weights of one channel as colours: blue for negative, white for 0, orange for positive."""
    largest = float(np.percentile(np.abs(images), LARGEST)) or 1.0
    part = np.clip(images / largest, -1, 1)[..., np.newaxis]
    full = np.where(part < 0, np.array(NEGATIVE), np.array(POSITIVE))
    return np.rint(255 - (255 - full) * np.abs(part)).astype(np.uint8)


def _bright(images: np.ndarray) -> np.ndarray:
    """Weights of three channels as colours: grey for 0."""
    largest = float(np.percentile(np.abs(images), LARGEST)) or 1.0
    return np.rint(127.5 + 127.5 * np.clip(images / largest, -1, 1)).astype(np.uint8)
