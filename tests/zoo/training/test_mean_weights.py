"""The mean of the weights of several models, without Keras."""

from __future__ import annotations

import numpy as np
import pytest

from zoo.training.array_values import value_of
from zoo.training.mean_weights import NotAveraged, mean_weights
from zoo.weights.array import Array


def _array(values: object, dtype: str = "float32", name: str = "dense/kernel") -> Array:
    value = np.array(values, dtype)
    return Array(name, dtype, value.shape, value.tobytes())


def test_each_variable_is_the_mean() -> None:
    """In float64, so that neither large numbers overflow nor equal ones change."""
    big = np.finfo(np.float32).max
    models = [(_array([1, big, 0.1]),), (_array([2, big, 0.1]),), (_array([6, big, 0.1]),)]
    (mean,) = mean_weights(models)
    assert value_of(mean).tolist() == value_of(_array([3, big, 0.1])).tolist()


def test_random_states_are_those_of_the_first() -> None:
    """They are numbers without a mean."""
    name = "dropout/seed_generator/seed_generator_state"
    models = [(_array([1, 2], "int32", name),), (_array([5, 9], "int32", name),)]
    assert mean_weights(models) == models[0]


def test_bfloat16_keeps_its_dtype() -> None:
    """It is not one of NumPy's."""
    content = [np.array(each, np.float32).view(np.uint32) >> 16 for each in (1.0, 3.0)]
    one, three = (Array("a", "bfloat16", (1,), each.astype(np.uint16).tobytes()) for each in content)
    (mean,) = mean_weights([(one,), (three,)])
    assert (mean.dtype, value_of(mean).astype(float).tolist()) == ("bfloat16", [2.0])


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ((_array([1, 2, 3]),), "has variables of other shapes or dtypes"),
        ((_array([1, 2], "float64"),), "has variables of other shapes or dtypes"),
        ((_array([1, 2]), _array([1])), "has variables of other shapes or dtypes"),
        ((_array([1, np.nan]),), "has nan in dense/kernel; wanted finite weights"),
        ((_array([1, -np.inf]),), "has -inf in dense/kernel; wanted finite weights"),
    ],
)
def test_a_variable_without_a_mean_is_refused(second: tuple[Array, ...], message: str) -> None:
    """The error says which model has it."""
    with pytest.raises(NotAveraged) as found:
        mean_weights([(_array([1, 2]),), second])
    assert (found.value.place, str(found.value)) == (1, message)


def test_other_whole_numbers_are_refused() -> None:
    """Such as counts or a vocabulary: their mean has no meaning."""
    models = [(_array([1], "int32", "lookup/count"),), (_array([2], "int32", "lookup/count"),)]
    with pytest.raises(NotAveraged, match=r"^has other whole numbers in lookup/count, which have no mean$"):
        mean_weights(models)
