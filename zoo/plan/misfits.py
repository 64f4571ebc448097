"""Training settings that do not fit the task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoo.plan import augmentation_misfits, metric_misfits
from zoo.plan.wrong import Wrong
from zoo.specs import class_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.train_settings import TrainSettings
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named


def misfits(dataset: Named[DatasetSpec], train: TrainSettings, loss: str) -> Iterator[Wrong]:
    """The training settings that do not fit a dataset; `loss` is that of the training."""
    for found in class_weights.misfits(train.class_weight, dataset.value, dataset.name, "train.class_weight"):
        yield Wrong(*found)
    for wrong in metric_misfits.misfits(dataset, train):
        yield Wrong(*wrong)
    for wrong in augmentation_misfits.misfits(dataset, train, loss):
        yield Wrong(*wrong)
