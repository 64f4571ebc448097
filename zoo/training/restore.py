"""The model of a run, built again from its plan and given its weights; no file's code or class is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zoo.data import scaling
from zoo.errors import ZooError
from zoo.runs.checkpoint import OtherModel
from zoo.runs.directory import PLAN
from zoo.training import backend

if TYPE_CHECKING:
    import keras

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs.kept import Kept
    from zoo.specs.data_facts import Scaling
    from zoo.specs.task import Task

AT_ONCE = 1_000
"""Examples that are answered in one step."""
SEED_STATE = "seed_generator_state"
"""How Keras ends the paths of what is drawn from; each backend has its own kind of it."""


@dataclass(frozen=True, eq=False)
class Trained:
    """A model that was trained, with what it takes to use it.

    `model` takes scaled input of shape (examples, *input_shape), and is compiled with the loss and
    the metric that it was trained with. `scaling` says how input is scaled, and how a regression's
    targets were. `activation` is what makes probabilities of the model's output: softmax or sigmoid
    where it has logits, else linear. `classes` are the classes' names, empty where they have none.
    `title` is as in "relu-dropout with rmsprop (3f9a, epoch 5)".
    """

    model: keras.Model
    title: str
    task: Task
    input_shape: tuple[int, ...]
    classes: tuple[str, ...]
    scaling: Scaling
    activation: str

    @property
    def class_names(self) -> tuple[str, ...]:
        """A name for each class: its number where it has none."""
        return self.classes or tuple(str(number) for number in range(self.task.outputs))

    def answers(self, scaled: np.ndarray) -> np.ndarray:
        """What the model answers to scaled examples.

        A classification's are probabilities of shape (examples, classes); a regression's are numbers
        of shape (examples, outputs), in the target's own units.
        """
        output = self.model.predict(scaled, batch_size=AT_ONCE, verbose=0).astype(np.float64)
        if self.task.kind == "regression":
            return output * self.scaling.target_scale + np.array(self.scaling.target_mean)
        if self.activation == "softmax":
            powers = np.exp(output - output.max(axis=1, keepdims=True))
            return powers / powers.sum(axis=1, keepdims=True)
        if self.activation == "sigmoid":
            output = 1 / (1 + np.exp(-output))
        return output if output.shape[1] > 1 else np.hstack([1 - output, output])

    def scaled(self, x: np.ndarray) -> np.ndarray:
        """Examples as they lie in a dataset, as the model takes them: float32, scaled."""
        return scaling.inputs(self.scaling, x)

    @property
    def whole(self) -> np.dtype | None:
        """The dtype of what the model takes where that is whole numbers, as with its scaling in it."""
        name = str(self.model.inputs[0].dtype)
        return np.dtype(name) if name.removeprefix("u").startswith("int") else None

    def taken(self, x: np.ndarray) -> np.ndarray:
        """Examples as `scaled`, in whole numbers where the model takes such."""
        return self.scaled(x).astype(self.whole or np.float32, copy=False)


def of_run(kept: Kept, backend_name: str | None = None) -> Trained:
    """The model that a run has kept: that of its model.keras, bit for bit.

    It is built with the run's backend, or, for an export, with another, where only what is drawn
    from while training is left out. Raises BackendError where the backend is not installed, or
    another one is imported already; ZooError where the model can't be built, or the weights are
    another plan's.
    """
    plan = kept.plan
    name = backend_name or plan.train.backend
    backend.start(name)
    from zoo.training.build import build_model, compile_model

    backend.fresh(plan.train.seed)
    dataset = plan.dataset.value
    model = build_model(plan.model, dataset.input_shape, dataset.task)
    compile_model(model, plan.model.value, plan.optimizer.value, dataset.task)
    try:
        _put(model, kept, same_backend=name == plan.train.backend)
    except OtherModel as other:
        short = kept.record.id[-4:]
        raise ZooError(f"the checkpoint of {short} is of another plan: it {other}; see its {PLAN}") from None
    objective = plan.model.value.head.fit(dataset.task)
    logits = "sigmoid" if objective.loss == "binary_crossentropy" else "softmax"
    return Trained(
        model,
        kept.title,
        dataset.task,
        dataset.input_shape,
        dataset.classes,
        kept.scaling,
        logits if objective.logits else "linear",
    )


def metrics_of(trained: Trained, plan: Plan, data: Data, positions: np.ndarray) -> dict[str, float]:
    """Loss and metric on the examples at these positions, as Keras measures them and a record has them."""
    from zoo.training.feed import Batches
    from zoo.training.journal import Units

    logs = trained.model.evaluate(Batches(data, positions, AT_ONCE), verbose=0, return_dict=True)
    return Units.of(plan).convert(logs)


def _put(model: keras.Model, kept: Kept, *, same_backend: bool) -> None:
    """Give a model its weights, averaged where Keras would have averaged them at the end of `fit`."""
    from zoo.training import state

    variables, arrays = list(model.variables), list(kept.checkpoint.model)
    if not same_backend:
        variables = [each for each in variables if not each.path.endswith(SEED_STATE)]
        arrays = [each for each in arrays if not each.name.endswith(SEED_STATE)]
    state.put(variables, arrays)
    if kept.plan.train.keep == "last" and kept.plan.optimizer.value.optimizer.use_ema:
        model.optimizer.build(model.trainable_variables)
        state.put(model.optimizer.variables, kept.checkpoint.optimizer)
        model.optimizer.finalize_variable_values(model.trainable_weights)
