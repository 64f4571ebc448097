"""Medians of columns."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zoo.data.own.medians import median_of

NUMBERS = st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=30)


@given(NUMBERS)
def test_the_median_is_that_of_numpy(numbers: list[float]) -> None:
    """It is the same to the last bit, since plans hold it."""
    assert float(np.median(numbers)) == median_of(np.array(numbers))
