"""The state of a training: variables read into arrays, and put back."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from zoo.errors import ZooError
from zoo.runs.checkpoint import Array
from zoo.training import state


def test_arrays_have_the_dtype_of_the_value() -> None:
    """A variable may be declared otherwise: on JAX, one of float64 holds float32."""
    assigned: list[np.ndarray] = []
    value = np.arange(6, dtype=np.float32).reshape(2, 3)
    variable = SimpleNamespace(
        path="kernel", value=value, dtype="float64", shape=(2, 3), assign=assigned.append
    )
    (found,) = state.arrays_of([variable])
    assert found == Array("kernel", "float32", (2, 3), value.tobytes())
    state.put([variable], [found])
    assert assigned[0].tolist() == value.tolist()


def test_saved_values_that_are_not_finite_are_refused() -> None:
    """No training saves them; integers are always finite."""
    whole = Array("step", "int32", (1,), np.zeros(1, np.int32).tobytes())
    odd = Array("kernel", "bfloat16", (2,), b"\x80\x3f\xc0\x7f")  # 1 and NaN
    state.check_finite([whole], "20261122T153012Z-net-sgd-3f9a")
    with pytest.raises(
        ZooError, match=r"^the checkpoint of 3f9a has nan in kernel; zoo replay 3f9a retrains it$"
    ):
        state.check_finite([whole, odd], "20261122T153012Z-net-sgd-3f9a")
