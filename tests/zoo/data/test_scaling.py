"""Scaling: fitted on the training part only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoo.samples import dataset
from zoo import Task
from zoo.data import scaling
from zoo.specs.data_facts import Scaling

IMAGES = dataset(print, scaling="rescale", factor=1 / 255)
ROWS = dataset(print)
TARGET = dataset(print, Task("regression", 1))
TARGETS = dataset(print, Task("regression", 2))
NUMBERS = st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=30)


def test_images_are_scaled_by_their_factor() -> None:
    """Images stay uint8; the factor is applied in the training step."""
    x = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    fitted = scaling.fit(IMAGES, x, np.zeros(2))
    assert (fitted, scaling.apply_to_inputs(fitted, x) is x) == (Scaling(1 / 255, 1.0), True)


def test_rows_get_mean_0_and_deviation_1() -> None:
    """Each column is standardized separately."""
    x = np.array([[1.0, 10.0], [3.0, 30.0]])
    fitted = scaling.fit(ROWS, x, np.zeros(2))
    scaled = scaling.apply_to_inputs(fitted, x)
    assert fitted == Scaling(1.0, 1.0, mean=(2.0, 20.0), scale=(1.0, 10.0))
    assert (scaled.tolist(), scaled.dtype) == ([[-1, -1], [1, 1]], np.float32)


@given(NUMBERS)
def test_any_column_is_standardized(numbers: list[int]) -> None:
    """Any column that varies has mean 0 and standard deviation 1; one of 0 and 1 is left as it is."""
    x = np.array(numbers, float)[:, None]
    if np.ptp(x) > 1e-3 * np.abs(x).max():  # smaller differences are lost in float32
        scaled = scaling.apply_to_inputs(scaling.fit(ROWS, x, np.zeros(len(x))), x)
        expected = (x.mean(), x.std()) if set(numbers) <= {0, 1} else (0, 1)
        assert (scaled.mean(), scaled.std()) == pytest.approx(expected, abs=1e-3)


@given(st.floats(-1e6, 1e6), st.integers(2, 50))
def test_column_that_does_not_vary_is_only_shifted(number: float, examples: int) -> None:
    """Rounding of the mean does not give a deviation above 0."""
    x = np.full((examples, 1), number)
    assert scaling.fit(ROWS, x, np.zeros(examples)).scale == (1.0,)


@given(st.floats(-1e6, 1e6), st.integers(2, 50))
def test_target_that_does_not_vary_is_only_shifted(number: float, examples: int) -> None:
    """The same holds for targets."""
    y = np.full(examples, number)
    assert scaling.fit(TARGET, np.zeros((examples, 3)), y).target_scale == 1.0


@pytest.mark.parametrize("offset", [0.3, -0.1, 1e12 + 0.1, 1e-300])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_column_that_varies_only_by_rounding_is_only_shifted(offset: float, dtype: type) -> None:
    """The last bit of a number is no information, in inputs and in targets."""
    value = dtype(offset)
    x = np.array([value, np.nextafter(value, dtype(np.inf))] * 50, dtype)
    fitted = scaling.fit(TARGET, x[:, None], x)
    assert (fitted.scale, fitted.target_scale) == ((1.0,), 1.0)


@pytest.mark.parametrize(
    "values", [[1e9, 1e9 + 1e-3], [2.0**46 - 2, 2.0**46 - 1], [1e-100, 3e-100], [0.0, 1e-9]]
)
def test_small_differences_that_are_not_rounding_are_kept(values: list[float]) -> None:
    """Beside a large offset, and in very small numbers."""
    x = np.array(values * 50)
    fitted = scaling.fit(TARGET, x[:, None], x)
    expected = (values[1] - values[0]) / 2
    assert (fitted.scale[0], fitted.target_scale) == pytest.approx((expected, expected), rel=1e-3, abs=0)


def test_target_is_standardized() -> None:
    """The target of a regression becomes a column of float32."""
    y = np.array([1.0, 3.0])
    fitted = scaling.fit(TARGET, np.zeros((2, 3)), y)
    scaled = scaling.apply_to_targets(fitted, y)
    assert (fitted.target_mean, fitted.target_scale) == ((2.0,), 1.0)
    assert (scaled.tolist(), scaled.dtype) == ([[-1], [1]], np.float32)


def test_targets_share_one_scale() -> None:
    """Several targets have separate means and one scale, so that their error has one unit."""
    y = np.array([[0.0, 0.0], [2.0, 14.0]])
    fitted = scaling.fit(TARGETS, np.zeros((2, 3)), y)
    assert (fitted.target_mean, fitted.target_scale) == ((1.0, 7.0), 5.0)


def test_images_of_a_regression_are_rescaled() -> None:
    """How inputs are scaled does not depend on the target."""
    spec = dataset(print, Task("regression", 1), scaling="rescale", factor=0.5)
    assert scaling.fit(spec, np.zeros((2, 3)), np.array([1.0, 3.0])) == Scaling(0.5, 1.0, target_mean=(2.0,))
