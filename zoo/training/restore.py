"""Restore the model of a run from its plan and checkpoint; no code or class of a file is loaded."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zoo.data import scaling
from zoo.data.mapped import release
from zoo.errors import ZooError
from zoo.runs.checkpoint import OtherModel
from zoo.runs.directory import PLAN
from zoo.training import backend, limits
from zoo.weights.array import SEED_STATE, weights_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import keras

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs.kept import Kept
    from zoo.specs.data_facts import Scaling
    from zoo.specs.task import Task

AT_ONCE = 1_000
"""The batch size for predictions."""
PART = 100
"""The batches that are read from disk at a time."""


@dataclass(frozen=True, eq=False)
class Trained:
    """A trained model, with what is needed to use it.

    `model` takes scaled input of shape (examples, *input_shape), and is compiled with the loss and
    the metric of its training. `scaling` is the scaling of inputs and of a regression's targets.
    `activation` turns the model's output into probabilities: softmax or sigmoid for logits, otherwise
    linear. `batch` is the batch size for predictions. `classes` are the names of the classes, empty if they
    have none. `title` is as in "relu-dropout with rmsprop (3f9a, epoch 5)".
    """

    model: keras.Model
    title: str
    task: Task
    input_shape: tuple[int, ...]
    classes: tuple[str, ...]
    scaling: Scaling
    activation: str
    batch: int

    @property
    def class_names(self) -> tuple[str, ...]:
        """The names of the classes or labels, or their numbers if they have no names."""
        return self.classes or tuple(str(number) for number in range(self.task.outputs))

    def predict(self, scaled: np.ndarray) -> np.ndarray:
        """The model's predictions for scaled examples.

        For a classification they are probabilities of shape (examples, classes), or those of each label of
        shape (examples, labels); for a regression numbers of shape (examples, outputs), in the units of the
        target. Examples on disk are read in parts. Raises ZooError if one is not finite.
        """
        parts = in_parts(scaled, PART * self.batch)
        found = np.concatenate([self._predicted(part) for part in parts])
        if not np.isfinite(found).all():
            raise ZooError(f"{self.title} predicts values that are not finite")
        return found

    def _predicted(self, scaled: np.ndarray) -> np.ndarray:
        return self.interpreted(limits.predicted(self.model, scaled, self.batch).astype(np.float64))

    def interpreted(self, output: np.ndarray) -> np.ndarray:
        """The predictions that a model's output of float64 stands for, as `predict` returns them."""
        if self.task.has_units:
            output = output.reshape(len(output), *(self.task.shape or output.shape[1:]))
            return output * self.scaling.target_scale + np.array(self.scaling.target_mean)
        if self.activation == "softmax":
            powers = np.exp(output - output.max(axis=1, keepdims=True))
            return powers / powers.sum(axis=1, keepdims=True)
        if self.activation == "sigmoid":
            output = 1 / (1 + np.exp(-output))
        return output if output.shape[1] > 1 else np.hstack([1 - output, output])

    def answers(self, data: Data, positions: np.ndarray) -> np.ndarray:
        """The predictions for these examples of a dataset; many of them are read from disk in parts."""
        many = PART * self.batch if data.on_disk else max(len(positions), 1)
        starts = range(0, max(len(positions), 1), many)
        return np.concatenate([self.predict(data.scaled(positions[at : at + many])) for at in starts])

    def scaled(self, x: np.ndarray) -> np.ndarray:
        """Scale examples of a dataset, as float32."""
        return scaling.inputs(self.scaling, x)

    @property
    def whole(self) -> np.dtype | None:
        """The dtype of the model's input if it is an integer type, as with included scaling; else None."""
        name = str(self.model.inputs[0].dtype)
        return np.dtype(name) if name.removeprefix("u").startswith("int") else None

    def taken(self, x: np.ndarray) -> np.ndarray:
        """Examples as `scaled`, in the integer dtype of the model's input if it has one."""
        return self.scaled(x).astype(self.whole or np.float32, copy=False)


def in_parts(x: np.ndarray, many: int = PART * AT_ONCE) -> Iterator[np.ndarray]:
    """The examples, of which those on disk are read in parts of so many."""
    if not isinstance(x, np.memmap):
        yield x
        return
    for start in range(0, len(x), many):
        yield np.array(x[start : start + many])
        release(x)


def of_run(kept: Kept, backend_name: str | None = None, precision: str | None = None) -> Trained:
    """The model of a run, bit-identical to that in its model.keras.

    It is built with the run's backend and precision. For an export the backend can be another one; then only
    the state of the seed generators is left out. With another precision the weights are converted. Raises
    BackendError if the backend is not installed or another one is imported; ZooError if the model can't be
    built or the weights are from another plan.
    """
    plan = kept.plan
    name = backend_name or plan.train.backend
    backend.start(name)
    from zoo.training import custom_objects
    from zoo.training.build import build_model
    from zoo.training.compile_plan import compile_for
    from zoo.training.frozen import Freezer

    with contextlib.suppress(ZooError):  # a module that has moved since; the builder knows where
        custom_objects.import_all(kept.record.custom_objects)
    backend.fresh(plan.train.seed, precision or plan.train.precision)
    dataset = plan.dataset.value
    model = build_model(plan.model, dataset.input_shape, dataset.task)
    phase = max(kept.record.phases_begun - 1, 0)
    compile_for(model, plan.by_phase[phase])
    Freezer(model, plan).freeze(phase)
    try:
        _put(model, kept, same_backend=name == plan.train.backend, convert=precision is not None)
    except OtherModel as other:
        short = kept.record.short
        if kept.record.is_published:
            raise ZooError(f"the weights {short} are of another model: the file {other}") from None
        raise ZooError(f"the checkpoint of {short} is of another plan: it {other}; see its {PLAN}") from None
    objective = plan.model.value.head.fit(dataset.task)
    return Trained(
        model,
        kept.title,
        dataset.task,
        dataset.input_shape,
        dataset.classes,
        kept.scaling,
        objective.link if objective.logits else "linear",
        AT_ONCE,
    )


def metrics_of(trained: Trained, plan: Plan, data: Data, positions: np.ndarray) -> dict[str, float]:
    """Loss and metric on the examples at these positions, computed by Keras, in the units of a record."""
    from zoo.training.compile_plan import compile_for
    from zoo.training.completeness import WholeEvaluation
    from zoo.training.feed import Batches
    from zoo.training.units import Units

    if data.weights is not None:  # also where the data of the training had none
        compile_for(trained.model, plan, weighted=True)
    feed = Batches(data, positions, trained.batch)
    limits.refuse(steps=len(feed))
    logs = trained.model.evaluate(
        feed, callbacks=[WholeEvaluation(feed, "the data")], verbose=0, return_dict=True
    )
    return Units.of(plan).convert(logs)


def _put(model: keras.Model, kept: Kept, *, same_backend: bool, convert: bool) -> None:
    """Set a model's variables to those of the kept model, converted to their precision if asked for.

    Named weights have no state of seed generators, and may have been rounded to fewer bits.
    """
    from zoo.training import state

    is_published = kept.record.is_published
    variables, arrays = list(model.variables), list(kept.checkpoint.kept_model)
    if is_published or not same_backend:
        variables = [each for each in variables if not each.path.endswith(SEED_STATE)]
        arrays = weights_of(arrays)
    state.check_finite(arrays, kept.record.id)
    state.put(variables, state.converted(arrays, variables) if convert or is_published else arrays)
