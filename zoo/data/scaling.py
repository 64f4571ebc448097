"""Scaling, fitted on the training part only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.specs.data_facts import Scaling

if TYPE_CHECKING:
    from zoo.specs.dataset import DatasetSpec
    from zoo.specs.task import Task

ULPS = 4
"""Units in the last place by which the values of a constant column may differ."""


def fit(spec: DatasetSpec, x: np.ndarray, y: np.ndarray) -> Scaling:
    """Fit the scaling on the training part.

    A column that is constant except for rounding errors is only shifted. A column that only has 0 and 1,
    such as a one-hot category, is left unchanged, since a rare 1 would become a large number. All targets of
    a regression share one scale, so that the mean squared error can be reported in their own units.
    """
    target_mean, target_scale = of_targets(spec.task, y)
    if spec.scaling == "rescale":
        return Scaling(spec.factor, target_scale, target_mean=target_mean)
    if spec.scaling == "tokens":
        return of_tokens(target_mean, target_scale)
    every = (-1, x.shape[-1]) if spec.scaling == "features" else (len(x), -1)
    rows = x.reshape(every).astype(np.float64)
    mean, scale = _of_columns(rows, x.dtype, rows.mean(axis=0), rows.std(axis=0))
    return Scaling(1.0, target_scale, tuple(mean.tolist()), tuple(scale.tolist()), target_mean)


def of_tokens(target_mean: tuple[float, ...], target_scale: float) -> Scaling:
    """The scaling of texts: tokens stay as they are."""
    return Scaling(1.0, target_scale, target_mean=target_mean, tokens=True)


def of_targets(task: Task, y: np.ndarray) -> tuple[tuple[float, ...], float]:
    """The means of a regression's targets in the training part, and their common scale.

    Targets that are arrays have one mean for all of their values.
    """
    if not task.has_units:
        return (), 1.0
    columns = y.reshape(-1, task.means).astype(np.float64)
    deviation = _deviation(columns, y.dtype, columns.std(axis=0))
    return tuple(columns.mean(axis=0).tolist()), float(np.sqrt((deviation**2).mean())) or 1.0


def of_column(values: np.ndarray, *, is_only: bool) -> tuple[float, float]:
    """The mean and the scale of one column of the training part, equal to the bit to those of `fit`.

    NumPy adds up the rows of several columns one after the other, but a single column in pairs.
    """
    mean = _sum(values, in_pairs=is_only) / len(values)
    deviation = np.sqrt(_sum((values - mean) ** 2, in_pairs=is_only) / len(values))
    found = _of_columns(values, values.dtype, mean, deviation)
    return float(found[0]), float(found[1])


def _sum(values: np.ndarray, *, in_pairs: bool) -> np.float64:
    return np.add.reduce(values) if in_pairs else np.add.accumulate(values)[-1]


def _of_columns(
    rows: np.ndarray, dtype: np.dtype, mean: np.ndarray | np.float64, std: np.ndarray | np.float64
) -> tuple[np.ndarray, np.ndarray]:
    """What is subtracted from columns of float64, and what they are divided by."""
    deviation = _deviation(rows, dtype, std)
    flags = ((rows == 0) | (rows == 1)).all(axis=0) & (deviation > 0)
    return np.where(flags, 0.0, mean), np.where(flags | (deviation == 0), 1.0, deviation)


def none(task: Task, *, tokens: bool = False) -> Scaling:
    """The scaling that changes nothing."""
    return Scaling(factor=1.0, target_scale=1.0, target_mean=(0.0,) * task.means, tokens=tokens)


def _deviation(columns: np.ndarray, dtype: np.dtype, std: np.ndarray | np.float64) -> np.ndarray:
    """The standard deviation `std` of each column of float64; 0 if it is only the values' rounding error.

    `dtype` is the precision in which the values were given. Whole numbers below its limit are exact.
    """
    precise = dtype if dtype.kind == "f" and dtype.itemsize < columns.itemsize else columns.dtype
    epsilon, largest = float(np.finfo(precise).eps), np.abs(columns).max(axis=0)
    exact = (columns == np.rint(columns)).all(axis=0) & (largest < 2 / epsilon)
    bound = np.where(exact, 0.0, ULPS * epsilon * largest + float(np.finfo(precise).tiny))
    return np.where((np.ptp(columns, axis=0) == 0) | (std <= bound), 0.0, std)


def apply_to_inputs(scaling: Scaling, x: np.ndarray) -> np.ndarray:
    """Standardized rows as float32; images are scaled in the training step, and bytes stay uint8 until then.

    All other numbers become float32 here, since backends treat uint64 and big-endian numbers differently.
    """
    if scaling.tokens:
        return np.asarray(x, np.int32)
    if not scaling.mean:
        return x if x.dtype == np.uint8 else np.asarray(x, np.float32)
    rows = (x.reshape(-1, len(scaling.mean)) - np.array(scaling.mean)) / np.array(scaling.scale)
    return np.asarray(rows.reshape(x.shape), np.float32)


def inputs(scaling: Scaling, x: np.ndarray) -> np.ndarray:
    """The inputs of a model for examples of a dataset: scaled, float32; tokens as int32."""
    return multiplied(apply_to_inputs(scaling, x), scaling.factor)


def multiplied(x: np.ndarray, factor: float) -> np.ndarray:
    """Standardized rows or unscaled images as a model takes them: float32; tokens stay int32."""
    return x if x.dtype == np.int32 else x.astype(np.float32, copy=False) * np.float32(factor)


def apply_to_targets(scaling: Scaling, y: np.ndarray) -> np.ndarray:
    """The targets of a regression, standardized, as float32 of shape (examples, outputs), or of arrays."""
    columns = y if y.ndim > 2 else y.reshape(len(y), -1)  # noqa: PLR2004 - rows
    return np.asarray((columns - np.array(scaling.target_mean)) / scaling.target_scale, np.float32)
