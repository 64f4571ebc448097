"""How a CSV file is written: its delimiter, its quotes, and the lines before its first row.

The guess of DuckDB's sniffer may change with its version, and a guess decides what a run trains on; so it is
made here, by one rule: the delimiter that gives all rows the same number of cells.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TAB = "\t"
DELIMITERS = f",;{TAB}|"
BLANK = " "
"""The delimiter of columns that are aligned by blanks, any number of them."""
SAMPLE = 1_000_000
"""Characters that are looked at."""
ROWS = 2_000
ABOVE = 20
"""Lines of which some may be comments and titles above the table."""
FEWEST_BLANK = 3
"""Columns that blanks may separate; two may be the words of a text."""
DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""Excel's line before the first row that says what the delimiter is."""
QUOTES = (('"', None), ("'", None), ('"', "\\"), ("", None))
"""Quotes, or none among tabs, and escape characters, as they are tried; None if quotes are doubled."""


class Dialect(NamedTuple):
    """How a CSV file is written.

    Attributes:
        delimiter: The character between cells.
        quote: The character around cells; '' if there is none.
        escape: The character before a quote in a cell; None if quotes are doubled.
        skip: The number of lines before the first row.
        above: The lines among them that have text: comments and titles.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None
    skip: int = 0
    above: tuple[str, ...] = ()

    def options(self) -> dict[str, object]:
        """The arguments for `csv.reader`."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "escapechar": self.escape,
            "doublequote": self.escape is None,
            "skipinitialspace": True,
        }


def dialect_of(path: Path, *, tabs: bool = False) -> Dialect:
    """The dialect of a UTF-8 file; `tabs` says that its name promises tabs."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        sample = file.read(SAMPLE)
        is_whole = not file.read(1)
    lines = list(io.StringIO(sample, newline=""))
    if not is_whole and len(lines) > 1:
        lines.pop()
    skip = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if skip < len(lines) and (declared := DECLARED.fullmatch(lines[skip])):
        return Dialect(declared[1], skip=skip + 1)
    preferred = TAB if tabs else ""
    many = _above(lines[skip:], preferred)
    above = tuple(line.strip() for line in lines[skip : skip + many] if line.strip())
    return _of_lines(lines[skip + many :], preferred)._replace(skip=skip + many, above=above)


def _above(lines: list[str], preferred: str) -> int:
    """The number of lines above the table: comments that begin with `#`, and titles without a delimiter."""
    may_be = [line.startswith("#") or _is_alone(line) for line in lines[:ABOVE]]
    many = next((at for at, is_above in enumerate(may_be) if not is_above), 0)
    for at in range(many + 1) if many else ():
        below = _of_lines(lines[at:], preferred)
        widths = {len(row) for row in _rows(lines[at:], below) if row}
        is_title = at < many and _is_alone(lines[at]) and not _is_alone(lines[many])
        if below.delimiter != BLANK and len(widths) == 1 and widths.pop() > 1 and not is_title:
            return at
    return 0


def _is_alone(line: str) -> bool:
    """Whether a line has one cell, or only empty ones beside it; a cell that goes on in the next has not."""
    if line.count('"') % 2:
        return False
    return not any(each in line.rstrip().rstrip(DELIMITERS) for each in DELIMITERS)


def _of_lines(lines: list[str], preferred: str) -> Dialect:
    """The dialect that gives all rows the same number of cells, or all but a header with one fewer."""
    found = _fitting(lines, preferred, _even) or _fitting(lines, preferred, _beside_row_names)
    first = lines[0] if lines else ""
    return found or Dialect(preferred or max(DELIMITERS, key=first.count))


def _fitting(lines: list[str], preferred: str, width: Callable[[list[list[str]]], int]) -> Dialect | None:
    """The dialect with the most cells, at least two; `width` returns the number of cells of rows, or 0."""
    for quote, escape in QUOTES:
        found = {}
        for delimiter in dict.fromkeys(preferred + DELIMITERS) if quote else (TAB,):
            rows = [row for row in _rows(lines, Dialect(delimiter, quote, escape)) if row]
            widest = width(rows)
            if widest > 1 and not _is_quoted(rows, quote):
                found[delimiter] = widest
        if found:
            best = preferred if preferred in found else max(found, key=lambda each: found[each])
            return Dialect(best, quote, escape)
    blanks = [row for row in _rows([line.strip() for line in lines], Dialect(BLANK)) if row]
    return Dialect(BLANK) if width(blanks) >= FEWEST_BLANK else None


def _even(rows: list[list[str]]) -> int:
    widths = {len(row) for row in rows}
    return widths.pop() if len(widths) == 1 else 0


def _beside_row_names(rows: list[list[str]]) -> int:
    return len(rows[1]) if has_short_header(rows) else 0


def has_short_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has one cell fewer than all others, as R's `write.table` writes a header."""
    return len(rows) > 1 and len(rows[0]) > 1 and {len(row) - len(rows[0]) for row in rows[1:]} == {1}


def _rows(lines: list[str], dialect: Dialect, *, is_strict: bool = True) -> list[list[str]]:
    """The first rows of these lines; none if there is text after a quote that closes a cell.

    A quote that is open at the end is none of the dialect's: there, the lines may be cut off.
    """
    reader = csv.reader(iter(lines), strict=is_strict, **dialect.options())  # type: ignore[arg-type]  # of several types
    try:
        return list(itertools.islice(reader, ROWS))
    except csv.Error:
        at_end = is_strict and reader.line_num >= len(lines)
        return _rows(lines, dialect, is_strict=False) if at_end else []


def _is_quoted(rows: list[list[str]], quote: str) -> bool:
    """Whether a column has other quotes around all of its cells."""
    other = "'" if quote == '"' else '"'
    return any(
        all(len(cell) > 1 and cell[0] == cell[-1] == other for cell in column)
        for column in zip(*filter(None, rows), strict=False)  # a header may have a cell less
    )
