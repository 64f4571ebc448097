"""The rows of a table, encoded in batches that take little memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check_size
from zoo.data.own import large
from zoo.data.own.choices import Choices
from zoo.data.own.encoding import encode_rows
from zoo.data.own.odd_values import merged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.odd_values import OddValues
    from zoo.specs.column import Column


@dataclass
class Blocks:
    """The encoded rows of a table at some positions, in batches; gone through once.

    Attributes:
        table: The table.
        columns: The fitted columns.
        marks: What cells without a value hold, besides the usual marks.
        rows: The positions of the rows, in ascending order.
        allowed: What may be odd.
        where: The dataset and its part, for messages.
        refused: What is not valid, by column. If None, the first such value is an error at once.
        is_whole: Whether all rows are one batch, for what is in memory anyway.
    """

    table: Table
    columns: Sequence[Column]
    marks: Collection[str]
    rows: np.ndarray
    allowed: Collection[str]
    where: tuple[str, str]
    refused: dict[str, str] | None = None
    is_whole: bool = False
    _odd: list[OddValues] = field(default_factory=list)

    def __iter__(self) -> Iterator[np.ndarray]:
        """The inputs, float64 of shape (rows of the batch, inputs)."""
        choices = Choices({}, {}, frozenset(self.marks))
        name, part_name = self.where
        many = self.table.rows if self.is_whole else large.batch(sum(each.inputs for each in self.columns))
        for start in range(0, self.table.rows, many):
            first, last = np.searchsorted(self.rows, (start, start + many))
            part = self.table if many >= self.table.rows else self.table.part(start, start + many)
            x, _, more = encode_rows(part, self.columns, choices, self.allowed, refused=self.refused)
            self._odd += more
            found = x if last - first == part.rows else x[self.rows[first:last] - start]
            check_size(name, f"x of the {part_name} part", found)
            yield found

    def notes(self) -> tuple[str, ...]:
        """What was odd, in the order of the columns, after all blocks."""
        return tuple(each.note for each in merged(self._odd, [column.name for column in self.columns]))
