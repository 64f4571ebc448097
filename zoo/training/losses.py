"""Keras's losses for the labels of a model, whatever form these have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
from keras import ops

from zoo.training.mixed_labels import is_mixed
from zoo.training.plugin_objects import made

if TYPE_CHECKING:
    from zoo.specs.layers.head import Objective
    from zoo.specs.own_loss import LossSpec
    from zoo.specs.task import Task

LOSSES = {
    "sparse_categorical_crossentropy": keras.losses.SparseCategoricalCrossentropy,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy,
    "categorical_focal_crossentropy": keras.losses.CategoricalFocalCrossentropy,
    "categorical_hinge": keras.losses.CategoricalHinge,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "binary_focal_crossentropy": keras.losses.BinaryFocalCrossentropy,
    "hinge": keras.losses.Hinge,
    "squared_hinge": keras.losses.SquaredHinge,
    "mean_squared_error": keras.losses.MeanSquaredError,
    "mean_absolute_error": keras.losses.MeanAbsoluteError,
    "huber": keras.losses.Huber,
}


class OfIntegers:
    """A loss of one-hot labels, for labels that are integers."""

    classes: int

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The loss of each example."""
        if not is_mixed(y_true, self.classes):
            y_true = ops.one_hot(ops.cast(ops.reshape(y_true, (-1,)), "int32"), self.classes)
        return super().call(y_true, y_pred)  # type: ignore[misc]  # of the loss that follows


class CategoricalCrossentropy(OfIntegers, keras.losses.CategoricalCrossentropy):
    """Keras's, which has label smoothing, for integer labels."""


class CategoricalFocalCrossentropy(OfIntegers, keras.losses.CategoricalFocalCrossentropy):
    """Keras's, for integer labels."""


class CategoricalHinge(OfIntegers, keras.losses.CategoricalHinge):
    """Keras's, for integer labels."""


FOR_INTEGERS: dict[str, Any] = {
    "categorical_crossentropy": CategoricalCrossentropy,
    "categorical_focal_crossentropy": CategoricalFocalCrossentropy,
    "categorical_hinge": CategoricalHinge,
}


def loss_of(objective: Objective, task: Task) -> keras.losses.Loss:
    """The loss of a head for a task."""
    options: dict[str, Any] = dict(objective.arguments)
    if objective.loss.endswith("crossentropy"):
        options["from_logits"] = objective.logits
    if objective.loss == "binary_focal_crossentropy" and "alpha" in options:
        options["apply_class_balancing"] = True  # without it, Keras ignores alpha
    if not is_own(objective, task):
        return LOSSES[objective.loss](**options)
    loss: Any = FOR_INTEGERS[objective.loss](**options)
    loss.classes = task.outputs
    return loss


def loss_of_plugin(name: str, spec: LossSpec, task: Task) -> keras.losses.Loss:
    """A plugin's loss; raises ZooError if its function fails, or makes something else."""
    return made(f"the loss {name}", spec.make, task, keras.losses.Loss, "keras.losses.Loss")


def data_loss_of_plugin(loss: keras.losses.Loss, name: str) -> keras.metrics.Metric:
    """A plugin's loss as a metric."""
    return keras.metrics.MeanMetricWrapper(loss.call, name=name)


def is_own(objective: Objective, task: Task) -> bool:
    """Whether the loss is one of these subclasses, which Keras alone can't load."""
    return objective.loss in FOR_INTEGERS and task.labels == "integer"


def data_loss(objective: Objective, name: str) -> keras.metrics.Metric:
    """The loss of a regression as a metric."""
    if objective.loss == "huber":
        return keras.metrics.MeanMetricWrapper(keras.losses.huber, name=name, **dict(objective.arguments))
    kinds = {
        "mean_squared_error": keras.metrics.MeanSquaredError,
        "mean_absolute_error": keras.metrics.MeanAbsoluteError,
    }
    return kinds[objective.loss](name=name)
