"""Fit the scaling of a table's columns, one after the other: all encoded rows would take much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data import scaling
from zoo.data.own import encoding
from zoo.data.own.choices import Choices
from zoo.data.own.known import known_in
from zoo.specs.data_facts import Scaling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.data.files.table.table import Table
    from zoo.specs.column import Column
    from zoo.specs.dataset import DatasetSpec


def fit_scaling(
    table: Table, spec: DatasetSpec, y: np.ndarray, rows: np.ndarray, training: np.ndarray
) -> Scaling:
    """The scaling by the training part, column by column, in the order of its examples.

    It is the same as `zoo.data.scaling.fit` on the encoded rows, which are not in memory.

    Args:
        table: The table with the training data.
        spec: The dataset.
        y: The labels of the rows to train on.
        rows: The positions of these rows in the table.
        training: The training part, as positions among these rows.
    """
    assert spec.file is not None
    if spec.tokens:
        return scaling.of_tokens(*scaling.of_targets(spec.task, y[training]))
    choices, trained = Choices({}, {}, frozenset(spec.file.missing_marks)), rows[training]
    is_only = spec.input_shape == (1,)
    each = [
        found
        for column in spec.file.columns
        for found in _of_column(table, column, trained, choices, is_only=is_only)
    ]
    means, scales = zip(*each, strict=True)
    target_mean, target_scale = scaling.of_targets(spec.task, y[training])
    return Scaling(1.0, target_scale, means, scales, target_mean)


def _of_column(
    table: Table, column: Column, trained: np.ndarray, choices: Choices, *, is_only: bool
) -> Iterator[tuple[float, float]]:
    """The mean and the scale of each input of a column; categories are only counted."""
    if column.role == "category":
        known = known_in(table, column.name, choices, column.categories)
        codes = encoding.category_codes(column, known)[trained]
        counts = np.bincount(codes[codes >= 0], minlength=len(column.categories))
        yield from ((float(count == len(trained)), 1.0) for count in counts.tolist())
        return
    part = np.empty((table.rows, column.inputs))
    encoding.encode_column(part, table, column, choices, (encoding.CATEGORY,))
    for at in range(column.inputs):
        yield scaling.of_column(part[trained, at], is_only=is_only)
