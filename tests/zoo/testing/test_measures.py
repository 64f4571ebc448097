"""The checks of metrics and losses: each of them can fail, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import keras
import pytest

from zoo import LossSpec, MetricSpec
from zoo.testing import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    Outcome = Callable[..., tuple[str, str]]

IN_PROCESS = ("constructs", "is finite", "is the same twice", "batches equal the whole", "saves and loads")
SHARED = keras.metrics.MeanAbsoluteError()
KINDS = ("regression",)


class Drawn(keras.losses.Loss):
    """A loss that depends on more than its examples."""

    count = 0

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Another number each time."""
        Drawn.count += 1
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1) * Drawn.count


class Largest(keras.losses.Loss):
    """A loss of the batch, not of its examples."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The largest error of the batch."""
        return keras.ops.max(keras.ops.abs(y_true - y_pred))


class Scaled(keras.losses.Loss):
    """A loss whose configuration lacks an argument."""

    def __init__(self, factor: float, **options: Any) -> None:
        super().__init__(**options)
        self.factor = factor

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The scaled error."""
        return self.factor * keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)


class Logarithm(keras.losses.Loss):
    """A loss that has no value for an answer below 0."""

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """NaN for such an answer."""
        return keras.ops.mean(y_true - keras.ops.log(y_pred), axis=-1)


def of_several(task: Any) -> Any:
    """A loss that refuses two classes, which have a single output."""
    if task.outputs == 2:
        raise ValueError("wanted three or more classes")
    return keras.losses.SparseCategoricalCrossentropy()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("metric", MetricSpec(lambda _: keras.metrics.MeanSquaredError(), "min", KINDS, 2)),
        ("metric", MetricSpec(lambda task: keras.metrics.F1Score("macro", 0.5), "max", ("multilabel",))),
        ("loss", LossSpec(lambda _: keras.losses.LogCosh(), KINDS, 1)),
        ("loss", LossSpec(of_several)),
    ],
)
def test_sound_ones_pass(outcome: Outcome, kind: str, value: Any) -> None:
    """Of Keras's own classes, for each kind of task."""
    found = {name: outcome(kind, value, name)[0] for name in IN_PROCESS}
    assert found == dict.fromkeys(IN_PROCESS, "pass")


@pytest.mark.parametrize(
    ("kind", "value", "check", "reason"),
    [
        (
            "metric",
            MetricSpec(lambda _: 3, "min", KINDS),
            "constructs",
            "the metric mine is int; wanted a keras",
        ),
        (
            "metric",
            MetricSpec(lambda _: SHARED, "min", KINDS),
            "constructs",
            "two calls with 1 target returned",
        ),
        (
            "loss",
            LossSpec(lambda _: Logarithm(), KINDS),
            "is finite",
            "it is nan for 1 target; wanted a finite number",
        ),
        ("loss", LossSpec(lambda _: Drawn(), KINDS), "is the same twice", "it is "),
        ("loss", LossSpec(lambda _: Largest(), KINDS), "batches equal the whole", "it is "),
        (
            "loss",
            LossSpec(lambda _: Scaled(2.0), KINDS),
            "saves and loads",
            "from_config(get_config()) fails: ",
        ),
    ],
)
def test_each_fault_is_named(outcome: Outcome, kind: str, value: Any, check: str, reason: str) -> None:
    """In one sentence."""
    status, said = outcome(kind, value, check)
    assert (status, said[: len(reason)]) == ("fail", reason)


def test_metrics_and_losses_have_the_same_checks() -> None:
    """They are also repeated on the other backends."""
    assert [*CHECKS["metric"]] == [*CHECKS["loss"]]
    assert [*CHECKS["loss"]][: len(IN_PROCESS)] == [*IN_PROCESS]
