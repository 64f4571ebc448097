"""Keras's metrics for the outputs and labels of a model, whatever form these have."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import keras
from keras import ops

from zoo.specs.metrics import TOP
from zoo.training.plugin_objects import made

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.specs.layers.head import Objective
    from zoo.specs.metrics import MetricSpec
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
        self.is_two = _is_two(task)
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


def _is_two(task: Task) -> bool:
    """Whether the task has two classes, of which the second is the positive one."""
    return task.has_one_class and task.outputs == 2  # noqa: PLR2004 - two classes


def _mean_share(right: Any, wrong: Any) -> Any:
    return ops.mean(ops.divide_no_nan(right, right + wrong))


def metric(
    name: str, spec: MetricSpec, task: Task, objective: Objective, called: str
) -> keras.metrics.Metric:
    """A new metric, which gets the outputs as float32: not all of Keras's functions take bfloat16.

    Args:
        name: Its name, as in `--metrics`.
        spec: What it is.
        task: The task.
        objective: The outputs of the model.
        called: Its name in Keras's logs.

    Raises:
        ZooError: The function of a plugin fails, or makes something else.
    """
    found = _made(name, spec, task, objective, called)
    found.update_state = functools.partial(_update_in_float32, found.update_state)
    return found


def _update_in_float32(
    update_state: Callable[..., Any], y_true: Any, y_pred: Any, sample_weight: Any = None
) -> Any:
    return update_state(y_true, ops.cast(y_pred, "float32"), sample_weight=sample_weight)


def _made(name: str, spec: MetricSpec, task: Task, objective: Objective, called: str) -> keras.metrics.Metric:
    if spec.make is not None:
        return _of_plugin(name, spec, task, called)
    if found := TOP.fullmatch(name):
        top = (
            keras.metrics.SparseTopKCategoricalAccuracy
            if task.labels == "integer"
            else keras.metrics.TopKCategoricalAccuracy
        )
        return top(int(found[1]), name=called)
    if task.has_units:
        return {
            "mean_squared_error": keras.metrics.MeanSquaredError,
            "root_mean_squared_error": keras.metrics.RootMeanSquaredError,
            "r2": R2OfArrays if task.shape else keras.metrics.R2Score,
        }[name](name=called)
    of_classes = _of_classes(name, task, called)
    of_classes.understands(task, objective)
    return of_classes


def _of_classes(name: str, task: Task, called: str) -> Any:
    if name == "subset_accuracy":
        return SubsetAccuracy(called)
    two = _is_two(task)
    if name in ("auc", "pr_auc"):
        many: dict[str, Any] = {} if two else {"multi_label": True, "num_labels": task.outputs}
        return Auc(curve="ROC" if name == "auc" else "PR", name=called, **many)
    kind = {"precision": Precision, "recall": Recall, "f1": F1}[name]
    return kind(average="macro", threshold=HALF if two or not task.has_one_class else None, name=called)


def _of_plugin(name: str, spec: MetricSpec, task: Task, called: str) -> keras.metrics.Metric:
    assert spec.make is not None
    found = made(f"the metric {name}", spec.make, task, keras.metrics.Metric, "keras.metrics.Metric")
    found.name = called
    return found


def without_own(config: dict[str, Any]) -> dict[str, Any]:
    """How a model was compiled, with Keras's own metrics alone: a file with others could not be loaded."""
    kept = {
        key: [each for each in config.get(key) or () if _is_of_keras(each)]
        for key in ("metrics", "weighted_metrics")
        if config.get(key)
    }
    return config | {key: metrics or None for key, metrics in kept.items()}


def _is_of_keras(described: Any) -> bool:
    return str(described.get("module", "")).startswith("keras") if isinstance(described, dict) else True
