"""A table: the names of its columns, and the cells of each."""

from __future__ import annotations

import copy
import functools
import itertools
import math
import re
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zoo.data.files.table.cells import (
    CERTAIN,
    CONTROL,
    LIKELY,
    PLAIN,
    UNLIKELY,
    Cells,
    cells_of,
    has_decimal_commas,
    is_missing,
    spaced,
)
from zoo.data.files.table.short_header import ROW_NAMES
from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence


ONE_PLAIN, EVERY_PLAIN = re.compile(PLAIN), re.compile(rf"{PLAIN}(?:\0{PLAIN})*")
NOTHING = Cells([], np.empty(0, np.int32))


class Source(Protocol):
    """The columns of a table by their positions."""

    @property
    def rows(self) -> int:
        """The number of rows."""

    def cells(self, place: int) -> Cells:
        """The cells of a column."""

    def numbers(self, place: int) -> np.ndarray | None:
        """A column as float64 with NaN for missing values; None where `cells` has to be read."""

    def first(self, place: int) -> str:
        """The first cell of a column that is not empty, or ''."""

    def repeated(self) -> int:
        """The number of rows that equal an earlier one."""

    def part(self, start: int, stop: int) -> Source:
        """The columns of some rows."""

    def close(self) -> None:
        """Free the memory."""


class ListedColumns:
    """The columns of a small table, as lists."""

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        """All columns have the same length."""
        self._columns = columns
        self.rows = len(columns[0]) if columns else 0

    def cells(self, place: int) -> Cells:
        """The cells of a column."""
        return cells_of(self._columns[place])

    def numbers(self, place: int) -> np.ndarray | None:
        """A column as float64 with NaN for missing values; None if it has more than plain numbers."""
        cells = self._columns[place]
        if EVERY_PLAIN.fullmatch("\0".join(cells)):
            return np.array(list(map(float, cells)))
        if not all(ONE_PLAIN.fullmatch(cell) or is_missing(cell.strip()) for cell in cells):
            return None
        return np.array([math.nan if is_missing(cell.strip()) else float(cell) for cell in cells])

    def first(self, place: int) -> str:
        """The first cell of a column that is not empty, or ''."""
        return next(filter(None, self._columns[place]), "")

    def repeated(self) -> int:
        """The number of rows that equal an earlier one."""
        return self.rows - len(set(zip(*self._columns, strict=True)))

    def part(self, start: int, stop: int) -> ListedColumns:
        """The columns of some rows."""
        return ListedColumns([column[start:stop] for column in self._columns])

    def close(self) -> None:
        """Nothing to free."""


class Table:
    """A table as text.

    Attributes:
        subject: The file's name, for messages.
        names: The names of the columns.
        rows: The number of rows.
        has_names: Whether the names are from the file; otherwise they are the columns' positions, from 1.
        notes: How the file was read, where that may surprise.
    """

    def __init__(
        self,
        subject: str,
        names: Sequence[str],
        source: Source,
        *,
        has_names: bool = True,
        has_row_names: bool = False,
        has_semicolons: bool = False,
        notes: Iterable[str] = (),
        place: Callable[[int], str] = lambda row: f"row {row + 1:,}",
    ) -> None:
        """`place` returns the place of a row in the file, as in "line 2".

        `has_row_names` says that the first column has no name, but that of each row; `has_semicolons` that
        cells are separated by semicolons, as where numbers have a decimal comma.

        Raises:
            DatasetError: A name is missing or not valid.
        """
        self.subject, self.rows, self.has_names = subject, source.rows, has_names
        self._has_semicolons, self.notes = has_semicolons, tuple(notes)
        self._source, self.place = source, place
        self._last: tuple[str | None, Cells] = None, NOTHING  # the target is looked at several times
        named = [spaced(name) for name in names]
        if has_row_names:
            self.notes = (*self.notes, ROW_NAMES)
        self._places = self._named(named, start=int(has_row_names))

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return list(self._places)

    @functools.cached_property
    def decimal_comma(self) -> str:
        """Whether numbers have a decimal comma: UNLIKELY, LIKELY, or CERTAIN if a column shows it."""
        if not self._has_semicolons:
            return UNLIKELY
        others = (name for name, place in self._places.items() if self._source.numbers(place) is None)
        return CERTAIN if any(has_decimal_commas(self.cells(name).values) for name in others) else LIKELY

    def part(self, start: int, stop: int) -> Table:
        """Some rows, read like all of them."""
        some = copy.copy(self)
        some.decimal_comma = self.decimal_comma
        some._source = self._source.part(start, stop)  # noqa: SLF001 - of this class
        some._last = None, NOTHING  # noqa: SLF001 - as above
        some.rows = some._source.rows  # noqa: SLF001 - as above
        some.place = lambda row: self.place(start + row)
        return some

    def close(self) -> None:
        """Free the memory of the table."""
        self._source.close()

    def repeated(self) -> int:
        """The number of rows that equal an earlier one."""
        return self._source.repeated()

    def first(self, name: str) -> str:
        """The first cell of a column that is not empty, or ''."""
        return self._source.first(self._places[name])

    def cells(self, name: str) -> Cells:
        """The cells of a column."""
        if name != self._last[0]:
            self._last = name, self._source.cells(self._places[name])
        return self._last[1]

    def numbers(self, name: str) -> np.ndarray | None:
        """A column as float64 with NaN for missing values; None if `cells` has to be looked at.

        That is if it has more than plain numbers, or if their points may be those of thousands.
        """
        return None if self.decimal_comma == CERTAIN else self._source.numbers(self._places[name])

    def _named(self, names: list[str], start: int) -> dict[str, int]:
        """The position of each column; one without a name is left out if it is empty or counts the rows."""
        places: dict[str, int] = {}
        for at, name in enumerate(names[start:], start):
            unique = name if name not in places else _another(name, (*names, *places))
            if not name:
                self._leave_out_unnamed(at)
                continue
            if CONTROL.search(name):
                shown = name.encode("unicode_escape").decode()
                where = f"the name of column {at + 1:,}, '{shorten(shown)}'"
                raise DatasetError(f"{self.subject} has a control character in {where}; remove it")
            if unique != name:
                note = f"several columns are called '{shorten(name)}': column {at + 1:,} is {shorten(unique)}"
                self.notes = (*self.notes, note)
            places[unique] = at
        return places

    def _leave_out_unnamed(self, at: int) -> None:
        numbers = self._source.numbers(at)
        cells = self._source.cells(at) if numbers is None else None
        if (cells is not None and not cells.values) or (numbers is not None and np.isnan(numbers).all()):
            what = "has neither a name nor values"
        elif numbers is not None and self._are_row_numbers(numbers):
            what = "has no name and a different whole number in each row"
        else:
            raise DatasetError(
                f"{self.subject} has no name for column {at + 1:,}; name it, or remove the column"
            )
        self.notes = (*self.notes, f"column {at + 1:,} {what}: left out")

    def _are_row_numbers(self, numbers: np.ndarray) -> bool:
        """Whether a column has different whole numbers only, such as the index that pandas writes."""
        whole = bool((numbers == np.floor(numbers)).all())
        return whole and len(numbers) > 1 and len(np.unique(numbers)) == len(numbers)


def _another(name: str, taken: Collection[str]) -> str:
    """A name that is not taken, as pandas makes it: `x.1`."""
    return next(other for at in itertools.count(1) if (other := f"{name}.{at}") not in taken)
