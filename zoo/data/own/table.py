"""A dataset in a table: one column is the target, the others are encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check_enough
from zoo.data.files.csv_file import read_csv
from zoo.data.own import encoding, labels
from zoo.data.own.labels import Labels
from zoo.data.split import split
from zoo.errors import DatasetError, SettingError, UsageError
from zoo.registry import nearest
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.files.csv_file import TextTable

NA = "NA"
LARGEST_WHOLE = 2**53
"""Above it, float64 can't represent all integers."""


def understand(path: Path, target: str | None, task: str | None) -> DataFile:
    """Detect the columns of numbers and of categories, and the task from the target."""
    table = _read(path)
    names = ", ".join(table.columns)
    if target is None:
        raise UsageError(f"{path} is a table; wanted --target with one of {names}")
    if target not in table.columns:
        meant = nearest(target, list(table.columns))
        hint = f"did you mean {meant}?" if meant else f"wanted one of {names}"
        raise SettingError("target", target, f"is not a column of {path}; {hint}")
    check_enough(path.name, len(table.lines))
    training = split(len(table.lines), 0).training
    understood = labels.understand(labels_of(table, target), training, task)
    columns = encoding.fit(table, target, training)
    return DataFile(
        path=str(path.resolve()),
        examples=len(table.lines),
        input_shape=(sum(column.inputs for column in columns),),
        task=understood.task,
        scaling="standardize",
        classes=understood.classes,
        untrained=understood.untrained,
        target=target,
        columns=columns,
    )


def load(file: DataFile, path: Path) -> Loaded:
    """The rows of the table, encoded as in the plan."""
    table = _read(path)
    x = encoding.encode(table, file.columns, target=file.target, unknown=True)
    if file.target not in table.columns:
        raise DatasetError(f"{table.subject} has no column {file.target}, which the training data has")
    y = labels.values(labels_of(table, file.target), file)
    return Loaded(Split(x, y), None, file.path)


def _read(path: Path) -> TextTable:
    with path.open("rb") as file:
        return read_csv(file, path.name)


def labels_of(table: TextTable, target: str) -> Labels:
    """The cells of the target column: all as integers or numbers if possible, otherwise as text.

    Among text, `NA` is a class, such as the code of Namibia. Whole numbers with leading zeros, such as `01`,
    are codes too: as classes, they differ from those without.
    """
    where, cells = f"{target} of {table.subject}", table.columns[target]
    numbers, texts = encoding.numbers_of(cells)
    marks = table.marks.get(target, {})
    if texts:
        cells = [cell or (NA if marks.get(row) == NA else "") for row, cell in enumerate(cells)]
    found = Labels(cells, where, lambda row: f"line {table.lines[row]:,}")
    if "" in cells:
        row = cells.index("")
        missing = f"'{marks[row]}', a missing value," if row in marks else "no value"
        raise DatasetError(f"{where} has {missing} in {found.place(row)}; wanted a value in each row")
    if texts:
        return found
    if not np.isfinite(numbers).all():
        row = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise DatasetError(f"{where} has {numbers[row]} in {found.place(row)}; wanted finite numbers")
    whole = all(_digits(cell).isdecimal() for cell in cells)
    exact = whole and float(np.abs(numbers).max()) < LARGEST_WHOLE
    padded = whole and any(len(digits) > 1 and digits[0] == "0" for digits in map(_digits, cells))
    return found._replace(
        values=numbers.astype(np.int64) if exact else numbers, codes=cells if padded else None
    )


def _digits(cell: str) -> str:
    return cell.removeprefix("-")
