"""Weights of classes, as weights of the training examples.

They are those of Keras's `class_weight`: the loss of each training example is multiplied by the weight of
its class, and validation and test are not changed. `balanced` weights are those of scikit-learn: each class
has the same total weight, and the mean over the training examples is 1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.errors import DatasetError
from zoo.specs.class_weights import BALANCED

if TYPE_CHECKING:
    from zoo.data.prepare import Data
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named


def class_weighted(data: Data, chosen: Any, dataset: Named[DatasetSpec]) -> Data:
    """The data with the weights of classes, or as it is if there are none.

    Args:
        data: The data, whose `truth` has the classes.
        chosen: `balanced`, pairs of class and weight, or None.
        dataset: The dataset with the names of the classes.

    Raises:
        DatasetError: All training examples would have the weight 0.
    """
    if chosen is None:
        return data
    positions, names = data.parts.training, dataset.value.class_names
    classes = data.truth[positions]
    own = np.ones(len(positions)) if data.weights is None else data.weights[positions].astype(np.float64)
    if chosen == BALANCED:
        weights = _balanced(classes, own, len(names))
    else:
        weights = np.array([dict(chosen).get(name, 1.0) for name in names])
    if not (weights[classes] * own).any():
        raise DatasetError(
            f"all {len(positions):,} training examples of {dataset.name} have the class weight 0; "
            "wanted at least one class above 0"
        )
    factors = np.ones(len(data.truth), np.float32)
    factors[positions] = weights[classes]
    return replace(data, class_weights=factors)


def _balanced(classes: np.ndarray, own: np.ndarray, many: int) -> np.ndarray:
    """The weight of each class, so that all classes that have weight in the training have the same one."""
    totals = np.bincount(classes, own, many)
    present = totals > 0
    shares = np.divide(own.sum(), present.sum() * totals, out=np.ones(many), where=present)
    return np.asarray(shares)
