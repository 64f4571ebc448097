"""Small specs, datasets and plans for tests; none is registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zoo import DatasetSpec, Dense, Flatten, Head, Loaded, ModelSpec, OptimizerPreset, Split, Task
from zoo.plan.plan import Plan
from zoo.specs.named import Named

if TYPE_CHECKING:
    from collections.abc import Callable

NET = ModelSpec(layers=(Flatten(), Dense(5, activation="relu", name="hidden"), Head(name="output")))


def rows(examples: int, columns: int = 3, classes: int = 4) -> Split:
    """Random rows with integer labels, with a fixed seed."""
    random = np.random.default_rng(1)
    return Split(random.normal(size=(examples, columns)), np.arange(examples) % classes)


def dataset(load: Callable[[], Any], task: Task | None = None, **settings: Any) -> DatasetSpec:
    """A dataset of rows of three numbers, in four classes."""
    shape = settings.pop("input_shape", (3,))
    return DatasetSpec("Rows", task or Task("classification", 4), shape, load, **settings)


def plan(spec: DatasetSpec) -> Plan:
    """A plan to train a small net on a dataset."""
    return Plan(Named("net", NET), Named("rmsprop", OptimizerPreset()), Named("rows", spec, "acme", "1.0"))


def loads(train: Split, test: Split | None = None) -> Callable[[], Loaded]:
    """A function that returns these parts."""
    return lambda: Loaded(train, test, "a test")
