"""A column of a table that says which rows are for training, validation and test."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import named_columns
from zoo.data.own.members import PARTS, TEST, TRAIN, VALIDATION
from zoo.data.split import Parts
from zoo.errors import DatasetError, SettingError, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.table.table import Table

ORDER = (TRAIN, VALIDATION, TEST)
FEW = 5
"""The other values that a message names."""
WANTED = "wanted train, validation (val, valid) or test in each row"


class RowParts(NamedTuple):
    """The rows of each part, as positions among the rows that have a target."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    def split_by(self, parts: Parts) -> Parts:
        """The same parts, and those that are lacking as they are split off the training part in `parts`."""
        return Parts(
            self.training[parts.training],
            self.validation if len(self.validation) else self.training[parts.validation],
            self.test if len(self.test) else self.training[parts.test],
        )


def row_parts(table: Table, column: str, rows: np.ndarray, target: str) -> RowParts:
    """The parts that a column names, in any case.

    Args:
        table: The table.
        column: The name of the column.
        rows: The rows that have a target.
        target: The target column.

    Raises:
        SettingError: The table has no such column, or it is the target.
        DatasetError: A cell names no part, or no row is for training.
    """
    named_columns.require_other("split_column", column, table, target)
    cells = table.cells(column)
    named = [PARTS.get(value.lower()) for value in cells.values]
    each = np.array([-1 if part is None else ORDER.index(part) for part in named] + [-1])[cells.codes]
    _refuse_others(table, column, cells.values, cells.codes, each)
    found = RowParts(*(np.flatnonzero(each[rows] == at).astype(np.int32) for at in range(len(ORDER))))
    if not len(found.training):
        raise DatasetError(f"{column} of {table.subject} has no row for training; {WANTED}")
    if not len(found.validation) and not len(found.test):
        reason = "has train in all rows with a target; wanted validation or test in some, or leave it out"
        raise SettingError("split_column", column, reason)
    return found


def _refuse_others(
    table: Table, column: str, values: Sequence[str], codes: np.ndarray, each: np.ndarray
) -> None:
    """Raise DatasetError with the cells that name no part."""
    odd = np.flatnonzero(each < 0)
    if not len(odd):
        return
    different, firsts, counts = np.unique(codes[odd], return_index=True, return_counts=True)
    order = np.argsort(firsts)
    shown = [
        f"{_shown(values, int(different[at]))} in {table.place(int(odd[firsts[at]]))}"
        + (f" and {counts[at] - 1:,} more" if counts[at] > 1 else "")
        for at in order[:FEW]
    ]
    more = [f"{len(order) - FEW:,} other values"] if len(order) > FEW else []
    raise DatasetError(f"{column} of {table.subject} has {', '.join([*shown, *more])}; {WANTED}")


def _shown(values: Sequence[str], code: int) -> str:
    return shorten(f"'{values[code]}'", 30) if code >= 0 else "nothing"
