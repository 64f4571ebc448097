"""Labels that are mixtures of classes, as MixUp and CutMix make them, for losses and metrics of plain labels.

The loss takes the mixture. A metric such as the accuracy counts the class with the largest share; of several
labels, those with a share above one half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
from keras import ops

if TYPE_CHECKING:
    from zoo.specs.layers.head import Objective
    from zoo.specs.task import Task


class Labels:
    """The form of the labels of a classification.

    Each output is decided by itself if there is one for two classes, or one for each of several labels.
    """

    def __init__(self, task: Task, objective: Objective) -> None:
        """Of the task, for a model with this output."""
        self.classes, self.units = task.outputs, objective.units
        self.is_one_hot = task.labels == "one-hot"
        self.is_each = objective.units == 1 or not task.has_one_class

    def shares(self, y: Any) -> Any:
        """Plain labels as float32 of shape (examples, classes); of one output, (examples, 1)."""
        if self.is_one_hot or self.is_each:
            return ops.cast(ops.reshape(y, (-1, self.units)), "float32")
        return ops.one_hot(ops.cast(ops.reshape(y, (-1,)), "int32"), self.classes)

    def plain(self, y: Any) -> Any:
        """The labels with the largest share, in the form of the data; plain labels are left as they are."""
        if self.is_each:
            return ops.cast(ops.cast(y, "float32") > 1 / 2, "float32")
        if self.is_one_hot:
            return ops.one_hot(ops.argmax(y, axis=-1), self.classes)
        return ops.argmax(y, axis=-1) if is_mixed(y, self.classes) else y


def is_mixed(y: Any, classes: int) -> bool:
    """Whether labels that are integers in the data are shares of the classes here."""
    return len(y.shape) == 2 and y.shape[-1] == classes  # noqa: PLR2004 - axes


def take_mixed_labels(model: keras.Model, loss: keras.losses.Loss, task: Task, objective: Objective) -> None:
    """Let the loss and the metrics of a model take mixtures; for plain labels, they stay the same."""
    labels, usual = Labels(task, objective), loss.call

    def call(y_true: Any, y_pred: Any) -> Any:
        if not is_mixed(y_true, labels.classes):
            return usual(y_true, y_pred)
        return keras.losses.categorical_crossentropy(y_true, y_pred, from_logits=objective.logits)

    def compute_metrics(x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return type(model).compute_metrics(model, x, labels.plain(y), y_pred, sample_weight)

    if isinstance(loss, keras.losses.SparseCategoricalCrossentropy):
        loss.call = call
    model.compute_metrics = compute_metrics
