"""Metrics of true and predicted values."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import t

from tests.zoo.inference.samples import classified, regressed
from zoo.inference.figures import ClassFigures, TargetFigures
from zoo.inference.interval import interval, of_mean

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


@given(arrays(np.float64, st.integers(2, 50), elements=st.floats(0, 1e6)))
def test_the_interval_of_a_mean_error_is_students(errors: np.ndarray) -> None:
    """As scipy.stats has it, and not below 0."""
    low, high = of_mean(errors) or (0.0, 0.0)
    scale = errors.std(ddof=1) / len(errors) ** 0.5
    wanted = t.interval(0.95, len(errors) - 1, errors.mean(), scale) if scale else (errors.mean(),) * 2
    assert (low, high) == (pytest.approx(max(0, wanted[0])), pytest.approx(wanted[1]))


def test_an_example_with_several_targets_counts_once() -> None:
    """Its error is the mean of theirs; one example has no interval."""
    true, predicted = (
        np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        np.array([[1.0, 4.0], [3.0, 4.0], [8.0, 7.0]]),
    )
    found = replace(regressed([1.0], [2.0]), true=true, predicted=predicted)
    assert found.interval == of_mean(np.array([1.0, 0.0, 2.0]))
    assert found.to_json()["mean_absolute_error_interval"] == list(found.interval or ())
    assert regressed([1.0], [2.0]).to_json()["mean_absolute_error_interval"] is None


def test_json_has_only_finite_numbers() -> None:
    """This holds for every kind of task."""
    for each in (SHOES, regressed([1.0], [2.0])):
        assert json.loads(json.dumps(each.to_json(), allow_nan=False)) == each.to_json()
    assert SHOES.to_json()["confusion_matrix"] == np.array(SHOES.confusion).tolist()
