"""Metrics of true and predicted values."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.inference.samples import classified, regressed
from zoo.inference.figures import ClassFigures, TargetFigures
from zoo.inference.interval import interval

SHOES = classified([0, 0, 0, 1, 1, 2], [0, 1, 1, 1, 1, 0], "boot", "heel", "clog", "sock")


def test_each_class_has_its_metrics() -> None:
    """A class that was never predicted, and one without examples, have 0 instead of 0/0."""
    assert SHOES.classes == (
        ClassFigures("boot", 3, 0.5, 1 / 3, 0.4),
        ClassFigures("heel", 2, 0.5, 1.0, 2 / 3),
        ClassFigures("clog", 1, 0.0, 0.0, 0.0),
        ClassFigures("sock", 0, 0.0, 0.0, 0.0),
    )
    assert SHOES.means == (0.25, pytest.approx(1 / 3), pytest.approx(0.8 / 3))


def test_the_confusion_matrix_has_true_classes_in_rows() -> None:
    """The most frequent confusion is named."""
    assert SHOES.confusion == ((1, 2, 0, 0), (0, 2, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0))
    assert SHOES.most_mistaken == ("boot", "heel", 2)
    assert classified([0, 1], [0, 1], "boot", "heel").most_mistaken is None


def test_a_regression_has_its_errors_and_residuals() -> None:
    """A residual is true minus predicted; one example has no R²."""
    (one,) = regressed([1.0, 2.0, 3.0, 6.0], [1.0, 2.0, 4.0, 4.0]).targets
    assert one == TargetFigures(
        pytest.approx(1 - 5 / 14),
        0.75,
        pytest.approx(1.25**0.5),
        pytest.approx({0: -1, 0.05: -0.85, 0.25: -0.25, 0.5: 0, 0.75: 0.5, 0.95: 1.7, 1: 2}),
    )
    assert regressed([1.0], [2.0]).targets[0].r2 is None


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_contains_the_fraction(found: tuple[int, int]) -> None:
    """It stays within 0 and 1, and has a width."""
    right, examples = found
    low, high = interval(right, examples)
    assert 0 <= low <= right / examples <= high <= 1
    assert low < high


def test_the_interval_is_wilsons() -> None:
    """At its ends, the fraction is 1.96 standard deviations away."""
    for end in interval(8_675, 10_000):
        assert abs(0.8675 - end) == pytest.approx(1.959964 * (end * (1 - end) / 10_000) ** 0.5)


def test_json_has_only_finite_numbers() -> None:
    """This holds for every kind of task."""
    for each in (SHOES, regressed([1.0], [2.0])):
        assert json.loads(json.dumps(each.to_json(), allow_nan=False)) == each.to_json()
    assert SHOES.to_json()["confusion_matrix"] == np.array(SHOES.confusion).tolist()
