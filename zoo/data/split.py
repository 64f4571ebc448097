"""Split examples into a training, a validation and a test part."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

FRACTION = 0.2
SEED = 42


class Parts(NamedTuple):
    """The positions of the training, validation and test examples."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(examples: int, given_test: int) -> Parts:
    """Split a number of examples, of which the last `given_test` are the dataset's own test part.

    If the dataset has no test part, a fifth is split off for it. A fifth of the rest is split off for
    validation. Both splits equal `sklearn.model_selection.train_test_split` with `test_size=0.2` and
    `random_state=42`, as in the book.
    """
    positions = np.arange(examples, dtype=np.int32)
    rest, test = positions[: examples - given_test], positions[examples - given_test :]
    if not given_test:
        rest, test = _off(rest)
    training, validation = _off(rest)
    return Parts(training, validation, test)


def _off(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split off a fifth, rounded up: the other positions, and the fifth."""
    order = np.random.RandomState(SEED).permutation(len(positions))
    count = math.ceil(FRACTION * len(positions))
    return positions[order[count:]], positions[order[:count]]
