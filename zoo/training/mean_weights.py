"""The mean of the weights of several models; computed in float64, without Keras."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zoo.training.array_values import value_of
from zoo.weights.array import SEED_STATE, Array, weights_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class NotAveraged(ValueError):
    """Variables that have no mean; `place` is that of the model, and the message continues its name."""

    def __init__(self, place: int, message: str) -> None:
        """`place` counts from 0."""
        self.place = place
        super().__init__(message)


def mean_weights(models: Sequence[Sequence[Array]]) -> tuple[Array, ...]:
    """The mean of each variable over models with the same variables.

    The states of seed generators are those of the first model; published weights have none. Whole numbers
    must be the same in all models.

    Raises:
        NotAveraged: A model has other variables, or one that is not finite.
    """
    first, *others = (weights_of(each) for each in models)
    for place, model in enumerate(others, start=1):
        if [(each.dtype, each.shape) for each in model] != [(each.dtype, each.shape) for each in first]:
            raise NotAveraged(place, "has variables of other shapes or dtypes")
    means = map(_mean, zip(first, *others, strict=True))
    return tuple(each if each.name.endswith(SEED_STATE) else next(means) for each in models[0])


def _mean(variables: Sequence[Array]) -> Array:
    first = variables[0]
    values = [value_of(each) for each in variables]
    if not _is_real(values[0]):
        other = next((at for at, each in enumerate(variables) if each.content != first.content), None)
        if other is not None:
            raise NotAveraged(other, f"has other whole numbers in {first.name}, which have no mean")
        return first
    total = np.zeros(first.shape, np.float64)
    for place, value in enumerate(values):
        wide = value.astype(np.float64)
        if not np.isfinite(wide).all():
            found = wide[~np.isfinite(wide)].flat[0]
            raise NotAveraged(place, f"has {found} in {first.name}; wanted finite weights")
        total += wide
    mean = (total / len(values)).astype(values[0].dtype)
    return replace(first, content=np.ascontiguousarray(mean).tobytes())


def _is_real(value: np.ndarray) -> bool:
    return value.dtype.kind not in "biu"
