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
    target_mean: tuple[float, ...] = ()
    target_scale = 1.0
    if spec.task.kind == "regression":
        columns = y.reshape(len(y), -1).astype(np.float64)
        target_mean = tuple(columns.mean(axis=0).tolist())
        target_scale = float(np.sqrt((_deviation(columns, y.dtype) ** 2).mean())) or 1.0
    if spec.scaling == "rescale":
        return Scaling(spec.factor, target_scale, target_mean=target_mean)
    rows = x.reshape(len(x), -1).astype(np.float64)
    deviation = _deviation(rows, x.dtype)
    flags = ((rows == 0) | (rows == 1)).all(axis=0) & (deviation > 0)
    return Scaling(
        factor=1.0,
        target_scale=target_scale,
        mean=tuple(np.where(flags, 0.0, rows.mean(axis=0)).tolist()),
        scale=tuple(np.where(flags | (deviation == 0), 1.0, deviation).tolist()),
        target_mean=target_mean,
    )


def none(task: Task) -> Scaling:
    """The scaling that changes nothing."""
    is_regression = task.kind == "regression"
    return Scaling(factor=1.0, target_scale=1.0, target_mean=(0.0,) * task.outputs * is_regression)


def _deviation(columns: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The standard deviation of each column of float64; 0 if it is only the rounding error of the values.

    `dtype` is the precision in which the values were given. Whole numbers below its limit are exact.
    """
    precise = dtype if dtype.kind == "f" and dtype.itemsize < columns.itemsize else columns.dtype
    epsilon, largest = float(np.finfo(precise).eps), np.abs(columns).max(axis=0)
    exact = (columns == np.rint(columns)).all(axis=0) & (largest < 2 / epsilon)
    deviation = columns.std(axis=0)
    bound = np.where(exact, 0.0, ULPS * epsilon * largest + float(np.finfo(precise).tiny))
    return np.where((np.ptp(columns, axis=0) == 0) | (deviation <= bound), 0.0, deviation)


def apply_to_inputs(scaling: Scaling, x: np.ndarray) -> np.ndarray:
    """Standardized rows as float32; images are scaled in the training step, and bytes stay uint8 until then.

    All other numbers become float32 here, since backends treat uint64 and big-endian numbers differently.
    """
    if not scaling.mean:
        return x if x.dtype == np.uint8 else np.asarray(x, np.float32)
    rows = (x.reshape(len(x), -1) - np.array(scaling.mean)) / np.array(scaling.scale)
    return np.asarray(rows.reshape(x.shape), np.float32)


def inputs(scaling: Scaling, x: np.ndarray) -> np.ndarray:
    """The inputs of a model for examples of a dataset: scaled, float32."""
    return apply_to_inputs(scaling, x).astype(np.float32) * np.float32(scaling.factor)


def apply_to_targets(scaling: Scaling, y: np.ndarray) -> np.ndarray:
    """The targets of a regression, standardized, as float32 of shape (examples, outputs)."""
    columns = y.reshape(len(y), -1)
    return np.asarray((columns - np.array(scaling.target_mean)) / scaling.target_scale, np.float32)
