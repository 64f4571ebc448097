"""Which example is for what."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

FRACTION = 0.2
SEED = 42


class Parts(NamedTuple):
    """Positions of the training, validation and test examples among all."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(examples: int, given_test: int) -> Parts:
    """Split `examples` off which the last `given_test` are the test part that the dataset has.

    Where it has none, a fifth is split off; then a fifth of what is left is for validation. Each
    time it is the first fifth of `RandomState(42).permutation`, which is
    `train_test_split(test_size=0.2, random_state=42)`, as in the book.
    """
    positions = np.arange(examples, dtype=np.int32)
    rest, test = positions[: examples - given_test], positions[examples - given_test :]
    if not given_test:
        rest, test = _off(rest)
    training, validation = _off(rest)
    return Parts(training, validation, test)


def _off(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The positions without a fifth, and that fifth, rounded up."""
    order = np.random.RandomState(SEED).permutation(len(positions))
    count = math.ceil(FRACTION * len(positions))
    return positions[order[count:]], positions[order[:count]]
