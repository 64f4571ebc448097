"""Values of new rows that the training data had not: counted by column, as notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.data.own.known import Known

FEW = 3
"""The cells that a note names."""


class OddValues(NamedTuple):
    """Values of a column.

    Attributes:
        column: The column's name.
        what: What is odd about them, and what they become.
        many: The number of cells.
        values: The different values; none if they are missing.
    """

    column: str
    what: str
    many: int
    values: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """As in "2 values of city not in the training data: all zeros (Kiel, Ulm)"."""
        noun = "value" if self.many == 1 else "values"
        if not self.values:
            return f"{self.many:,} {noun} missing in {self.column}: {self.what}"
        some = [shorten(value, 30) for value in self.values[:FEW]] + ["…"] * (len(self.values) > FEW)
        return f"{self.many:,} {noun} of {self.column} {self.what} ({', '.join(some)})"


def of_codes(known: Known, codes: Sequence[int], what: str) -> OddValues:
    """The values of a column with these codes."""
    values = tuple(known.values[code] for code in codes)
    return OddValues(known.name, what, int(np.isin(known.codes, codes).sum()), values)


def merged(found: Iterable[OddValues], columns: Sequence[str]) -> list[OddValues]:
    """The values of all parts of a table, in the order of its columns."""
    together: dict[tuple[str, str, bool], OddValues] = {}
    for each in found:
        key = each.column, each.what, bool(each.values)
        known = together.get(key, each._replace(many=0, values=()))
        values = tuple(dict.fromkeys((*known.values, *each.values)))
        together[key] = known._replace(many=known.many + each.many, values=values)
    return sorted(together.values(), key=lambda each: columns.index(each.column))
