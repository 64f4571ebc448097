"""Keras's augmentation layers on the batches of a training step.

Each step has a seed of its own, which comes with its batch and depends on the plan's seed, the epoch and the
step alone. So the layers keep no state: a resumed training continues with the same random numbers, and plain
steps and blocks of steps have the same.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import keras
import numpy as np
from keras import ops
from keras.src.backend import random_seed_dtype

from zoo.schema.keras_objects import thaw
from zoo.specs.augmentation.layers import LAYERS
from zoo.training.mixed_labels import Labels, is_mixed

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.specs.data_facts import Pixels


class Draws(keras.random.SeedGenerator):
    """The random numbers of one step: each draw has another seed, made from the seed of the step."""

    def __init__(self) -> None:
        """Without a state of its own, which would have to be kept."""
        self.seed: Any = None
        self.drawn = 0

    def begin(self, seed: Any) -> None:
        """Draw from the seed of a step, a tensor of shape (2,)."""
        self.seed, self.drawn = ops.reshape(seed, (2,)), 0

    def next(self, ordered: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002 - Keras's signature
        """The seed of the next draw."""
        self.drawn += 1
        dtype = random_seed_dtype()
        return ops.cast(self.seed, dtype) + ops.convert_to_tensor(np.array([0, self.drawn]), dtype)


class Augmentation:
    """Changes batches of images."""

    def __init__(
        self, augment: tuple[Any, ...], shape: tuple[int, ...], labels: Labels, white: float
    ) -> None:
        """For the layers of `train.augment`, and scaled images of this shape.

        `labels` has the form of the labels, and `white` is the value of white; black is 0.
        """
        self.shape, self.with_channels = shape, shape if len(shape) > 2 else (*shape, 1)  # noqa: PLR2004 - axes
        self.draws = Draws()
        self.labels = labels
        self.layers = [self._layer(thaw(each), white) for each in augment]

    def _layer(self, table: dict[str, Any], white: float) -> keras.layers.Layer:
        """A Keras layer that draws from the seed of the step."""
        name = table.pop("type")
        settings = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
        kind = getattr(keras.layers, name)
        if LAYERS[name].has_range:
            settings["value_range"] = (0.0, white)
        if "seed" in inspect.signature(kind).parameters:
            settings["seed"] = 0  # without it, one of Python's random numbers would be used up
        policy = keras.config.dtype_policy()
        keras.config.set_dtype_policy("float32")  # also for the layers inside
        try:
            layer = kind(**settings)
        finally:
            keras.config.set_dtype_policy(policy)
        for each in layer._flatten_layers():  # noqa: SLF001 - RandAugment has layers inside
            if hasattr(each, "generator"):
                object.__setattr__(each, "generator", self.draws)  # Keras would track it
        return layer

    def __call__(self, batch: tuple[Any, ...]) -> tuple[Any, ...]:
        """The changed batch: the images, the labels, and the weights if there are any.

        Keras's layers would take a batch of images without a channel axis for one image.
        """
        first, y, *weights = batch
        self.draws.begin(first["seed"])
        x = ops.reshape(first["x"], (-1, *self.with_channels))
        for layer in self.layers:
            if isinstance(layer, (keras.layers.MixUp, keras.layers.CutMix)):
                x, y, *weights = self._mixed(layer, x, y, *weights)
            else:
                x = layer(x, training=True)
        return ops.reshape(x, (-1, *self.shape)), y, *weights

    def _mixed(self, layer: Any, x: Any, y: Any, *weights: Any) -> tuple[Any, ...]:
        """Mixed images, with the shares of the classes as labels.

        With weights, a mixture counts as its parts do: the loss is the sum of the parts' losses, each
        multiplied by its share and its weight.
        """
        shares = y if is_mixed(y, self.labels.classes) else self.labels.shares(y)
        weight = ops.reshape(weights[0], (-1, 1)) if weights else ops.ones_like(shares[:, :1])
        columns = ops.concatenate([shares * weight, weight], axis=-1)
        mixed = layer({"images": x, "labels": columns}, training=True)
        columns = mixed["labels"]
        y = ops.divide_no_nan(columns[:, :-1], columns[:, -1:])
        return mixed["images"], y, *([columns[:, -1]] if weights else [])


def augmentation_of(plan: Plan) -> Augmentation | None:
    """The augmentation of a plan whose data is known, if it has one."""
    if plan.train.augment is None:
        return None
    assert plan.data is not None
    spec, facts = plan.dataset.value, plan.data
    labels = Labels(spec.task, plan.objective)
    return Augmentation(
        plan.train.augment, spec.input_shape, labels, white_of(facts.pixels, facts.scaling.factor)
    )


def white_of(pixels: Pixels | None, factor: float) -> float:
    """The value of white in scaled images; those with negative values have none, and no layer asks."""
    return 1.0 if pixels is None else pixels.white * factor
