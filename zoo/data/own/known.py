"""A column of a table in which missing values are told from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.choices import Choices


class Known(NamedTuple):
    """A column whose missing values are told from the others.

    Attributes:
        name: Its name.
        values: The distinct values that are not missing.
        codes: The index of each row's cell in `values`, or -1 where it is missing.
    """

    name: str
    values: list[str]
    codes: np.ndarray

    @property
    def missing(self) -> int:
        """The number of rows without a value."""
        return int((self.codes < 0).sum())

    @property
    def counts(self) -> list[int]:
        """The number of rows with each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values)).tolist()

    def first_row(self, value: int) -> int:
        """The first row with a value."""
        return int(np.argmax(self.codes == value))

    def of_rows(self, each: Sequence[float]) -> np.ndarray:
        """A number for each row as float64, from one for each value; NaN where it is missing."""
        return np.append(np.array(each, np.float64), np.nan)[self.codes]


def known_in(table: Table, name: str, choices: Choices, categories: tuple[str, ...] = ()) -> Known:
    """A column with its missing values; a mark that is one of the `categories` is a value."""
    cells = table.cells(name)
    is_known = [not choices.is_missing(value, categories) for value in cells.values]
    values = [value for value, known in zip(cells.values, is_known, strict=True) if known]
    places = np.where(is_known, np.cumsum(is_known) - 1, -1) if is_known else np.empty(0)
    return Known(name, values, np.append(places, -1).astype(np.int32)[cells.codes])
