"""A model tried out without a run: built, called, saved, and trained for an epoch or two.

What the conformance kit needs of Keras. Nothing is written but where a caller says so.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from zoo.optimizer import OptimizerPreset
from zoo.training import backend
from zoo.training.build import build_model, compile_model
from zoo.training.feed import Blocks
from zoo.training.fit import Fitting
from zoo.training.steps import build_on_batch, many_at_once

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zoo.data import Data
    from zoo.dataset import Task
    from zoo.plan import Named, Plan
    from zoo.spec import ModelSpec

State = tuple[tuple[str, np.ndarray], ...]
"""The path and the value of each variable, in Keras's order."""


def built(model: Named[ModelSpec], shape: tuple[int, ...], task: Task) -> keras.Model:
    """A model's Keras model, drawn from a seed that is always the same."""
    backend.fresh(0)
    return build_model(model, shape, task)


def answers(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """What a model answers to some examples."""
    return np.asarray(keras.ops.convert_to_numpy(model(x, training=False)))


def reloaded(model: keras.Model, spec: ModelSpec, task: Task, path: Path) -> keras.Model:
    """A model as it comes back from the file that a run would save."""
    compile_model(model, spec, OptimizerPreset(), task)
    model.optimizer.build(model.trainable_variables)
    model.save(path)
    return keras.saving.load_model(path)


def state_of(model: keras.Model) -> State:
    """All variables of a model, those of seed generators included, and of its optimizer if it has one."""
    optimizer = getattr(model, "optimizer", None)
    variables = (*model.variables, *(optimizer.variables if optimizer is not None else ()))
    return tuple((each.path, np.array(keras.ops.convert_to_numpy(each.value))) for each in variables)


@dataclass(frozen=True, eq=False)
class Trained:
    """What came of some epochs: the loss of each, and the state at its end."""

    losses: tuple[float, ...]
    states: tuple[State, ...]


def trained(plan: Plan, data: Data, *, first: int = 0, state: State | None = None) -> Trained:
    """Train a plan's epochs from `first` on (counted from 0), in the way and the order of a run.

    With callbacks there is validation too, which they may wait for.
    A `state` is put into the fresh build before. Raises ValueError where it has other variables.
    """
    fitting = Fitting.prepare(plan, data)
    model, settings = fitting.model, fitting.plan.train
    feed = fitting._feed(data.parts.training, settings.batch_size, settings.seed)  # noqa: SLF001 - a run's own
    build_on_batch(model, data, feed.batch_size)
    way: contextlib.AbstractContextManager[None] = contextlib.nullcontext()
    if isinstance(feed, Blocks):
        way = many_at_once(model, data, feed, xla=settings.execution == "loop+xla")
    watcher = _Watcher(feed.begin)
    with way:
        if state is not None:
            _put(model, state)
        history = model.fit(
            feed,
            initial_epoch=first,
            epochs=settings.epochs,
            shuffle=False,
            validation_data=fitting._evaluation(data.parts.validation, feed) if plan.callbacks else None,  # noqa: SLF001 - as above
            callbacks=[watcher, *fitting.callbacks],
            verbose=0,
        ).history
    return Trained(tuple(map(float, history["loss"])), tuple(watcher.states))


def differing(ones: State, others: State) -> list[str]:
    """The paths of the variables that are not equal bit for bit."""
    return [
        path for (path, one), (_, other) in zip(ones, others, strict=True) if one.tobytes() != other.tobytes()
    ]


def not_finite(state: State) -> list[str]:
    """The paths of the variables that hold something else than finite numbers."""
    return [path for path, value in state if value.dtype.kind == "f" and not np.isfinite(value).all()]


class _Watcher(keras.callbacks.Callback):
    """Leads the feed through the epochs, and keeps the state at the end of each."""

    def __init__(self, begin: Any) -> None:  # noqa: ANN401 - a method of the feed
        super().__init__()
        self.begin, self.states = begin, list[State]()

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        self.begin(epoch)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras's
        self.states.append(state_of(self.model))


def _put(model: keras.Model, state: State) -> None:
    variables: Sequence[Any] = (*model.variables, *model.optimizer.variables)
    if [each.shape for each in variables] != [value.shape for _, value in state]:
        raise ValueError(f"a fresh build has {len(variables)} variables; wanted the {len(state)} of before")
    for variable, (_, value) in zip(variables, state, strict=True):
        variable.assign(value)
