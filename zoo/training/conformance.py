"""Try out a model without a run: build it, call it, save it, and train it for an epoch or two.

The Keras part of the conformance kit. Files are written only to paths that a caller gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from zoo.specs.layers.other import IMAGE_LAYERS
from zoo.specs.optimizer import OptimizerPreset
from zoo.training import backend
from zoo.training.build import build_model, compile_model
from zoo.training.fit import Fitting
from zoo.training.state import Variables

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.task import Task


def built(model: Named[ModelSpec], shape: tuple[int, ...], task: Task) -> keras.Model:
    """The Keras model of a spec, built with a fixed seed."""
    backend.fresh(0)
    return build_model(model, shape, task)


def outputs(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """The outputs of a model for some examples."""
    return np.asarray(keras.ops.convert_to_numpy(model(x, training=False)))


def layers_across_batch(model: keras.Model) -> list[str]:
    """The image layers that take a batch of images without a channel axis for one image."""
    batch_of_images = 4
    return [
        f"{layer.name} ({type(layer).__name__})"
        for layer in model.layers
        if type(layer).__name__ in IMAGE_LAYERS and len(layer.input.shape) < batch_of_images
    ]


def reloaded(model: keras.Model, spec: ModelSpec, task: Task, path: Path) -> keras.Model:
    """The model after saving it like a run and loading it."""
    compile_model(model, spec, OptimizerPreset(), task)
    model.optimizer.build(model.trainable_variables)
    model.save(path)
    return keras.saving.load_model(path)


@dataclass(frozen=True, eq=False)
class TrainedEpochs:
    """The result of some epochs: the loss of each, and the variables at its end."""

    losses: tuple[float, ...]
    states: tuple[Variables, ...]


def trained(plan: Plan, data: Data, *, first: int = 0, state: Variables | None = None) -> TrainedEpochs:
    """Train a plan's epochs from `first` on (counted from 0), with the steps and the order of a run.

    If the plan has callbacks, validation runs too, since they may need its metrics. `state` is the
    state to start from. Raises OtherModel if it has other variables.
    """
    fitting = Fitting.prepare(plan, data)
    with fitting.device_loop():
        if state is not None:
            state.put_into(fitting.model)
        watcher = _Watcher(fitting.feeds.training.begin)
        history = fitting.model.fit(
            fitting.feeds.training,
            initial_epoch=first,
            epochs=plan.train.epochs,
            shuffle=False,
            validation_data=fitting.feeds.validation if plan.callbacks else None,
            callbacks=[watcher, *fitting.callbacks],
            verbose=0,
        ).history
    return TrainedEpochs(tuple(map(float, history["loss"])), tuple(watcher.states))


def differing(ones: Variables, others: Variables) -> list[str]:
    """The paths of the variables that are not bit-identical."""
    return [one.name for one, other in zip(ones, others, strict=True) if one.content != other.content]


class _Watcher(keras.callbacks.Callback):
    """Set the feed's epoch, and keep the variables at the end of each."""

    def __init__(self, begin: Any) -> None:
        super().__init__()
        self.begin, self.states = begin, list[Variables]()

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        self.begin(epoch)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        self.states.append(Variables.of(self.model))
