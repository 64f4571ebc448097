"""The small real datasets that checks train on: those bundled with scikit-learn."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from zoo import installed
from zoo.catalog import registries
from zoo.plan.backends import default_backend
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.plan.train_settings import TrainSettings
from zoo.specs.dataset import Split
from zoo.specs.named import Named
from zoo.specs.optimizer import OptimizerPreset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.prepare import Data
    from zoo.specs.dataset import DatasetSpec, Loaded
    from zoo.specs.model import ModelSpec

NAMES = ("digits", "iris", "breast-cancer", "diabetes")
"""Images and rows; multi-class, binary and regression tasks."""
EPOCHS = 2
BATCH_SIZE = 8
EXAMPLES = 512
ENLARGED = 200
"""Number of examples when images are enlarged: models for large images are slow."""


def plan_for(
    model: Named[ModelSpec],
    dataset: Named[DatasetSpec],
    optimizer: Named[OptimizerPreset] | None = None,
    callbacks: tuple[Named[Any], ...] = (),
) -> Plan:
    """A plan to train two epochs, as a run would."""
    settings = TrainSettings(epochs=EPOCHS, batch_size=BATCH_SIZE, backend=default_backend())
    return Plan(model, optimizer or Named("rmsprop", OptimizerPreset()), dataset, settings, callbacks)


def prepared(plan: Plan, examples: int = EXAMPLES) -> tuple[Plan, Data]:
    """The plan and its data, with at most this many training examples."""
    plan, data = prepare(plan)
    return plan, replace(data, parts=data.parts._replace(training=data.parts.training[:examples]))


@cache
def dataset(name: str) -> Named[DatasetSpec]:
    """One of the bundled datasets; it is loaded once."""
    spec = registries.DATASETS[f"{installed.HOME}:{name}"]
    assert spec.load is not None
    return Named(name, replace(spec, load=cache(spec.load)))


def enlarged(images: Named[DatasetSpec], shape: Sequence[int]) -> Named[DatasetSpec]:
    """The same images with another height and width, repeated for each channel."""

    def of(x: np.ndarray) -> np.ndarray:
        rows, columns = (
            np.arange(size) * found // size for size, found in zip(shape, x.shape[1:], strict=False)
        )
        drawn = x[:, rows][:, :, columns]
        return drawn if len(shape) == drawn.ndim - 1 else np.repeat(drawn[..., None], shape[-1], axis=-1)

    def load() -> Loaded:
        assert images.value.load is not None
        loaded = images.value.load()
        train = Split(of(loaded.train.x[:ENLARGED]), loaded.train.y[:ENLARGED])
        return loaded._replace(train=train)

    return replace(images, value=replace(images.value, input_shape=tuple(shape), load=load))


def described(spec: DatasetSpec) -> str:
    """A dataset's inputs in words: "rows of 10 numbers", "images of 8×8"."""
    sizes = "×".join(map(str, spec.input_shape))
    return f"rows of {sizes} numbers" if len(spec.input_shape) == 1 else f"images of {sizes}"
