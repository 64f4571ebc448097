"""The examples, labels and weights of one part of a dataset in arrays, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own.labels import Labels
from zoo.data.own.named import named_of
from zoo.data.weights import refuse_wrong
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AXES = 2
"""The number of axes of rows; images have more."""


class ArrayPart(NamedTuple):
    """The examples that have a label, and the number of those that have none."""

    x: np.ndarray
    labels: Labels
    unlabelled: int
    weights: np.ndarray | None = None


def part_of(
    arrays: Mapping[str, np.ndarray], subject: str, x_name: str, y_name: str, w_name: str | None
) -> ArrayPart:
    """The part whose arrays have these names; DatasetError if one of them can't be used."""
    x, y = arrays[x_name], arrays[y_name]
    if y.dtype.kind == "S":
        y = np.char.decode(y, "utf-8", "replace")
    for name, array, kinds, wanted in (
        (x_name, x, "buif", "numbers"),
        (y_name, y, "buifU", "numbers or text"),
    ):
        if array.dtype.kind not in kinds:
            found = "text" if array.dtype.kind in "SU" else array.dtype
            advice = ", or a table with --text COLUMN" if found == "text" else ""
            raise DatasetError(f"{name} of {subject} has {found}; wanted {wanted}{advice}")
    if x.ndim < AXES or not x.size:
        raise DatasetError(f"{x_name} of {subject} has the shape {x.shape}; wanted rows or images")
    if y.ndim == AXES and y.shape[1] == 1:
        y = y[:, 0]  # as in Keras's CIFAR-10
    is_odd = y.ndim == 0 or (y.ndim > AXES and y.dtype.kind == "b")
    if is_odd or len(x) != len(y) or (y.dtype.kind == "U" and y.ndim > 1):
        raise DatasetError(f"{y_name} of {subject} has the shape {y.shape}; wanted ({len(x)},)")
    where = f"{y_name} of {subject}"
    weights = None if w_name is None else _weights(arrays[w_name], f"{w_name} of {subject}", len(x))
    rows = _labelled(y)
    if rows is not None:
        x, y, weights = x[rows], y[rows], weights if weights is None else weights[rows]
    place = _place(rows)
    if weights is not None:
        refuse_wrong(weights, f"{w_name} of {subject}", place)
    _check_finite(y, where, rows)
    values = named_of(map(str, y.tolist())) if y.dtype.kind == "U" else y
    return ArrayPart(x, Labels(values, where, place), len(arrays[x_name]) - len(x), weights)


def _place(rows: np.ndarray | None) -> Callable[[int], str]:
    """The place in the file of a row among those with a label."""
    return lambda row: f"row {row if rows is None else int(rows[row]):,}"


def _weights(weights: np.ndarray, where: str, examples: int) -> np.ndarray:
    if weights.dtype.kind not in "buif":
        raise DatasetError(f"{where} has {weights.dtype}; wanted numbers, the weights of the examples")
    if weights.shape not in ((examples,), (examples, 1)):
        wanted = f"wanted ({examples},), a weight for each example; rename it if it has something else"
        raise DatasetError(f"{where} has the shape {weights.shape}; {wanted}")
    return weights.reshape(-1)


def _labelled(y: np.ndarray) -> np.ndarray | None:
    """The rows with a label, if some are NaN or an empty text and others are not."""
    if y.ndim > 1 or y.dtype.kind not in "fU":
        return None
    has_label = y != "" if y.dtype.kind == "U" else ~np.isnan(y)
    return None if has_label.all() or not has_label.any() else np.flatnonzero(has_label)


def _check_finite(y: np.ndarray, where: str, rows: np.ndarray | None) -> None:
    if y.dtype.kind != "f":
        return
    odd = np.argwhere(~np.isfinite(y))
    if len(odd):
        row = int(odd[0][0] if rows is None else rows[odd[0][0]])
        raise DatasetError(f"{where} has {y[tuple(odd[0])]} in row {row:,}; wanted finite numbers")
