"""The rows of a table that have a label."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zoo.data.own import labels
from zoo.data.own.members import TRAIN
from zoo.data.own.split_column import ORDER, row_parts
from zoo.data.own.split_keys import keys_of
from zoo.data.own.target import target_of
from zoo.data.own.weights import weights_of
from zoo.errors import DatasetError
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    import numpy as np

    from zoo.data.files.table.table import Table
    from zoo.specs.data_file import DataFile


class Labelled(NamedTuple):
    """The rows of a table that have a label.

    Attributes:
        y: Their labels.
        rows: Their positions in the table.
        keys: The groups or times by which they are split, if they are.
        weights: Their weights, if they have any.
    """

    y: np.ndarray
    rows: np.ndarray
    keys: np.ndarray | None
    weights: np.ndarray | None

    def at(self, positions: np.ndarray) -> Labelled:
        """Some of these rows, which are not split any more."""
        weights = None if self.weights is None else self.weights[positions]
        return Labelled(self.y[positions], self.rows[positions], None, weights)


def labelled(file: DataFile, table: Table) -> Labelled:
    """The labels of a table, the rows that have one, their weights, and the keys of the split."""
    for column in target_columns(file.target, table.names):
        if column not in table.names:
            raise DatasetError(f"{table.subject} has no column {column}, which the training data has")
    marks = frozenset(file.missing_marks)
    target = target_of(table, file.target, marks, file.classes)
    keys = keys_of(file.split, table, marks, target.rows)
    # Another table than that of the training may have no weights.
    is_weighted = file.weight and file.weight in table.names
    weights = weights_of(table, file.weight, marks, target.rows) if is_weighted else None
    return Labelled(labels.values(target.labels, file), target.rows, keys, weights)


def labelled_parts(file: DataFile, table: Table) -> dict[str, Labelled]:
    """The labelled rows of each part of a table: those that a column names, or all for training."""
    found = labelled(file, table)
    if file.given is None or not file.given.column:
        return {TRAIN: found}
    each = row_parts(table, file.given.column, found.rows, file.target)
    return {part: found.at(rows) for part, rows in zip(ORDER, each, strict=True) if len(rows)}
