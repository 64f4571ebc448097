"""Metrics that compute with Keras's, for outputs and labels in any form: of classes, labels and arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
from keras import ops

if TYPE_CHECKING:
    from zoo.specs.layers.head import Objective
    from zoo.specs.task import Task

HALF = 0.5
"""The probability above which an output is a positive answer."""


class OfClasses:
    """A metric of probabilities and one-hot labels, for a model with any output and labels in any form.

    Of two classes, the second is the positive one, as in scikit-learn. Of more, each is compared with all
    others, and the mean over the classes is taken; likewise of several labels for each example.
    """

    def understands(self, task: Task, objective: Objective) -> None:
        """Set the form of the labels and of the outputs."""
        self.classes, self.y_shape = task.outputs, task.y_shape
        self.is_two = is_two(task)
        self.link, self.logits = objective.link, objective.logits

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Add a batch."""
        if sample_weight is not None:
            sample_weight = ops.reshape(sample_weight, (-1,))
        return super().update_state(self._labels(y_true), self._likely(y_pred), sample_weight)  # type: ignore[misc]  # of the metric that follows

    def _labels(self, y_true: Any) -> Any:
        if not self.y_shape:
            y_true = ops.one_hot(ops.cast(ops.reshape(y_true, (-1,)), "int32"), self.classes)
        return self._positive(ops.cast(y_true, "float32"))

    def _likely(self, y_pred: Any) -> Any:
        if self.link == "sigmoid":
            return ops.sigmoid(y_pred) if self.logits else y_pred
        return self._positive(ops.softmax(y_pred) if self.logits else y_pred)

    def _positive(self, columns: Any) -> Any:
        return columns[:, 1:] if self.is_two else columns


class F1(OfClasses, keras.metrics.F1Score):
    """Keras's F1Score, averaged over the classes; of two, that of the second one."""


class Precision(F1):
    """The precision, with the counts of Keras's F1Score."""

    def result(self) -> Any:
        """The mean over the classes; 0 for a class that was never predicted."""
        return _mean_share(self.true_positives, self.false_positives)


class Recall(F1):
    """The recall, with the counts of Keras's F1Score."""

    def result(self) -> Any:
        """The mean over the classes; 0 for a class without examples."""
        return _mean_share(self.true_positives, self.false_negatives)


class Auc(OfClasses, keras.metrics.AUC):
    """Keras's AUC, averaged over the classes; of two, that of the second one."""


class SubsetAccuracy(OfClasses, keras.metrics.MeanMetricWrapper):
    """The share of the examples whose labels are all right, as scikit-learn's accuracy_score."""

    def __init__(self, name: str) -> None:
        """`name` is that in Keras's logs."""
        super().__init__(_all_right, name=name)


class R2OfArrays(keras.metrics.R2Score):
    """The coefficient of determination over all values of targets that are arrays."""

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Add a batch."""
        true, answers = (ops.reshape(each, (-1, 1)) for each in (y_true, y_pred))
        return super().update_state(true, answers, sample_weight)


def _all_right(y_true: Any, y_pred: Any) -> Any:
    right = ops.equal(y_true > HALF, y_pred > HALF)
    return ops.cast(ops.all(right, axis=-1), "float32")


def is_two(task: Task) -> bool:
    """Whether the task has two classes, of which the second is the positive one."""
    return task.has_one_class and task.outputs == 2  # noqa: PLR2004 - two classes


def _mean_share(right: Any, wrong: Any) -> Any:
    return ops.mean(ops.divide_no_nan(right, right + wrong))
