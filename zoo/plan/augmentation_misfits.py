"""Augmentations that do not fit the dataset, the loss or the backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoo.errors import SettingError
from zoo.plan.plugin_parts import loss_of
from zoo.specs.augmentation.layers import LAYERS, MIXING
from zoo.specs.dataset import has_images
from zoo.specs.losses import OF_SCORES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.plan.train_settings import TrainSettings
    from zoo.specs.data_facts import Pixels
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.named import Named

PATH = "train.augment"
COLOURED = 3
"""The channels of a coloured image."""
NOT_MIXED = (*OF_SCORES, "binary_focal_crossentropy")
"""Losses that are not linear in the label: that of a mixed label is no mixture of losses."""


def misfits(
    dataset: Named[DatasetSpec], train: TrainSettings, loss: str
) -> Iterator[tuple[str, object, str]]:
    """The augmentations that do not fit: path, value and reason of each; `loss` is that of the training."""
    if not train.augment:
        return
    spec, names = dataset.value, types_of(train.augment)
    if not has_images(spec):
        shape = "×".join(map(str, spec.input_shape))
        reason = f"is for images, and the examples of {dataset.name} are {spec.unit} of shape {shape}"
        yield PATH, ",".join(names), f"{reason}; wanted none"
        return
    if spec.task.shape:  # a mask or an image, which would have to change in the same way
        reason = f"only changes the images, and the targets of {dataset.name} would no longer match them"
        yield PATH, ",".join(names), f"{reason}; wanted none"
        return
    for name in names:
        if reason := _reason(name, dataset, train, loss):
            yield PATH, name, reason


def check_values(augment: Any, pixels: Pixels | None, dataset: str) -> None:
    """Raise SettingError if a layer has to know black and white, and the images are not between them.

    Args:
        augment: The augmentations.
        pixels: The properties of the training images; None if they have negative values.
        dataset: The name of the dataset.
    """
    for name in types_of(augment):
        if LAYERS[name].has_range and pixels is None:
            reason = f"is for images from black, which is 0, to white, and {dataset} has values below 0"
            raise SettingError(PATH, name, f"{reason}; wanted RandomFlip, RandomTranslation or MixUp")


def types_of(augment: Any) -> list[str]:
    """The names of the layers."""
    return [dict(each)["type"] for each in augment or ()]


def _reason(name: str, dataset: Named[DatasetSpec], train: TrainSettings, loss: str) -> str:
    """Why a layer can't be used; empty if it can."""
    spec = dataset.value
    is_coloured = len(spec.input_shape) == 3 and spec.input_shape[2] == COLOURED  # noqa: PLR2004 - axes
    if LAYERS[name].of_colours and not is_coloured:
        return f"is for coloured images, and those of {dataset.name} are grey; wanted RandomContrast"
    if name == "RandomElasticTransform" and train.backend == "jax":
        return "is not available on jax; wanted RandomPerspective"
    is_unknown = train.loss is not None and loss_of(train.loss) is None  # an error of its own
    if name not in MIXING or is_unknown:
        return ""
    if spec.task.has_units:
        return f"mixes the labels of classes, and {dataset.name} is a {spec.task.noun}; wanted RandomErasing"
    if train.loss is not None or loss in NOT_MIXED:
        return f"mixes labels, which {train.loss or loss} does not take; wanted a cross-entropy as the loss"
    return ""
