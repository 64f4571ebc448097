"""Whether a quantized model is as accurate as the model that it was made from, on the same examples."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo.comparison.pairs import pair
from zoo.inference.figures import HALF
from zoo.runs.validation_outcomes import Outcomes, class_outcomes

if TYPE_CHECKING:
    from zoo.specs.task import Task

METRICS = {
    "classification": "accuracy",
    "multilabel": "exact_match",
    "regression": "mean_absolute_error",
}
"""What is compared, by the kind of task; of several labels, whether all of an example are right."""


@dataclass(frozen=True)
class AccuracyGate:
    """A model compared with its quantized one on the same test examples.

    `before` and `after` are values of the `metric`. `before_alone` and `after_alone` count the examples that
    only one of the two predicts correctly, or that it predicts more closely. `p` is the p-value of the paired
    test: McNemar's, or Student's for a regression. `tolerance` is how much accuracy may be lost, or by
    which fraction an error may grow.
    """

    metric: str
    before: float
    after: float
    examples: int
    tolerance: float
    before_alone: int
    after_alone: int
    p: float

    @property
    def is_error(self) -> bool:
        """Whether the metric is an error, of which less is better."""
        return self.metric == METRICS["regression"]

    @property
    def loss(self) -> float:
        """How much worse the quantized model is, in the terms of the tolerance; negative if it is better."""
        if not self.is_error:
            return self.before - self.after
        return (self.after - self.before) / self.before if self.before else float(self.after > 0)

    @property
    def noun(self) -> str:
        """The metric in a sentence."""
        return self.metric.replace("_", " ")

    @property
    def allowed(self) -> str:
        """The tolerance in a sentence: "0.01 less", or "1 % more"."""
        return f"{100 * self.tolerance:g} % more" if self.is_error else f"{self.tolerance:g} less"

    @property
    def is_within(self) -> bool:
        """Whether the loss is within the tolerance; false for NaN."""
        return self.loss <= self.tolerance + EPSILON

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return asdict(self)


EPSILON = 1e-12
"""So that a loss of exactly the tolerance is within it, whatever its last bit is."""


def gate(
    task: Task, truth: np.ndarray, before: np.ndarray, after: np.ndarray, tolerance: float
) -> AccuracyGate:
    """Compare the predictions of two models: probabilities, or targets in their own units.

    Args:
        task: The task of both.
        truth: The labels before scaling, of shape (examples, …).
        before: The predictions of the model.
        after: Those of the quantized model.
        tolerance: How much worse it may be.

    Returns:
        The figures of both, and the paired test.
    """
    first, second = (_outcomes(task, truth, each) for each in (before, after))
    tested = pair(("before", first), ("after", second))
    return AccuracyGate(
        METRICS[task.kind],
        _figure(first),
        _figure(second),
        len(truth),
        tolerance,
        tested.leader_alone,
        tested.other_alone,
        tested.p,
    )


def _outcomes(task: Task, truth: np.ndarray, predictions: np.ndarray) -> Outcomes:
    if task.has_units:
        errors = np.abs(predictions.reshape(len(truth), -1) - truth.reshape(len(truth), -1)).mean(axis=1)
        return Outcomes(0, len(truth), errors=tuple(errors.tolist()))
    if task.has_one_class:
        return class_outcomes(0, (predictions.argmax(axis=1) == truth.ravel()).tolist())
    return class_outcomes(0, ((predictions > HALF) == truth).all(axis=1).tolist())


def _figure(outcomes: Outcomes) -> float:
    if outcomes.right is not None:
        return outcomes.right.bit_count() / outcomes.examples
    assert outcomes.errors is not None
    return sum(outcomes.errors) / outcomes.examples
