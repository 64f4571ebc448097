"""Metrics and losses of plugins, called as in a training, for the conformance kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from keras import ops

from zoo.specs.layers.head import Head
from zoo.specs.metrics import MetricSpec
from zoo.training.losses import loss_of_plugin
from zoo.training.metrics import metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.specs.own_loss import LossSpec
    from zoo.specs.task import Task

EXAMPLES = 24


def made(name: str, spec: MetricSpec | LossSpec, task: Task) -> Any:
    """A new metric or loss of a plugin; raises ZooError if its function fails, or makes something else."""
    if isinstance(spec, MetricSpec):
        return metric(name, spec, task, Head().fit(task), name)
    return loss_of_plugin(name, spec, task)


def examples(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Labels as a training has them, and outputs of a model for them."""
    random, units = np.random.default_rng(0), Head().fit(task).units
    outputs = random.normal(size=(EXAMPLES, units)).astype(np.float32)
    if task.has_units:
        return random.normal(size=(EXAMPLES, task.outputs)).astype(np.float32), outputs
    if not task.has_one_class:
        return random.integers(0, 2, (EXAMPLES, units)).astype(np.float32), 1 / (1 + np.exp(-outputs))
    labels = np.arange(EXAMPLES, dtype=np.int32) % task.outputs
    if units == 1:
        return labels, 1 / (1 + np.exp(-outputs))
    return labels, np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)


def value(part: Any, task: Task, ends: Sequence[int] = ()) -> float:
    """The value for all examples, which are given in batches that end at these positions.

    That of a loss is the mean over the batches, each weighted by its number of examples.
    """
    y, outputs = (np.split(each, ends) for each in examples(task))
    if hasattr(part, "update_state"):
        part.reset_state()
        for labels, answers in zip(y, outputs, strict=True):
            part.update_state(ops.convert_to_tensor(labels), ops.convert_to_tensor(answers))
        return _number(part.result())
    losses = [
        len(labels) * _number(part(ops.convert_to_tensor(labels), ops.convert_to_tensor(answers)))
        for labels, answers in zip(y, outputs, strict=True)
    ]
    return sum(losses) / EXAMPLES


def copied(part: Any) -> Any:
    """The metric or loss from its configuration, as Keras loads it."""
    return type(part).from_config(part.get_config())


def _number(result: Any) -> float:
    """The number in a result; ValueError if it is not a single one."""
    found = np.asarray(ops.convert_to_numpy(result))
    if found.size != 1:
        raise ValueError(f"its result has the shape {found.shape}; wanted one number")
    return float(found.reshape(()))
