"""The distributions of a table's columns, over all rows, as they are in the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.files.table.read import opened_table
from zoo.data.own import dates, labels, texts
from zoo.data.own.choices import Choices
from zoo.data.own.known import known_in
from zoo.data.own.spellings import Spelling
from zoo.data.own.target import target_of
from zoo.data.profile import COLUMNS, Distribution, Profile, of_categories, of_numbers
from zoo.specs.column import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoo.data.files.table.table import Table
    from zoo.specs.column import Column
    from zoo.specs.data_file import DataFile


def of_table(file: DataFile) -> Profile:
    """The distribution of each column that is used, and of the target or targets."""
    path, choices = Path(file.path), Choices({}, {}, frozenset(file.missing_marks))
    with path.open("rb") as content, opened_table(content, path.name, encoding=file.encoding) as table:
        columns = tuple(_of_column(table, column, choices) for column in file.columns[:COLUMNS])
        more = len(file.columns) - len(columns)
        return Profile(table.rows, columns, tuple(_of_targets(table, file, choices)), more)


def _of_column(table: Table, column: Column, choices: Choices) -> Distribution:
    if column.role == "number" and column.spelling == PLAIN and not choices.has_numeric_marks:
        numbers = table.numbers(column.name)
        if numbers is not None:
            return of_numbers(column.name, numbers, notes=column.notes)
    if column.vocabulary is not None:
        cells = table.cells(column.name)
        lengths = texts.lengths_of([*cells.values, ""])[cells.codes]
        return of_numbers(f"words of {column.name}", lengths, column.role, column.notes)
    known = known_in(table, column.name, choices, tuple(filter(None, column.categories)))
    if column.role in ("number", "date"):
        spelling = Spelling(column.spelling, column.unit)
        each = [
            spelling.number(value) if column.role == "number" else dates.day_of(value, column.date_format)
            for value in known.values
        ]
        numbers = known.of_rows([np.nan if number is None else number for number in each])
        return of_numbers(column.name, numbers, column.role, column.notes)
    counts = dict(zip(known.values, known.counts, strict=True))
    if column.role == "ordinal":
        counts = {value: counts.get(value, 0) for value in column.categories}
    return of_categories(column.name, counts, column.role, known.missing, column.notes)


def _of_targets(table: Table, file: DataFile, choices: Choices) -> Iterator[Distribution]:
    found = target_of(table, file.target, choices.marks, file.classes).labels
    missing = file.without_target
    if found.columns:
        for at, name in enumerate(found.columns):
            yield of_numbers(name, np.asarray(found.values)[:, at].astype(np.float64))
        return
    if file.classes:
        counted = labels.names(found).counts()
        counts = {name: counted.get(name, 0) for name in file.classes}
        yield of_categories(file.target, counts, "class", missing)
        return
    numbers = np.concatenate([np.asarray(found.values, np.float64), np.full(missing, np.nan)])
    yield of_numbers(file.target, numbers)
