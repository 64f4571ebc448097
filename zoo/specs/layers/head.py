"""The last layer of a model, which depends on the task, and the loss and the metric."""

from dataclasses import KW_ONLY
from typing import Annotated

from zoo.errors import UsageError, enumerated
from zoo.schema.fields import OneOf
from zoo.schema.value import Value, frozen
from zoo.specs import losses
from zoo.specs.layers import base
from zoo.specs.layers.base import LayerDeclaration, Trace, require
from zoo.specs.layers.core import Dense
from zoo.specs.task import Task

AUTO = "auto"
OPTIONS = ("label_smoothing", "gamma", "alpha", "delta")
"""The settings that are arguments of the loss."""


class UnfitHead(UsageError):
    """A setting of the head that does not fit the task; has the setting and the reason."""

    def __init__(self, setting: str, reason: str) -> None:
        """`setting` is a field of Head."""
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
        arguments: Those of the loss that are given, as pairs of name and value.
    """

    units: int
    activation: str
    loss: str
    metric: str
    logits: bool
    degree: int
    arguments: tuple[tuple[str, float], ...] = ()

    @property
    def link(self) -> str:
        """The function from logits to probabilities: "sigmoid", for each output alone, or "softmax"."""
        return "sigmoid" if self.loss in losses.BINARY else "softmax"


@frozen
class Head(LayerDeclaration):
    """The last layer: a Dense layer with one unit for each class, label or target of the task.

    By default it has softmax with cross-entropy for three or more classes, one sigmoid with binary
    cross-entropy for two classes, a sigmoid with binary cross-entropy for each of several labels, and a
    linear output with mean squared error for a regression.

    Attributes:
        activation: "auto", "softmax", "sigmoid" or "linear".
        loss: "auto", or Keras's name of a loss. That of a hinge loss gives the output no activation.
        logits: Whether the activation is left out and the loss is computed from logits.
        label_smoothing: The share of a label that is spread over all classes, for a cross-entropy.
        gamma: The exponent of a focal cross-entropy; Keras's default is 2.
        alpha: The weight of a focal cross-entropy; of two classes, that of the second one.
        delta: For `huber`, the error from which the loss is linear, in standard deviations of the target;
            Keras's default is 1.
        name: The name of the layer.
    """

    activation: Annotated[str, OneOf((AUTO, "softmax", "sigmoid", "linear"))] = AUTO
    loss: Annotated[str, OneOf((AUTO, *losses.LOSSES))] = AUTO
    logits: base.Switch = False
    label_smoothing: Annotated[float | None, losses.SHARE] = None
    gamma: Annotated[float | None, losses.EXPONENT] = None
    alpha: Annotated[float | None, losses.SHARE] = None
    delta: Annotated[float | None, losses.DISTANCE] = None
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
        if task.has_units:
            return self._regression(task)
        return self._classification(task) if task.has_one_class else self._multilabel(task)

    def dense(self, task: Task, shape: base.Shape) -> Dense:
        """The Dense layer for a task and an input of shape (features,).

        For a target of a shape it is on the last axis, and the other axes have the target's lengths. An axis
        of channels may follow the target's axes; one channel is left.
        """
        if task.shape:
            return self._of_shape(task, shape)
        require(len(shape) == 1, "a flat vector; a Flatten or GlobalAveragePooling2D gives one")
        objective = self.fit(task)
        return Dense(objective.units, activation=objective.activation, name=self.name)

    def _of_shape(self, task: Task, shape: base.Shape) -> Dense:
        """The Dense layer for a target of a shape."""
        sizes = " × ".join(map(str, task.shape))
        inside = "".join(f"{size}, " for size in task.shape[:-1])
        has_channels = shape[:-1] == task.shape
        wanted = f"({inside}any) or ({inside}{task.shape[-1]}, any), for targets of {sizes}"
        require(has_channels or shape[:-1] == task.shape[:-1], f"{wanted}; a Reshape gives one")
        units = 1 if has_channels else task.shape[-1]
        return Dense(units, activation=self.fit(task).activation, name=self.name)

    def _regression(self, task: Task) -> Objective:
        if self.activation not in (AUTO, "linear"):
            why = f"{self.activation} has bounded outputs, but the targets of a regression have no bounds"
            raise UnfitHead("activation", f"{why}; wanted linear")
        if self.logits:
            raise UnfitHead("logits", "true is not valid for a regression, which has no classes")
        loss = "mean_squared_error" if self.loss == AUTO else self.loss
        if loss not in losses.DEGREES:
            wanted = f"wanted one of {', '.join(losses.DEGREES)}"
            raise UnfitHead("loss", f"{loss} is for classes, and this is a regression; {wanted}")
        given = self._arguments(loss)
        degree, metric = losses.DEGREES[loss], "mean_absolute_error"
        return Objective(task.outputs, "linear", loss, metric, logits=False, degree=degree, arguments=given)

    def _classification(self, task: Task) -> Objective:
        two = task.outputs == 2 and task.labels == "integer"  # noqa: PLR2004 - two classes
        chosen = self._activation(two=two)
        logits = self._from_logits()
        if chosen == "sigmoid" and not two:
            why = f"sigmoid is one unit for two classes, but there are {task}"
            if task.labels == "one-hot":
                why = "sigmoid is one unit for two classes with labels 0 and 1, but the labels are one-hot"
            raise UnfitHead("activation", f"{why}; wanted softmax")
        loss = self._fitting(chosen, task)
        if chosen == "sigmoid":
            units, metric = 1, "binary_accuracy"
        else:
            units = task.outputs
            metric = f"{'sparse_' * (task.labels == 'integer')}categorical_accuracy"
        given = self._arguments(loss)
        return Objective(units, "linear" if logits else chosen, loss, metric, logits, 0, given)

    def _multilabel(self, task: Task) -> Objective:
        if self.activation == "softmax":
            why = "softmax gives each example one class, and each can have several labels"
            raise UnfitHead("activation", f"{why}; wanted sigmoid")
        logits = self._from_logits()
        loss = "binary_crossentropy" if self.loss == AUTO else self.loss
        if loss not in losses.BINARY:
            wanted = f"wanted one of {', '.join(losses.BINARY)}"
            raise UnfitHead("loss", f"{loss} does not fit {task} for each example; {wanted}")
        activation = "linear" if logits else "sigmoid"
        given = self._arguments(loss)
        return Objective(task.outputs, activation, loss, "binary_accuracy", logits, 0, given)

    def _from_logits(self) -> bool:
        """Whether the loss is computed from logits or scores; UnfitHead if the activation does not fit."""
        if self.logits and self.activation not in (AUTO, "linear"):
            why = f"{self.activation} gives probabilities, and logits=true computes the loss from logits"
            raise UnfitHead("activation", f"{why}; wanted auto or linear")
        of_scores = self.loss in losses.OF_SCORES
        if of_scores and self.activation not in (AUTO, "linear"):
            why = f"{self.activation} gives probabilities, and {self.loss} is computed from scores"
            raise UnfitHead("activation", f"{why}; wanted auto or linear")
        if self.activation == "linear" and not (self.logits or of_scores):
            why = "linear does not give probabilities, from which the loss is computed"
            raise UnfitHead("activation", f"{why}; wanted auto, or logits=true")
        return self.logits or of_scores

    def _fitting(self, chosen: str, task: Task) -> str:
        """The loss; UnfitHead if the given one does not fit the output and the labels."""
        if chosen == "sigmoid":
            usual, known = "binary_crossentropy", [*losses.BINARY]
        else:
            is_sparse = task.labels == "integer"
            usual = losses.SPARSE if is_sparse and not self.label_smoothing else losses.CATEGORICAL
            known = [
                usual,
                *(each for each in losses.CLASSES if each not in (losses.SPARSE, losses.CATEGORICAL)),
            ]
        if self.loss in (AUTO, *known):
            return usual if self.loss == AUTO else self.loss
        if self.loss == losses.SPARSE and chosen != "sigmoid" and self.label_smoothing:
            why = f"is not available for {losses.SPARSE}"
            raise UnfitHead("label_smoothing", f"{why}; wanted loss auto or {losses.CATEGORICAL}")
        why = f"{self.loss} does not fit {chosen} and {task} with {task.labels} labels"
        raise UnfitHead("loss", f"{why}; wanted {usual}")

    def _arguments(self, loss: str) -> tuple[tuple[str, float], ...]:
        """The arguments of the loss that are given; UnfitHead for one that it does not take."""
        given = {name: getattr(self, name) for name in OPTIONS if getattr(self, name) is not None}
        for name in given:
            if name not in losses.ARGUMENTS[loss]:
                takes = [each for each, names in losses.ARGUMENTS.items() if name in names]
                raise UnfitHead(name, f"is not an argument of {loss}; it is one of {enumerated(takes)}")
        return tuple(given.items())

    def _activation(self, *, two: bool) -> str:
        """Softmax or sigmoid; with logits, the one that the loss applies."""
        if self.activation in (AUTO, "linear"):
            binary = two and self.loss in (AUTO, *losses.BINARY)
            return "sigmoid" if binary else "softmax"
        return self.activation
