"""The rows of a CSV file by Python's `csv`: for tables with many columns, and to name the line of an error.

DuckDB reads most tables, see `database`. It takes a time that grows with the square of the number of columns,
does not say where a row is, and describes errors at length.
"""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING

from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper
    from pathlib import Path

    from zoo.data.files.table.dialect import Dialect

LONGEST = 10_000_000
"""Characters of a line."""
LONGEST_CELL = 131_072
"""Characters of a cell, as in Python's `csv`."""


def rows_in(path: Path, dialect: Dialect, subject: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its last line.

    Raises:
        DatasetError: A line is too long, or quotes are not closed.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = itertools.islice(_lines(file, subject), dialect.skip, None)
        reader = csv.reader(lines, strict=True, **dialect.options())  # type: ignore[arg-type]  # of several types
        try:
            for row in reader:
                if any(row):
                    yield dialect.skip + reader.line_num, row
        except csv.Error as error:
            line = dialect.skip + reader.line_num
            raise DatasetError(f"{subject} is not valid CSV in line {line:,}: {error}") from None


def columns_in(path: Path, dialect: Dialect, subject: str) -> list[list[str]]:
    """All cells, column by column; DatasetError for a row that has more or fewer cells than the first."""
    rows = [row for _, row in _even(rows_in(path, dialect, subject), subject)]
    return [list(column) for column in zip(*rows, strict=True)]


def _even(rows: Iterator[tuple[int, list[str]]], subject: str) -> Iterator[tuple[int, list[str]]]:
    """The rows; DatasetError for one that has more or fewer cells than the first."""
    width = None
    for line, row in rows:
        width = width or len(row)
        if len(row) != width:
            found = f"{len(row):,} cell{'' if len(row) == 1 else 's'}"
            raise DatasetError(
                f"{subject} has {found} in line {line:,}; wanted {width:,}, as in its first line"
            )
        yield line, row


def _lines(file: TextIOWrapper, subject: str) -> Iterator[str]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise DatasetError(f"{subject} has a line of over {LONGEST:,} characters; wanted a table")
        yield line
