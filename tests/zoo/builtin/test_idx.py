"""The IDX format."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zoo.builtin.datasets import idx


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=1, max_dims=4)))
def test_any_array_is_read_as_it_was_written(array: np.ndarray) -> None:
    """Arrays of bytes of any shape are read back equal."""
    np.testing.assert_array_equal(array, idx.decode(idx.encode(array)))


@given(st.binary(max_size=3) | st.binary(min_size=4).filter(lambda content: content[:3] != b"\0\0\x08"))
def test_content_that_is_not_idx_is_refused(content: bytes) -> None:
    """Any other content is a ValueError."""
    with pytest.raises(ValueError, match="not an IDX file of unsigned bytes"):
        idx.decode(content)
