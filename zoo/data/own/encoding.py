"""Encode the cells of a table as numbers; fitted on the training part and stored in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.files.csv_file import number_of
from zoo.errors import DatasetError, shorten
from zoo.registry import natural, nearest
from zoo.specs.data_file import Column
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.csv_file import TextTable

MOST_CATEGORIES = 1_000
FEWEST_CATEGORIES = 10
"""The categories allowed in any column; more are allowed if each has two rows on average."""


def fit(table: TextTable, target: str, training: np.ndarray) -> tuple[Column, ...]:
    """Fit the encoding of all columns except the `target` on the rows at the `training` positions.

    A column with any text in it has categories.

    Raises:
        DatasetError: A column has no values, or too many categories.
    """
    names = [name for name in table.columns if name != target]
    if not names:
        raise DatasetError(
            f"{table.subject} has no column besides {target}; wanted at least one input column"
        )
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
            raise DatasetError(f"{where}; add values, or remove the column")
        return Column(name, median=float(np.median(known)), missing=missing)
    categories = sorted({cells[row] for row in training}, key=lambda cell: (natural(cell), cell))
    most = min(MOST_CATEGORIES, max(FEWEST_CATEGORIES, len(training) // 2))
    if len(categories) > most:
        stray, strays = texts[0], len(texts)
        if strays < len(cells) - missing - strays:  # mostly numbers
            raise _not_a_number(table, name, stray)
        where = f"{table.subject} has {len(categories):,} different texts in column {name}"
        raise DatasetError(f"{where}; wanted at most {most:,} categories; remove the column or reduce them")
    return Column(name, categories=tuple(categories), missing=missing)


def encode(
    table: TextTable, columns: Sequence[Column], *, target: str = "", unknown: bool = False
) -> np.ndarray:
    """Encode the rows of a table like the training data.

    Args:
        table: The table. Columns are found by their names, in any order; the target may be missing.
        columns: The fitted columns.
        target: The name of the target column.
        unknown: Whether unknown categories are encoded as zeros; otherwise they are an error.

    Returns:
        float64 of shape (rows, inputs), not scaled.

    Raises:
        DatasetError: The columns differ from the training data, or a value is not valid in its column.
    """
    _check_columns(table, [column.name for column in columns], target)
    rows, inputs = len(table.lines), sum(column.inputs for column in columns)
    needed, room = 8 * rows * inputs, machine_memory()
    if room is not None and needed > room // 2:
        what = f"{table.subject} has {rows:,} rows of {inputs:,} inputs, which need {in_gigabytes(needed)}"
        raise DatasetError(f"{what} of memory; this machine has {in_gigabytes(room)}")
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
    """The cells as float64, with NaN for empty cells and text, and the rows that have text."""
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
