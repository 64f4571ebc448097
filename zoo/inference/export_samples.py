"""The examples that verify an exported file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.load import examples
from zoo.data.random_examples import random_examples
from zoo.runs.kept import Kept

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.training.restore import Trained

SAMPLES = 100
"""The number of examples of the test split that verify a file."""


def samples_of(source: Kept | Path, trained: Trained) -> np.ndarray:
    """The first examples of the test split; random ones for a file, and where the data was in memory."""
    if isinstance(source, Kept):
        if source.plan.dataset.value.is_in_memory:
            assert source.plan.data is not None
            tokens = source.plan.dataset.value.tokens
            return random_examples(source.plan.data, trained.input_shape, SAMPLES, tokens)
        return examples(source.plan.dataset, "test", SAMPLES)
    random, shape = np.random.default_rng(0), (SAMPLES, *trained.input_shape)
    if trained.whole is None:
        return random.normal(size=shape).astype(np.float32)
    return random.integers(0, 256 if trained.whole == np.uint8 else 2, size=shape)  # bytes, or indices


def typed(x: np.ndarray, *, is_tokens: bool) -> np.ndarray:
    """Bytes stay bytes, and tokens int32; other numbers become float32, which every runtime takes."""
    return x if x.dtype == np.uint8 else x.astype(np.int32 if is_tokens else np.float32)
