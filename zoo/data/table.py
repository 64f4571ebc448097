"""Tables of text: CSV, read whole or refused in a sentence."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

LARGEST = 200_000_000
"""Bytes; as text, a table takes ten times the room that its numbers do."""
LONGEST = 1_000_000
"""Characters of a line."""
REMEMBERED = 100_000
"""Texts that are looked at, and stand in memory, once: categories, and numbers of few digits."""
DELIMITERS = ",;\t|"
MISSING = frozenset(("", "?", "na", "n/a", "nan", "null"))
"""What a cell without a value holds, in small letters."""


class TextTable(NamedTuple):
    """A table as its file has it: columns of text by their names.

    White space in a cell is one blank, and none at its ends; a cell without a value is ''. `lines` are
    the rows' lines in the file, for messages; `subject` is what they call it.
    """

    subject: str
    columns: dict[str, list[str]]
    lines: list[int]


def read_table(path: Path) -> TextTable:
    """The table in a CSV file; raises DatasetError where it is none."""
    size = path.stat().st_size
    if size > LARGEST:
        raise DatasetError(f"{path.name} has {size:,} bytes; wanted at most {LARGEST:,}, or an .npz file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return parse_table(file, path.name)


def parse_table(file: TextIO, subject: str) -> TextTable:
    """The table in a stream of CSV: names in its first line, cells between `,`, `;`, `|` or tabs."""
    lines = _lines(file, subject)
    try:
        first = next(lines, "")
        reader = csv.reader(_chained(first, lines), delimiter=max(DELIMITERS, key=first.count), strict=True)
        names = [_cell(name) for name in next(reader, [])]
        _check_names(names, subject)
        columns: list[list[str]] = [[] for _ in names]
        numbers, seen = [], dict[str, str]()
        for row in reader:
            if not any(row):
                continue
            if len(row) != len(names):
                where = f"{subject} has {len(row):,} cells in line {reader.line_num:,}"
                raise DatasetError(f"{where}; wanted {len(names):,}, as in its first line")
            for column, text in zip(columns, row, strict=True):
                cell = seen.get(text)
                if cell is None:
                    cell = _cell(text)
                    if len(seen) < REMEMBERED:
                        seen[text] = cell
                column.append(cell)
            numbers.append(reader.line_num)
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{subject} is not UTF-8: it has a byte 0x{error.object[error.start]:02x}"
        ) from None
    except csv.Error as error:
        raise DatasetError(f"{subject} is no CSV in line {reader.line_num:,}: {error}") from None
    if not numbers:
        raise DatasetError(f"{subject} has no rows below its names; wanted data")
    return TextTable(subject, dict(zip(names, columns, strict=True)), numbers)


def _cell(text: str) -> str:
    cell = " ".join(text.split())
    return "" if cell.lower() in MISSING else cell


def _lines(file: TextIO, subject: str) -> Iterator[str]:
    """Line by line, none of which may be without an end."""
    total = 0
    while line := file.readline(LONGEST + 1):
        total += len(line)
        if len(line) > LONGEST or total > LARGEST:
            what = "a line of over" if len(line) > LONGEST else "over"
            most = LONGEST if len(line) > LONGEST else LARGEST
            raise DatasetError(f"{subject} has {what} {most:,} characters; wanted a table")
        yield line


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _check_names(names: list[str], subject: str) -> None:
    if not names:
        raise DatasetError(f"{subject} is empty; wanted a line of names, and rows below it")
    for place, name in enumerate(names, start=1):
        if not name:
            raise DatasetError(f"{subject} has no name for column {place:,}; wanted one, or no such column")
        if name in names[: place - 1]:
            raise DatasetError(f"{subject} has two columns called {name!r}; wanted different names")
    if all(_is_number(name) for name in names):
        raise DatasetError(f"{subject} has numbers in its first line; wanted the columns' names")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
