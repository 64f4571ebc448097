"""Made-up data for a model that none of the bundled datasets fits: ids for an Embedding, or numbers."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from zoo.specs.dataset import DatasetSpec, Loaded, Split
from zoo.specs.named import Named

if TYPE_CHECKING:
    from zoo.specs.task import Task

EXAMPLES = 240
NAME = "synthetic"


def synthetic(shape: tuple[int, ...], task: Task, vocabulary: int | None) -> Named[DatasetSpec]:
    """Examples that can be learnt: ids below `vocabulary`, or numbers if it is None."""
    draw = numbers if vocabulary is None else partial(ids, vocabulary)

    def load() -> Loaded:
        random = np.random.default_rng(0)
        y = random.integers(0, task.outputs, EXAMPLES)
        x = draw(random, (EXAMPLES, *shape))
        if not task.has_one_class:
            flat = x.reshape(EXAMPLES, -1).astype(np.float64)
            y = flat @ random.normal(size=(flat.shape[1], task.outputs)) / np.sqrt(flat.shape[1])
            y = y if task.has_units else (y > np.median(y, axis=0)).astype(np.int64)
        elif vocabulary is None:
            x += random.normal(size=(task.outputs, *shape)).astype(np.float32)[y]
        else:  # half of the ids of an example belong to its class
            width = max(1, vocabulary // task.outputs)
            label = y.reshape(-1, *(1 for _ in shape))
            own = (label * width + x % width) % vocabulary
            x = np.where(random.random(x.shape) < 0.5, own, x)  # noqa: PLR2004 - half
        return Loaded(Split(x, y), None, NAME)

    return Named(
        NAME,
        DatasetSpec(
            summary="Made-up examples",
            task=task,
            input_shape=shape,
            load=cache(load),
            scaling="rescale" if vocabulary is None else "tokens",
            unit="examples",
            tokens=vocabulary or 0,
        ),
    )


def ids(vocabulary: int, random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Whole numbers from 0 to below `vocabulary`."""
    return random.integers(0, vocabulary, shape)


def numbers(random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Standard normal numbers."""
    return random.normal(size=shape).astype(np.float32)
