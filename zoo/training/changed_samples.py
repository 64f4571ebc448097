"""Samples of a dataset with their images changed by an augmentation, as a training changes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.data import scaling
from zoo.data.label_forms import labels_of
from zoo.data.pixels import look, to_bytes
from zoo.data.samples import Changed, Samples
from zoo.errors import SettingError
from zoo.plan import augmentation_misfits
from zoo.plan.wrong import Wrong, refuse
from zoo.specs.augmentation.layers import MIXING
from zoo.specs.layers.head import Head
from zoo.specs.steps import steps_per_epoch
from zoo.training import backend
from zoo.training.isolation import isolated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.data.loaded_dataset import LoadedDataset
    from zoo.plan.train_settings import TrainSettings
    from zoo.specs.data_facts import Pixels
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.layers.head import Objective
    from zoo.specs.named import Named


def refuse_misfits(dataset: Named[DatasetSpec], train: TrainSettings) -> None:
    """Raise SettingError or DeclarationError if the augmentation does not fit the dataset or the backend.

    Nothing is loaded for this.
    """
    loss = Head().fit(dataset.value.task).loss
    refuse([Wrong(*each) for each in augmentation_misfits.misfits(dataset, train, loss)])
    backend.require(train.backend)


@isolated()
def changed(samples: Samples, loaded: LoadedDataset, train: TrainSettings) -> Samples:
    """The same samples, changed as batches of the first epoch of a training with these settings are.

    Raises SettingError if the images have negative values, and so can't be drawn.
    """
    pixels, names = _pixels(loaded, train), augmentation_misfits.types_of(train.augment)
    backend.start(train.backend)
    objective = Head().fit(loaded.spec.task)
    batches = [*_batches(samples, loaded, train, objective, pixels)]
    images, labels = (np.concatenate(each) for each in zip(*batches, strict=True))
    is_mixed = any(name in MIXING for name in names)
    shares = tuple(_shares(row, loaded.classes, objective) for row in labels) if is_mixed else ()
    return replace(
        samples,
        images=to_bytes(images / np.float32(loaded.spec.factor), pixels),
        changed=Changed(train.augment, train.seed, shares),
    )


def _pixels(loaded: LoadedDataset, train: TrainSettings) -> Pixels:
    """The properties of the training images."""
    pixels = look(loaded.training.x, loaded.spec.factor)
    augmentation_misfits.check_values(train.augment, pixels, loaded.name)
    if pixels is None:
        names = ",".join(augmentation_misfits.types_of(train.augment))
        reason = f"can't be drawn, since {loaded.name} has values below 0; wanted none"
        raise SettingError(augmentation_misfits.PATH, names, reason)
    return pixels


def _batches(
    samples: Samples, loaded: LoadedDataset, train: TrainSettings, objective: Objective, pixels: Pixels
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The changed images and labels of each batch, with the seeds of the first steps."""
    import keras

    from zoo.training.augmentation import Augmentation, white_of
    from zoo.training.feed import seeds
    from zoo.training.mixed_labels import Labels

    spec, positions, size = loaded.spec, np.array(samples.positions), train.batch_size
    examples, given = loaded.training.x, loaded.training.y
    y = labels_of(spec, scaling.fit(spec, examples, given), given)
    white = white_of(pixels, spec.factor)
    augment = Augmentation(train.augment, spec.input_shape, Labels(spec.task, objective), white)
    for step, seed in enumerate(seeds(train.seed, 0, steps_per_epoch(len(positions), size))):
        index = positions[step * size : (step + 1) * size]
        x = scaling.multiplied(examples[index], spec.factor)
        images, labels = augment(({"x": x, "seed": seed}, y[index]))
        yield keras.ops.convert_to_numpy(images), keras.ops.convert_to_numpy(labels)


def _shares(row: np.ndarray, classes: tuple[str, ...], objective: Objective) -> dict[str, float]:
    """The share of each class in a mixed label, the largest first; that of one output is of the second."""
    values: list[Any] = row.tolist()
    if objective.units == 1 and len(classes) > 1:
        values = [1 - values[0], values[0]]
    pairs = sorted(zip(classes, values, strict=True), key=lambda pair: -pair[1])
    return {name: round(value, 6) for name, value in pairs if round(value, 6) > 0}
