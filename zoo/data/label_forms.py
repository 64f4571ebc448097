"""The labels of a dataset in the forms in which they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data import scaling

if TYPE_CHECKING:
    from zoo.specs.data_facts import Scaling
    from zoo.specs.dataset import DatasetSpec


def labels_of(spec: DatasetSpec, fitted: Scaling, y: np.ndarray) -> np.ndarray:
    """The labels as a backend takes them: classes as int32, rows of 0 and 1 and scaled targets as float32."""
    if spec.task.has_units:
        return scaling.apply_to_targets(fitted, y)
    return y.astype(np.float32 if spec.task.y_shape else np.int32)


def truth_of(spec: DatasetSpec, y: np.ndarray) -> np.ndarray:
    """The labels before scaling.

    They are classes of shape (examples,), 0 and 1 of shape (examples, labels), or targets in their own units.
    """
    if spec.task.has_units:
        return y.reshape(len(y), -1).astype(np.float64)
    is_one_hot = spec.task.has_one_class and spec.task.labels == "one-hot"
    return np.asarray(y.argmax(axis=1) if is_one_hot else y.astype(np.int32))
