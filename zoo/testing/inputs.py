"""The inputs that checks call a model with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.resolve import found_dataset
from zoo.testing.synthetic import ids

if TYPE_CHECKING:
    import keras

    from zoo.specs.model import ModelSpec
    from zoo.specs.named import Named


class Inputs(NamedTuple):
    """Some examples and what they are."""

    description: str
    x: np.ndarray


def drawn(model: Named[ModelSpec], built: keras.Model, many: int, seed: int = 0) -> list[Inputs]:
    """Examples of each kind that a built model has to take: the first kind is the usual one.

    They are examples of the dataset that the spec declares, ids if the model has an Embedding, or numbers.
    """
    from zoo.training import conformance

    random, shape = np.random.default_rng(seed), (many, *built.input_shape[1:])
    if model.value.datasets:
        name = model.value.datasets[0]
        return [Inputs(f"examples of {name}", random.permutation(_scaled(name))[:many])]
    vocabulary = conformance.vocabulary(built)
    if vocabulary is not None:
        return [Inputs(f"ids below {vocabulary:,}", ids(vocabulary, random, shape).astype(np.float32))]
    return [
        Inputs("numbers between 0 and 1", random.random(shape, np.float32)),
        Inputs("standard normal numbers", random.normal(size=shape).astype(np.float32)),
        Inputs("zeros", np.zeros(shape, np.float32)),
    ]


def examples(model: Named[ModelSpec], built: keras.Model, many: int, seed: int = 0) -> np.ndarray:
    """Examples of the usual kind for a built model."""
    return drawn(model, built, many, seed)[0].x


@cache
def _scaled(dataset: str) -> np.ndarray:
    """The scaled training examples of a dataset, at most 512."""
    from zoo.data.prepare import prepare_data

    _, data = prepare_data(found_dataset(dataset))
    return data.scaled(data.parts.training[:512])
