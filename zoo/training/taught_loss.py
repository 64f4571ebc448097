"""The loss of a distillation: that of the labels, mixed with the distance from the teacher's outputs.

The loss of an example is `(1 - w) · loss of the label + w · T² · KL(teacher ‖ student)`, where the outputs of
both are softened by the temperature T (Hinton, Vinyals and Dean, 2015: https://arxiv.org/abs/1503.02531).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keras import ops

if TYPE_CHECKING:
    import keras

    from zoo.plan.plan import Plan
    from zoo.specs.layers.head import Objective
    from zoo.specs.task import Task

SMALLEST = 1e-7
"""Probabilities are at least so large, as in Keras's cross-entropies."""


def learn_from_teacher(model: keras.Model, plan: Plan) -> None:
    """Let the loss of a compiled model take labels with the teacher's outputs, beside plain ones."""
    loss, objective, task = model.loss, plan.objective, plan.dataset.value.task
    temperature, weight, usual = plan.train.temperature, plan.train.teacher_weight, loss.call
    assert temperature is not None
    assert weight is not None
    labels = Labels(task)

    def call(y_true: Any, y_pred: Any) -> Any:
        if not labels.has_teacher(y_true):
            return usual(y_true, y_pred)
        y, soft = labels.split(y_true)
        student = logits_of(ops.cast(y_pred, "float32"), objective) / temperature
        apart = temperature**2 * _divergence(ops.cast(soft, "float32"), student, task)
        return (1 - weight) * usual(y, y_pred) + weight * apart

    def compute_metrics(x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return type(model).compute_metrics(model, x, labels.plain(y), y_pred, sample_weight)

    loss.call = call
    model.compute_metrics = compute_metrics


class Labels:
    """Labels as float32, with the teacher's outputs in the columns after them."""

    def __init__(self, task: Task) -> None:
        """Of a task with classes or labels."""
        self.shape = task.y_shape
        self.columns = self.shape[0] if self.shape else 1
        self.outputs = task.outputs

    def has_teacher(self, y: Any) -> bool:
        """Whether these are not the plain labels."""
        return len(y.shape) == 2 and y.shape[-1] == self.columns + self.outputs  # noqa: PLR2004 - axes

    def split(self, y: Any) -> tuple[Any, Any]:
        """The plain labels, and the teacher's outputs."""
        plain = y[:, : self.columns] if self.shape else y[:, 0]
        return plain, y[:, self.columns :]

    def plain(self, y: Any) -> Any:
        """The labels as the data has them."""
        if not self.has_teacher(y):
            return y
        plain, _ = self.split(y)
        return plain if self.shape else ops.cast(plain, "int32")


def logits_of(output: Any, objective: Objective) -> Any:
    """The logits of an output, one for each class or label; of one output for two classes, 0 and its own."""
    if not objective.logits:
        output = ops.clip(output, SMALLEST, 1.0 - SMALLEST if objective.link == "sigmoid" else 1.0)
        output = ops.log(output) - (ops.log1p(-output) if objective.link == "sigmoid" else 0.0)
    return ops.concatenate([ops.zeros_like(output), output], axis=-1) if objective.units == 1 else output


def softened(logits: Any, task: Task) -> Any:
    """The probabilities of the classes, or of each label by itself."""
    return ops.softmax(logits, axis=-1) if task.has_one_class else ops.sigmoid(logits)


def _divergence(teacher: Any, logits: Any, task: Task) -> Any:
    """The Kullback–Leibler divergence of each example; of several labels, the mean of theirs."""
    if task.has_one_class:
        return ops.sum(_terms(teacher, ops.log_softmax(logits, axis=-1)), axis=-1)
    yes, no = _terms(teacher, -ops.softplus(-logits)), _terms(1.0 - teacher, -ops.softplus(logits))
    return ops.mean(yes + no, axis=-1)


def _terms(teacher: Any, log_student: Any) -> Any:
    return teacher * (ops.log(ops.maximum(teacher, SMALLEST)) - log_student)
