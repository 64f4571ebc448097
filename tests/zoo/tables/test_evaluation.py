"""The evaluation of a model, as sentences."""

from __future__ import annotations

from tests.zoo.inference.samples import classified, regressed
from zoo.tables.evaluation import metrics


def test_the_main_metric_has_its_confidence_interval() -> None:
    """The accuracy, or the mean absolute error of two examples or more."""
    assert metrics(classified([0, 0, 1, 1], [0, 0, 1, 0], "boot", "heel")) == (
        "loss 0.2500  accuracy 0.7500 (95 % confidence interval 0.3006 to 0.9544)"
    )
    assert metrics(regressed([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])) == (
        "loss 2.5000  mean_absolute_error 1.5000 (95 % confidence interval 0.0000 to 4.4841)"
    )
    assert metrics(regressed([1.0], [2.0])) == "loss 2.5000  mean_absolute_error 1.5000"
