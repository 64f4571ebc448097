"""The last layer of a model, which depends on the task, and the loss and the metric."""

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
    """A setting of the head that does not fit the task; has the setting and the reason."""

    def __init__(self, setting: str, reason: str) -> None:
        """`setting` is activation, loss or logits."""
        self.setting, self.reason = setting, reason
        super().__init__(f"{setting} {reason}")


@frozen
class Objective(Value):
    """The output, the loss and the metric of a head for one task.

    Attributes:
        units: The number of outputs.
        activation: The activation of the output.
        loss: Keras's name of the loss.
        metric: Keras's name of the metric.
        logits: Whether the loss is computed from logits, the output without an activation.
        degree: The power of the target's unit in the loss (0 for classification), so that the loss can be
            reported in units of the target.
    """

    units: int
    activation: str
    loss: str
    metric: str
    logits: bool
    degree: int


@frozen
class Head(LayerDeclaration):
    """The last layer: a Dense layer with one unit for each class or target of the task.

    By default it has softmax with cross-entropy for three or more classes, one sigmoid with binary
    cross-entropy for two classes, and a linear output with mean squared error for a regression.

    Attributes:
        activation: "auto", "softmax", "sigmoid" or "linear".
        loss: "auto", or Keras's name of a loss.
        logits: Whether the activation is left out and the loss is computed from logits.
        name: The name of the layer.
    """

    activation: Annotated[str, OneOf((AUTO, "softmax", "sigmoid", "linear"))] = AUTO
    loss: Annotated[str, OneOf((AUTO, *LOSSES))] = AUTO
    logits: base.Switch = False
    _: KW_ONLY
    name: base.Name = None

    def trace(self, shape: base.Shape) -> Trace:
        """Not available: the shape depends on the task, see `dense`."""
        raise NotImplementedError

    def fit(self, task: Task) -> Objective:
        """The output, the loss and the metric for a task.

        Raises:
            UnfitHead: A setting does not fit the task.
        """
        if task.kind == "regression":
            return self._regression(task)
        return self._classification(task)

    def dense(self, task: Task, shape: base.Shape) -> Dense:
        """The Dense layer for a task and an input of shape (features,)."""
        require(len(shape) == 1, "a flat vector; a Flatten or GlobalAveragePooling2D gives one")
        objective = self.fit(task)
        return Dense(objective.units, activation=objective.activation, name=self.name)

    def _regression(self, task: Task) -> Objective:
        if self.activation not in (AUTO, "linear"):
            why = f"{self.activation} has bounded outputs, but the targets of a regression have no bounds"
            raise UnfitHead("activation", f"{why}; wanted linear")
        if self.logits:
            raise UnfitHead("logits", "true is not valid for a regression, which has no classes")
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
            why = "linear does not give probabilities, from which the loss is computed"
            raise UnfitHead("activation", f"{why}; wanted auto, or logits=true")
        if chosen == "sigmoid" and not two:
            why = f"sigmoid is one unit for two classes, but there are {task}"
            if task.labels == "one-hot":
                why = "sigmoid is one unit for two classes with labels 0 and 1, but the labels are one-hot"
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
        """Softmax or sigmoid; with logits, the one that the loss applies."""
        if self.activation in (AUTO, "linear"):
            binary = two and self.loss in (AUTO, "binary_crossentropy")
            return "sigmoid" if binary else "softmax"
        return self.activation
