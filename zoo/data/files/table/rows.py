"""The rows of a CSV file by Python's `csv`: for tables with many columns, and to name the line of an error.

DuckDB reads most tables, see `database`. It takes a time that grows with the square of the number of columns,
does not say where a row is, and describes errors at length.
"""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING

from zoo.data.files.table.dialect import BLANK, Dialect
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper
    from pathlib import Path


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
        lines: Iterator[str] = itertools.islice(_lines(file, subject), dialect.skip, None)
        if dialect.delimiter == BLANK:
            lines = (line.strip() for line in lines)
        reader = csv.reader(lines, strict=True, **dialect.options())  # type: ignore[arg-type]  # of several types
        try:
            for row in reader:
                if any(row):
                    yield dialect.skip + reader.line_num, row
        except csv.Error as error:
            line = dialect.skip + reader.line_num
            raise DatasetError(f"{subject} is not valid CSV in line {line:,}: {error}") from None


def columns_in(
    path: Path, dialect: Dialect, subject: str, *, is_forgiving: bool = False
) -> tuple[list[list[str]], str]:
    """All cells, column by column, and a note.

    A row that has more or fewer cells than the first is an error; if that `is_forgiving`, cells are cut off
    or empty, and the note counts such rows.

    Raises:
        DatasetError: The file is not a table, or a row has another number of cells.
    """
    rows, odd = list[list[str]](), list[int]()
    for line, row in rows_in(path, dialect, subject):
        width = len(rows[0]) if rows else len(row)
        if len(row) != width:
            odd.append(line)
            if not is_forgiving:
                raise _odd(subject, row, line, width, is_second=len(rows) == 1)
        rows.append([*row[:width], *[""] * (width - len(row))])
    which = "1 row has" if len(odd) == 1 else f"{len(odd):,} rows have"
    note = f"{which} more or fewer cells than the first (line {odd[0]:,})" if odd else ""
    return [list(column) for column in zip(*rows, strict=True)], note


def check_rows(path: Path, dialect: Dialect, subject: str) -> None:
    """Raise DatasetError if a row has another number of cells than the first; no row is kept."""
    width = None
    for line, row in rows_in(path, dialect, subject):
        width = width or len(row)
        if len(row) != width:
            raise _odd(subject, row, line, width)


def _odd(subject: str, row: list[str], line: int, width: int, *, is_second: bool = False) -> DatasetError:
    found = f"{len(row):,} cell{'' if len(row) == 1 else 's'}"
    what = f"{subject} has {found} in line {line:,}"
    if len(row) == width + 1 and is_second:
        hint = "if a name is missing in that line, add it; a cell with a delimiter needs quotes"
        return DatasetError(f"{what}; wanted {width:,}, as in its first line; {hint}")
    remove = "; remove the line, if it is a title or a remark" if 1 in (len(row), width) else ""
    return DatasetError(f"{what}; wanted {width:,}, as in its first line{remove}")


def _lines(file: TextIOWrapper, subject: str) -> Iterator[str]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise DatasetError(f"{subject} has a line of over {LONGEST:,} characters; wanted a table")
        yield line
