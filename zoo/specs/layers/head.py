"""The last layer, which fits itself to the task, and what a model is trained for with it."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.errors import UsageError
from zoo.schema.fields import OneOf
from zoo.schema.value import Value, frozen
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require
from zoo.specs.layers.core import Dense
from zoo.specs.task import Task

AUTO = "auto"
LOSSES = (
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
    "binary_crossentropy",
    "mean_squared_error",
    "mean_absolute_error",
)


class UnfitHead(UsageError):
    """A choice of activation or loss that makes no sense for the task; says which setting, and why."""

    def __init__(self, setting: str, reason: str) -> None:
        """`setting` is activation, loss or logits."""
        self.setting, self.reason = setting, reason
        super().__init__(f"{setting} {reason}")


@frozen
class Objective(Value):
    """What a head becomes for one task.

    `loss` and `metric` are Keras's names. `logits` says that the loss is computed from the linear
    output. `degree` is the power of the target's unit in which the loss is measured (0 for
    classification), so that it can be reported in the target's own units.
    """

    units: int
    activation: str
    loss: str
    metric: str
    logits: bool
    degree: int


@frozen
class Head(LayerDeclaration):
    """A Dense layer with as many units as the task has answers.

    `auto` is softmax with cross-entropy for three classes or more, one sigmoid with binary
    cross-entropy for two, a linear output with mean squared error for a regression. `logits=True`
    leaves the activation out and computes the loss from logits.
    """

    activation: Annotated[str, OneOf((AUTO, "softmax", "sigmoid", "linear"))] = AUTO
    loss: Annotated[str, OneOf((AUTO, *LOSSES))] = AUTO
    logits: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """A head has no shape before it meets a task: see `fit`."""
        raise NotImplementedError

    def fit(self, task: Task) -> Objective:
        """What this head becomes for a task.

        Raises UnfitHead where the choice makes no sense for it.
        """
        if task.kind == "regression":
            return self._regression(task)
        return self._classification(task)

    def dense(self, task: Task, shape: base.Shape) -> Dense:
        """The Keras layer that it becomes on an input of shape (features,)."""
        require(len(shape) == 1, "a flat vector; a Flatten or GlobalAveragePooling2D gives one")
        objective = self.fit(task)
        return Dense(objective.units, activation=objective.activation, name=self.name)

    def _regression(self, task: Task) -> Objective:
        if self.activation not in (AUTO, "linear"):
            why = f"{self.activation} can't answer a regression, whose targets have no bounds"
            raise UnfitHead("activation", f"{why}; wanted linear")
        if self.logits:
            raise UnfitHead("logits", "true makes no sense for a regression, which has no classes")
        loss = "mean_squared_error" if self.loss == AUTO else self.loss
        degrees = {"mean_squared_error": 2, "mean_absolute_error": 1}
        if loss not in degrees:
            wanted = " or ".join(degrees)
            raise UnfitHead("loss", f"{loss} is for classes, and this is a regression; wanted {wanted}")
        return Objective(task.outputs, "linear", loss, "mean_absolute_error", False, degrees[loss])  # noqa: FBT003 - logits

    def _classification(self, task: Task) -> Objective:
        two = task.outputs == 2 and task.labels == "integer"  # noqa: PLR2004 - two classes
        chosen = self._activation(two=two)
        if self.logits and self.activation not in (AUTO, "linear"):
            why = f"{self.activation} gives probabilities, and logits=true computes the loss from logits"
            raise UnfitHead("activation", f"{why}; wanted auto or linear")
        if self.activation == "linear" and not self.logits:
            why = "linear gives no probabilities, which the loss is computed from"
            raise UnfitHead("activation", f"{why}; wanted auto, or logits=true")
        if chosen == "sigmoid" and not two:
            why = f"sigmoid is one unit for two classes, and there are {task}"
            if task.labels == "one-hot":
                why = "sigmoid is one unit for two classes written as 0 and 1, and these are one-hot"
            raise UnfitHead("activation", f"{why}; wanted softmax")
        if chosen == "sigmoid":
            fitting, units, metric = "binary_crossentropy", 1, "binary_accuracy"
        elif task.labels == "integer":
            fitting, units = "sparse_categorical_crossentropy", task.outputs
            metric = "sparse_categorical_accuracy"
        else:
            fitting, units, metric = "categorical_crossentropy", task.outputs, "categorical_accuracy"
        if self.loss not in (AUTO, fitting):
            why = f"{self.loss} does not fit {chosen} and {task} with {task.labels} labels"
            raise UnfitHead("loss", f"{why}; wanted {fitting}")
        return Objective(units, "linear" if self.logits else chosen, fitting, metric, self.logits, 0)

    def _activation(self, *, two: bool) -> str:
        """Softmax or sigmoid; with logits, which of them the loss will apply."""
        if self.activation in (AUTO, "linear"):
            binary = two and self.loss in (AUTO, "binary_crossentropy")
            return "sigmoid" if binary else "softmax"
        return self.activation
