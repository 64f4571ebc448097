"""The labels of a dataset in the forms in which they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data import scaling

if TYPE_CHECKING:
    from zoo.specs.data_facts import Scaling
    from zoo.specs.dataset import DatasetSpec


def labels_of(spec: DatasetSpec, fitted: Scaling, y: np.ndarray) -> np.ndarray:
    """The labels as a backend takes them: classes as int32, one-hot labels and scaled targets as float32."""
    if spec.task.kind == "regression":
        return scaling.apply_to_targets(fitted, y)
    if spec.task.labels == "one-hot":
        return y.astype(np.float32)
    return y.astype(np.int32)


def truth_of(spec: DatasetSpec, y: np.ndarray) -> np.ndarray:
    """The labels before scaling: classes of shape (examples,), or targets in their own units."""
    if spec.task.kind == "regression":
        return y.reshape(len(y), -1).astype(np.float64)
    return np.asarray(y.argmax(axis=1) if spec.task.labels == "one-hot" else y.astype(np.int32))
