"""A dataset in a table: one column is the target, the others are encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry import nearest
from zoo.data.check import check_enough
from zoo.data.files.csv_file import read_csv
from zoo.data.own import encoding, labels
from zoo.data.own.labels import Answers
from zoo.data.split import split
from zoo.errors import DatasetError, SettingError, UsageError
from zoo.specs.data_file import DataFile
from zoo.specs.dataset import Loaded, Split

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.files.csv_file import TextTable

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
    understood = labels.understand(answers(table, target), training, task)
    columns = encoding.fit(table, target, training)
    return DataFile(
        path=str(path.resolve()),
        examples=len(table.lines),
        input_shape=(sum(column.inputs for column in columns),),
        task=understood.task,
        scaling="standardize",
        classes=understood.classes,
        target=target,
        columns=columns,
    )


def load(file: DataFile, path: Path) -> Loaded:
    """The rows of the table, encoded as in the plan."""
    table = _read(path)
    x = encoding.encode(table, file.columns, target=file.target, unknown=True)
    if file.target not in table.columns:
        raise DatasetError(f"{table.subject} has no column {file.target}, which the training data has")
    y = labels.values(answers(table, file.target), file)
    return Loaded(Split(x, y), None, file.path)


def _read(path: Path) -> TextTable:
    with path.open("rb") as file:
        return read_csv(file, path.name)


def answers(table: TextTable, target: str) -> Answers:
    """The cells of the target column: all as integers or numbers if possible, otherwise as text."""
    where, cells = f"{target} of {table.subject}", table.columns[target]
    found = Answers(cells, where, lambda row: f"line {table.lines[row]:,}")
    if "" in cells:
        place = found.place(cells.index(""))
        raise DatasetError(f"{where} has no value in {place}; wanted a value in each row")
    numbers, texts = encoding.numbers_of(cells)
    if texts:
        return found
    if not np.isfinite(numbers).all():
        row = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise DatasetError(f"{where} has {numbers[row]} in {found.place(row)}; wanted finite numbers")
    whole = all(cell.removeprefix("-").isdecimal() for cell in cells)
    exact = whole and float(np.abs(numbers).max()) < LARGEST_WHOLE
    return found._replace(values=numbers.astype(np.int64) if exact else numbers)
