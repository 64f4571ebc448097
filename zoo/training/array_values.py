"""The numbers in the arrays of a checkpoint; without Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from zoo.weights.array import Array


def value_of(array: Array) -> np.ndarray:
    """The values of a variable in its own dtype; they can't be written to."""
    if array.dtype == "bfloat16":
        import ml_dtypes

        return np.frombuffer(array.content, ml_dtypes.bfloat16).reshape(array.shape)
    return np.frombuffer(array.content, np.dtype(array.dtype)).reshape(array.shape)
