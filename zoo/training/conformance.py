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
from zoo.system.side_effects import SideEffects
from zoo.training import backend, global_state
from zoo.training import state as states
from zoo.training.build import build_model, compile_model
from zoo.training.fit import Fitting
from zoo.training.state import Variables
from zoo.weights.array import SEED_STATE

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named
    from zoo.specs.task import Task
    from zoo.weights.array import Array

BYTES = 256
"""The number of values of a byte."""


def built(model: Named[ModelSpec], shape: tuple[int, ...], task: Task, seed: int = 0) -> keras.Model:
    """The Keras model of a spec, built with a fixed seed; global settings that it changes are restored."""
    before = global_state.snapshot()
    backend.fresh(seed)
    try:
        return build_model(model, shape, task)
    finally:
        global_state.restore(before)


def traces(model: Named[ModelSpec], shape: tuple[int, ...], task: Task) -> list[str]:
    """What a build changes besides the model: settings, random seeds, files and so on, in words.

    The first build is not watched: it may import modules and fill caches.
    """
    built(model, shape, task)
    before = global_state.snapshot()
    with SideEffects() as effects:
        generators = [_generators_after(model, shape, task, seed) for seed in (0, 1)]
    changed = global_state.restore(before)
    seeded = [
        name for name, drawn in generators[0].items() if drawn is not None and generators[1][name] == drawn
    ]
    return [
        *(f"changes {name} from {old} to {new}" for name, (old, new) in changed.items()),
        *([f"sets the seed of {', '.join(seeded)}, so that a run's seed has no effect"] if seeded else []),
        *effects.described(),
    ]


def _generators_after(
    model: Named[ModelSpec], shape: tuple[int, ...], task: Task, seed: int
) -> dict[str, Any]:
    backend.fresh(seed)
    build_model(model, shape, task)
    return global_state.generators()


def outputs(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """The outputs of a model for some examples."""
    return np.asarray(keras.ops.convert_to_numpy(model(x, training=False)))


def title(layer: keras.layers.Layer) -> str:
    """As in "centre (Centre)"."""
    return f"{layer.name} ({type(layer).__name__})"


def layer_outputs(model: keras.Model, x: np.ndarray) -> dict[str, np.ndarray]:
    """The output of each layer by its title, in order; empty if Keras does not know them."""
    try:
        layers = [layer for layer in model.layers if not isinstance(layer.output, (list, tuple, dict))]
        inner = keras.Model(model.inputs, [layer.output for layer in layers])
        found = inner([x], training=False)
        found = found if isinstance(found, (list, tuple)) else [found]
        arrays = [np.asarray(keras.ops.convert_to_numpy(each)) for each in found]
    except Exception:  # noqa: BLE001 - a model of the author's own class; its layers are not named then
        return {}
    return dict(zip(map(title, layers), arrays, strict=True))


def layers_across_batch(model: keras.Model) -> list[str]:
    """The image layers that take a batch of images without a channel axis for one image."""
    batch_of_images = 4
    return [
        title(layer)
        for layer in model.layers
        if type(layer).__name__ in IMAGE_LAYERS and len(layer.input.shape) < batch_of_images
    ]


def draws_in_predictions(model: keras.Model, x: np.ndarray) -> bool:
    """Whether a prediction changes a seed generator: the model's own, or the global one."""
    before = _seed_states(model)
    outputs(model, x)
    return before != _seed_states(model)


def _seed_states(model: keras.Model) -> list[bytes]:
    own = [each for each in states.arrays_of(model.variables) if each.name.endswith(SEED_STATE)]
    return [each.content for each in (*own, *states.seeds())]


def vocabulary(model: keras.Model) -> int | None:
    """The number of ids that a model takes, such as those of words; None if it takes numbers of any kind.

    A model takes ids if its input is an integer type, or if it has an Embedding and ignores the digits
    after the point: Keras rounds what an Embedding is given.
    """
    inner = model._flatten_layers(include_self=False)  # noqa: SLF001 - Keras has no public way to nested layers
    sizes = [layer.input_dim for layer in inner if isinstance(layer, keras.layers.Embedding)]
    dtype = str(model.inputs[0].dtype)
    if "int" in dtype:
        return min(sizes, default=BYTES if dtype == "uint8" else 2)
    if not sizes:
        return None
    ids = np.random.default_rng(0).integers(0, min(sizes), (4, *model.input_shape[1:])).astype(np.float32)
    one, other = outputs(model, ids), outputs(model, ids + np.float32(0.4))
    return min(sizes) if np.allclose(one, other, equal_nan=True) else None


def save(model: keras.Model, spec: ModelSpec, task: Task, path: Path) -> None:
    """Save a model like a run: compiled, with an optimizer."""
    compile_model(model, spec, OptimizerPreset(), task)
    model.optimizer.build(model.trainable_variables)
    model.save(path)


def reloaded(model: keras.Model, spec: ModelSpec, task: Task, path: Path) -> keras.Model:
    """The model after saving it like a run and loading it."""
    save(model, spec, task, path)
    return loaded(path)


def loaded(path: Path, custom_objects: dict[str, Any] | None = None) -> keras.Model:
    """The model in a file; `custom_objects` are those that are not registered with Keras."""
    return keras.saving.load_model(path, custom_objects=custom_objects)


@dataclass(frozen=True, eq=False)
class TrainedEpochs:
    """The result of some epochs: the loss of each, and the variables and global seeds at its end."""

    losses: tuple[float, ...]
    states: tuple[Variables, ...]
    seeds: tuple[tuple[Array, ...], ...]


def trained(plan: Plan, data: Data, *, after: TrainedEpochs | None = None) -> TrainedEpochs:
    """Train a plan's epochs, with the steps and the order of a run.

    If the plan has callbacks, validation runs too, since they may need its metrics. With `after`, training
    resumes after the first epoch of that training, in a new build. Raises OtherModel if it has other
    variables.
    """
    fitting = Fitting.prepare(plan, data)
    with fitting.device_loop():
        if after is not None:
            after.states[0].put_into(fitting.model)
            states.put_seeds(after.seeds[0])
        watcher = _Watcher(fitting.feeds.training.begin)
        history = fitting.model.fit(
            fitting.feeds.training,
            initial_epoch=0 if after is None else 1,
            epochs=plan.train.epochs,
            shuffle=False,
            validation_data=fitting.feeds.validation if plan.callbacks else None,
            callbacks=[watcher, *fitting.callbacks],
            verbose=0,
        ).history
    return TrainedEpochs(tuple(map(float, history["loss"])), tuple(watcher.states), tuple(watcher.seeds))


def differing(ones: Variables, others: Variables) -> list[str]:
    """The paths of the variables that are not bit-identical."""
    return [one.name for one, other in zip(ones, others, strict=True) if one.content != other.content]


class _Watcher(keras.callbacks.Callback):
    """Set the feed's epoch, and keep the variables and the global seeds at the end of each."""

    def __init__(self, begin: Any) -> None:
        super().__init__()
        self.begin = begin
        self.states, self.seeds = list[Variables](), list[tuple[Any, ...]]()

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        self.begin(epoch)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        self.states.append(Variables.of(self.model))
        self.seeds.append(states.seeds())
