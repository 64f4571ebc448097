"""The cause of a failure in a few words."""

from __future__ import annotations

import pytest

from zoo.training.cause import MOST, cause_of


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("shapes\n  differ", "shapes differ"),
        (
            "Exception encountered when calling Dense.call().\n\n\x1b[1mDimensions must be equal\x1b[0m\n\n"
            "Arguments received by Dense.call():\n  • inputs=tf.Tensor(shape=(None, 4), dtype=float32)",
            "Exception encountered when calling Dense.call(). Dimensions must be equal",
        ),
        ("<Dense> could not be deserialized. Exception encountered: no such class", "no such class"),
        ("x" * 1_000, f"{'x' * MOST}…"),
    ],
)
def test_the_cause_has_neither_colours_nor_a_dump_of_arguments(message: str, expected: str) -> None:
    """It is one line of bounded length."""
    assert cause_of(ValueError(message)) == f"ValueError: {expected}"
