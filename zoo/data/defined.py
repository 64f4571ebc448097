"""Whether metrics are defined on the parts of a dataset; Keras would give 0, or no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.loaded_dataset import class_counts
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.data.prepare import Data
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named

NEED_EACH_CLASS = ("auc", "pr_auc")
NEED_VARIANCE = ("r2",)


def check_defined(metrics: Iterable[str], data: Data, dataset: Named[DatasetSpec]) -> None:
    """Raise DatasetError for a metric that is not defined on a part.

    Args:
        metrics: The names of the metrics.
        data: The data.
        dataset: The dataset with the names of the classes.
    """
    for name in metrics:
        for part, positions in data.parts._asdict().items():
            lacking = _lacking(name, data.truth[positions], dataset.value)
            if lacking:
                raise DatasetError(
                    f"the {part} part of {dataset.name} has {lacking}, so that {name} is not defined; "
                    f"leave {name} out of the metrics, or split the data otherwise"
                )


def _lacking(name: str, truth: np.ndarray, spec: DatasetSpec) -> str:
    """What a metric needs, and this part lacks; empty if there is nothing."""
    if name in NEED_EACH_CLASS:
        counts = np.array(class_counts(truth, spec.task.outputs))
        for said, absent in (("of", counts == 0), ("without", counts == len(truth))):
            if absent.any():
                return f"no example {said} {spec.class_names[absent.argmax()]}"
        return ""
    columns = truth.reshape(-1, spec.task.means) if spec.task.has_units else truth
    if name in NEED_VARIANCE and (columns == columns[:1]).all(axis=0).any():
        return "one target alone"
    return ""
