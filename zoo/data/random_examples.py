"""Random examples that look like a dataset's, where its data is not available."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from zoo.specs.data_facts import DataFacts

BYTE = 255


def random_examples(facts: DataFacts, shape: tuple[int, ...], many: int, tokens: int = 0) -> np.ndarray:
    """So many unscaled examples: rows with the columns' means and deviations, random pixels, or tokens."""
    random, scaling = np.random.default_rng(0), facts.scaling
    if tokens:
        return random.integers(0, tokens, size=(many, *shape), dtype=np.int32)
    if scaling.mean:
        many_rows = many * prod(shape) // len(scaling.mean)
        rows = random.normal(size=(many_rows, len(scaling.mean))) * scaling.scale + scaling.mean
        return rows.reshape(many, *shape).astype(np.float32)
    if facts.pixels is not None and facts.pixels.whole and facts.pixels.white == BYTE:
        return random.integers(0, BYTE + 1, size=(many, *shape), dtype=np.uint8)
    return (random.random(size=(many, *shape)) / scaling.factor).astype(np.float32)
