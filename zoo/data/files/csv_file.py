"""CSV files: the only reader, for training data and for prediction inputs.

A file is UTF-8, with or without a byte order mark. The delimiter is the one of `,`, `;`, tab and `|` that is
most frequent in the first line. `number_of` decides what a number is, `MISSING` what a missing value is.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, NamedTuple

from zoo.errors import DatasetError, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST = 200_000_000
"""Bytes of a file; as text, a table takes ten times the memory of its numbers."""
LONGEST = 10_000_000
"""Characters of a line."""
REMEMBERED = 100_000
"""Distinct texts that are processed and stored only once: categories, and numbers with few digits."""
DELIMITERS = ",;\t|"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
MISSING = frozenset(("", "?", "na", "n/a", "nan", "null"))
"""What a cell without a value holds, in lower case."""


class TextTable(NamedTuple):
    """A table as text.

    Attributes:
        subject: The file's name, for messages.
        columns: The cells of each column by its name. White space is trimmed, and runs of it are one space; a
            missing value is ''.
        lines: The line of each row in the file, for messages.
        has_names: Whether the names are from the file; otherwise they are the columns' positions, from 1.
        marks: How missing values are written, such as `NA`, by column and row; blank cells are left out.
    """

    subject: str
    columns: dict[str, list[str]]
    lines: list[int]
    has_names: bool = True
    marks: Mapping[str, Mapping[int, str]] = MappingProxyType({})


def read_csv(file: IO[bytes], subject: str, *, needs_names: bool = True) -> TextTable:
    """Read a CSV file.

    The first line has the columns' names if at least one of its cells is text: neither a number nor missing.

    Args:
        file: A seekable binary file, at its beginning.
        subject: What messages call the file.
        needs_names: Whether a first line without names is refused; otherwise it is the first row.

    Raises:
        DatasetError: The file is not a table.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST:
        raise DatasetError(f"{subject} has {size:,} bytes; wanted at most {LARGEST:,}, or an .npz file")
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        return _table(_rows(text, subject), subject, needs_names=needs_names)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise DatasetError(f"{subject} is not UTF-8: it contains the byte 0x{byte:02x}") from None
    finally:
        text.detach()  # it would close the file


def number_of(cell: str) -> float | None:
    """The number in a cell, or None where it has text.

    Numbers are written in ASCII with a decimal point: `5`, `-0.5`, `.5`, `1e-3`. Python's `1_000`, digits of
    other scripts and `-nan` are text. Infinity is a number here, so that it can be refused as not finite.
    """
    if "_" in cell or not cell.isascii():
        return None
    try:
        number = float(cell)
    except ValueError:
        return None
    return None if math.isnan(number) else number


class _Cells(dict[str, str]):
    """The cell of each text; frequent ones are processed and stored only once."""

    def __missing__(self, text: str) -> str:
        cell = _cell(text)
        if len(self) < REMEMBERED:
            self[text] = cell
        return cell


def _table(rows: Iterator[tuple[int, list[str]]], subject: str, *, needs_names: bool) -> TextTable:
    line, first = next(rows, (0, []))
    if not first:
        raise DatasetError(f"{subject} is empty; wanted a table")
    has_names = any(cell and number_of(cell) is None for cell in map(_cell, first))
    if has_names:
        names = [_spaced(name) for name in first]
        _check_names(names, subject)
    elif needs_names:
        raise DatasetError(f"{subject} has no names in its first line; wanted a name for each column")
    else:
        names = [f"{place:,}" for place in range(1, len(first) + 1)]
        rows = itertools.chain([(line, first)], rows)
    columns: list[list[str]] = [[] for _ in names]
    marks: dict[str, dict[int, str]] = {}
    lines, cells = [], _Cells()
    for line, row in rows:
        if len(row) != len(names):
            found = f"{len(row):,} cell{'' if len(row) == 1 else 's'}"
            raise DatasetError(
                f"{subject} has {found} in line {line:,}; wanted {len(names):,}, as in its first line"
            )
        for name, column, text in zip(names, columns, row, strict=True):
            cell = cells[text]
            if not cell and (mark := _spaced(text)):
                marks.setdefault(name, {})[len(column)] = mark
            column.append(cell)
        lines.append(line)
    if not lines:
        raise DatasetError(f"{subject} has no rows below its header; wanted data")
    return TextTable(subject, dict(zip(names, columns, strict=True)), lines, has_names, marks)


def _rows(file: io.TextIOWrapper, subject: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its last line."""
    lines = _lines(file, subject)
    blank, first = next(((at, line) for at, line in enumerate(lines) if line.strip()), (0, ""))
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(itertools.chain([first], lines), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(row):
                yield blank + reader.line_num, row
    except csv.Error as error:
        line = blank + reader.line_num
        raise DatasetError(f"{subject} is not valid CSV in line {line:,}: {error}") from None


def _lines(file: io.TextIOWrapper, subject: str) -> Iterator[str]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise DatasetError(f"{subject} has a line of over {LONGEST:,} characters; wanted a table")
        yield line


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    cell = _spaced(text)
    return "" if cell.lower() in MISSING else cell


def _check_names(names: Sequence[str], subject: str) -> None:
    seen = set[str]()
    for place, name in enumerate(names, start=1):
        if not name:
            raise DatasetError(f"{subject} has no name for column {place:,}; name it, or remove the column")
        if CONTROL.search(name):
            shown = name.encode("unicode_escape").decode()
            where = f"the name of column {place:,}, '{shorten(shown)}'"
            raise DatasetError(f"{subject} has a control character in {where}; remove it")
        if name in seen:
            raise DatasetError(f"{subject} has two columns called '{shorten(name)}'; wanted different names")
        seen.add(name)
