"""From cells of text to numbers: fitted on the training part alone, and the same ever after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry import natural, nearest
from zoo.data.files.csv_file import number_of
from zoo.errors import DatasetError, shorten
from zoo.specs.data_file import Column
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.csv_file import TextTable

MOST_CATEGORIES = 1_000
FEWEST_CATEGORIES = 10
"""So many a column of texts may have in any table; more of them only if two rows share each on average."""


def fit(table: TextTable, target: str, training: np.ndarray) -> tuple[Column, ...]:
    """How the columns but the `target` become numbers, from the rows at the `training` positions.

    A column with a text in it is one of categories. Raises DatasetError for a column that nothing can
    be learnt from.
    """
    names = [name for name in table.columns if name != target]
    if not names:
        raise DatasetError(f"{table.subject} has no column beside {target}; wanted one to learn from")
    return tuple(_fit(table, name, training) for name in names)


def _fit(table: TextTable, name: str, training: np.ndarray) -> Column:
    cells = table.columns[name]
    missing = cells.count("")
    numbers, texts = numbers_of(cells)
    if not texts:
        _refuse_infinite(table, name, numbers)
        known = numbers[training][~np.isnan(numbers[training])]
        if not len(known):
            where = f"{table.subject} has no value in column {name} of the training part"
            raise DatasetError(f"{where}; wanted some, or no such column")
        return Column(name, median=float(np.median(known)), missing=missing)
    categories = sorted({cells[row] for row in training}, key=lambda cell: (natural(cell), cell))
    most = min(MOST_CATEGORIES, max(FEWEST_CATEGORIES, len(training) // 2))
    if len(categories) > most:
        stray, strays = texts[0], len(texts)
        if strays < len(cells) - missing - strays:  # numbers, but for a few
            raise _not_a_number(table, name, stray)
        where = f"{table.subject} has {len(categories):,} different texts in column {name}"
        raise DatasetError(f"{where}; wanted at most {most:,}, as categories, or no such column")
    return Column(name, categories=tuple(categories), missing=missing)


def encode(
    table: TextTable, columns: Sequence[Column], *, target: str = "", unknown: bool = False
) -> np.ndarray:
    """The table's rows as the training part's were encoded: float64 of shape (rows, inputs), not yet scaled.

    Columns are found by their names, in whatever order; the `target` may be there or not. With `unknown`
    a category that the training part lacks is none of its inputs: all of them are 0.

    Raises DatasetError for other columns than in training, text where numbers were, a number that is not
    finite, and, without `unknown`, a category that was never seen.
    """
    _check_columns(table, [column.name for column in columns], target)
    rows, inputs = len(table.lines), sum(column.inputs for column in columns)
    needed, room = 8 * rows * inputs, machine_memory()
    if room is not None and needed > room // 2:
        what = f"{table.subject} has {rows:,} rows of {inputs:,} inputs, which need {in_gigabytes(needed)}"
        raise DatasetError(f"{what}; this machine has {in_gigabytes(room)}")
    x = np.zeros((rows, inputs))
    at = 0
    for column in columns:
        part = x[:, at : at + column.inputs]
        at += column.inputs
        if column.categories:
            _one_hot(part, table, column, unknown=unknown)
        else:
            part[:, 0] = _filled(table, column)
    return x


def _filled(table: TextTable, column: Column) -> np.ndarray:
    numbers = numbers_in(table, column.name)
    assert column.median is not None  # it has no categories
    return np.where(np.isnan(numbers), column.median, numbers)


def _one_hot(part: np.ndarray, table: TextTable, column: Column, *, unknown: bool) -> None:
    places = {category: place for place, category in enumerate(column.categories)}
    for row, cell in enumerate(table.columns[column.name]):
        place = places.get(cell)
        if place is not None:
            part[row, place] = 1
        elif not unknown:
            raise DatasetError(
                f"{table.subject} has {_shown(cell)} in column {column.name}, line {table.lines[row]:,}, "
                f"which is not in the training data{_meant(cell, column.categories)}"
            )


def _check_columns(table: TextTable, wanted: Sequence[str], target: str) -> None:
    found = [name for name in table.columns if not target or name != target]
    missing = [name for name in wanted if name not in table.columns]
    extra = [name for name in found if name not in wanted]
    if missing:
        meant = nearest(missing[0], extra)
        hint = f"; did you mean {meant}?" if meant else ""
        raise DatasetError(f"{table.subject} has no column {missing[0]}, which the training data has{hint}")
    if extra:
        raise DatasetError(f"{table.subject} has a column {extra[0]}, which is not in the training data")


def numbers_in(table: TextTable, name: str) -> np.ndarray:
    """A column as float64, NaN where a value is missing; DatasetError for text and for infinity."""
    numbers, texts = numbers_of(table.columns[name])
    if texts:
        raise _not_a_number(table, name, texts[0])
    _refuse_infinite(table, name, numbers)
    return numbers


def numbers_of(cells: Sequence[str]) -> tuple[np.ndarray, list[int]]:
    """Each cell as float64, NaN where it is empty or text, and the rows that have text."""
    numbers, texts = np.full(len(cells), np.nan), []
    for row, cell in enumerate(cells):
        if not cell:
            continue
        number = number_of(cell)
        if number is None:
            texts.append(row)
        else:
            numbers[row] = number
    return numbers, texts


def _refuse_infinite(table: TextTable, name: str, numbers: np.ndarray) -> None:
    rows = np.flatnonzero(np.isinf(numbers))
    if len(rows):
        where = f"column {name}, line {table.lines[rows[0]]:,}"
        raise DatasetError(f"{table.subject} has {numbers[rows[0]]} in {where}; wanted finite numbers")


def _not_a_number(table: TextTable, name: str, row: int) -> DatasetError:
    cell = _shown(table.columns[name][row])
    where = f"column {shorten(name)}, line {table.lines[row]:,}"
    return DatasetError(f"{table.subject} has {cell} in {where}; wanted a number")


def _shown(cell: str) -> str:
    return shorten(f"'{cell}'") if cell else "nothing"


def _meant(cell: str, known: Sequence[str]) -> str:
    meant = nearest(cell, known)
    return f"; did you mean {meant}?" if meant else ""
