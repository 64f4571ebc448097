"""The Keras metric of a name, for the task and the outputs of a model."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import keras
from keras import ops

from zoo.specs.metrics import TOP
from zoo.training.class_metrics import F1, HALF, Auc, Precision, R2OfArrays, Recall, SubsetAccuracy, is_two
from zoo.training.plugin_objects import made

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.specs.layers.head import Objective
    from zoo.specs.metrics import MetricSpec
    from zoo.specs.task import Task


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
    two = is_two(task)
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
