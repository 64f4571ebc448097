"""Properties of the training images, so that image files can be converted in the same way."""

from __future__ import annotations

import numpy as np

from zoo.specs.data_facts import Pixels

BYTE = 255
"""White in an image file."""


def look(x: np.ndarray, factor: float) -> Pixels | None:
    """Properties of images of shape (examples, height, width, …); None if there are negative values."""
    if float(x.min()) < 0:
        return None
    largest, whole = float(x.max()), x.dtype.kind in "bui"
    white = 1 / factor
    if largest * factor > 1:  # `factor` does not scale to 0 … 1
        white = float(BYTE) if largest <= BYTE else largest
    return Pixels(white, min(1.0, float(_border(x).mean()) / white), whole)


def border_of(image: np.ndarray) -> float:
    """The mean of the outermost pixels of an image of shape (height, width, …)."""
    return float(_border(image[np.newaxis]).mean())


def to_bytes(x: np.ndarray, pixels: Pixels) -> np.ndarray:
    """The values of a dataset as uint8 pixels: black is 0, white 255."""
    return np.clip(np.rint(x * (BYTE / pixels.white)), 0, BYTE).astype(np.uint8)


def from_bytes(image: np.ndarray, pixels: Pixels) -> np.ndarray:
    """Pixels as values of the dataset: the inverse of `to_bytes`, exact for datasets of integers."""
    values = image * (pixels.white / BYTE)
    return np.rint(values) if pixels.whole else values


def _border(x: np.ndarray) -> np.ndarray:
    rows, columns = x[:, [0, -1]], x[:, 1:-1, [0, -1]]
    return np.concatenate([rows.reshape(len(x), -1), columns.reshape(len(x), -1)], axis=1)
