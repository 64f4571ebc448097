"""Open a table in a file of any of the formats: the only reader, for training data and for predictions."""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
from typing import IO, TYPE_CHECKING

from zoo.data.files.npz_file import check_fits
from zoo.data.files.table.dialect import BLANK, TAB, dialect_of, has_short_header
from zoo.data.files.table.foreign import foreign_of, refuse_foreign
from zoo.data.files.table.header import has_names_in, positions
from zoo.data.files.table.packed import GZIP, ZIP, unpacked
from zoo.data.files.table.rows import columns_in, rows_in
from zoo.data.files.table.short_header import short_header
from zoo.data.files.table.table import ListedColumns, Source, Table
from zoo.data.files.table.text import MARKS, as_utf8, unmarked_utf16
from zoo.data.files.table.workbook import read_workbook
from zoo.errors import DatasetError, shorten
from zoo.system.temporary import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zoo.data.files.table.dialect import Dialect
    from zoo.data.files.table.short_header import ShortHeader

MOST_COLUMNS, MANY_COLUMNS, SMALL = 1_000, 100, 20_000_000
"""Beyond so many columns Python's `csv` is faster than DuckDB: in any file, and in one of fewer bytes."""
PARQUET, ARROW, OLD_EXCEL = b"PAR1", (b"ARROW1", b"FEA1"), b"\xd0\xcf\x11\xe0"
JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(\{)\s*[\"}]|(\[)\s*\{)")
UNCLOSED = "quotes are not closed: read as text"
NESTED = ("STRUCT", "MAP", "JSON")
"""DuckDB's types of objects."""
LOOKED_AT = 200
"""Rows that are compared with the first line."""


def is_table(head: bytes) -> bool:
    """Whether a file may be a table by its first bytes, or is of a format that has a message of its own."""
    if foreign_of(head) is not None or unmarked_utf16(head):
        return True
    formats = (PARQUET, *ARROW, OLD_EXCEL, ZIP, GZIP, *(mark for mark, _, _ in MARKS))
    return head.startswith(formats) or b"\0" not in head


@contextlib.contextmanager
def opened_table(
    file: IO[bytes],
    subject: str,
    *,
    needs_names: bool = True,
    is_forgiving: bool = False,
    encoding: str = "",
) -> Iterator[Table]:
    """Open the table in a file; its memory is freed at the end.

    The first line of a CSV file or a worksheet has the columns' names if one of its cells is text, unless the
    line looks like those below it.

    Args:
        file: A seekable binary file.
        subject: What messages call the file.
        needs_names: Whether a first line without names is refused; otherwise it is the first row.
        is_forgiving: Whether rows with more or fewer cells than the first are read, with a note.
        encoding: The encoding of text that is not UTF-8, if it is known.

    Raises:
        DatasetError: The file is not a table.
    """
    with temporary_folder() as folder:
        how = {"needs_names": needs_names, "is_forgiving": is_forgiving}
        table = _table(file, subject, folder, encoding, **how)
        try:
            yield table
        finally:
            table.close()


def _table(file: IO[bytes], subject: str, folder: Path, encoding: str, **how: bool) -> Table:
    path, name = unpacked(file, subject, folder)
    with path.open("rb") as content:
        head = content.read(4_096)
    refuse_foreign(head, subject)
    if head.startswith(PARQUET):
        from zoo.data.files.table.database import read_parquet

        return _typed(read_parquet(path, subject, folder), subject)
    if head.startswith(ARROW):
        from zoo.data.files.table.database import read_arrow

        return _typed(read_arrow(path, subject, folder), subject)
    if head.startswith(ZIP):
        return _sheet(path, subject, needs_names=how["needs_names"])
    if head.startswith(OLD_EXCEL):
        raise DatasetError(f"{subject} is in Excel's old format; save it as .xlsx or CSV")
    path, note = as_utf8(path, subject, folder, encoding)
    if found := JSON.match(head):
        from zoo.data.files.table.database import read_json

        return _typed(read_json(path, subject, folder, found[1] or found[2]), subject)
    dialect = dialect_of(path, tabs=name.lower().endswith((".tsv", ".tab")))
    return _csv(path, dialect, subject, folder, note, **how)


def _typed(columns: Source, subject: str) -> Table:
    names, types = columns.names, columns.types  # type: ignore[attr-defined]  # of the database
    if columns.rows == 1 and types and any(kind.startswith(NESTED) or kind.endswith("]") for kind in types):
        what = f"{subject} has one JSON object for all rows; wanted one for each row"
        raise DatasetError(f"{what}, as df.to_json(path, orient='records', lines=True) of pandas writes")
    if not columns.rows:
        raise DatasetError(f"{subject} has no rows; wanted data")
    return Table(subject, names, columns)


def _sheet(path: Path, subject: str, *, needs_names: bool) -> Table:
    rows, note = read_workbook(path, subject)
    if not rows:
        raise DatasetError(f"{subject} is empty; wanted a table")
    has_names = has_names_in(rows, subject, needs_names=needs_names)
    names = rows[0] if has_names else positions(len(rows[0]))
    below = rows[has_names:]
    _check_rows(len(below), subject)
    columns = ListedColumns([list(column) for column in zip(*below, strict=True)])
    return Table(subject, names, columns, has_names=has_names, notes=filter(None, [note]))


def _csv(
    path: Path,
    dialect: Dialect,
    subject: str,
    folder: Path,
    note: str,
    *,
    needs_names: bool,
    is_forgiving: bool,
) -> Table:
    beginning = list(itertools.islice(rows_in(path, dialect, subject), LOOKED_AT))
    first = [row for _, row in beginning]
    if not first:
        raise DatasetError(f"{subject} is empty; wanted a table")
    if has_short_header(first) and (short := _short(path, dialect, beginning)) is not None:
        below = dialect._replace(skip=beginning[0][0])
        columns, odd, _ = _columns(
            path, below, subject, folder, len(first[1]), has_names=False, is_forgiving=is_forgiving
        )
        return Table(
            subject,
            short.names,
            columns,
            has_row_names=short.has_row_names,
            has_semicolons=dialect.delimiter == ";",
            notes=filter(None, [note, _skipped(dialect), odd]),
            place=functools.partial(_line, path, below, subject, False),  # noqa: FBT003 - bound by position
        )
    has_names = has_names_in(first, subject, needs_names=needs_names)
    columns, odd, dialect = _columns(
        path, dialect, subject, folder, len(first[0]), has_names=has_names, is_forgiving=is_forgiving
    )
    _check_rows(columns.rows, subject)
    return Table(
        subject,
        first[0] if has_names else positions(len(first[0])),
        columns,
        has_names=has_names,
        has_semicolons=dialect.delimiter == ";",
        notes=filter(None, [note, _skipped(dialect), odd]),
        place=functools.partial(_line, path, dialect, subject, has_names),
    )


def _short(path: Path, dialect: Dialect, beginning: Sequence[tuple[int, list[str]]]) -> ShortHeader | None:
    """The names of a header that has one cell fewer than the rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(itertools.islice(file, beginning[1][0]))
    ends = [dialect.skip, *(line for line, _ in beginning[:2])]
    firsts = [lines[ends[at]] for at in range(2)]
    return short_header([row for _, row in beginning], firsts, dialect.delimiter)


def _skipped(dialect: Dialect) -> str:
    """A note on the lines above the table."""
    if not dialect.above:
        return ""
    many = len(dialect.above)
    which = "1 line" if many == 1 else f"{many:,} lines"
    return f"{which} above the header left out ('{shorten(dialect.above[0], 40)}'{', …' * (many > 1)})"


def _columns(
    path: Path, dialect: Dialect, subject: str, folder: Path, width: int, **how: bool
) -> tuple[Source, str, Dialect]:
    """The columns by DuckDB, or by Python's `csv` where DuckDB is slow or refuses the file; see `_listed`."""
    has_names = how["has_names"]
    most = MANY_COLUMNS if path.stat().st_size < SMALL else MOST_COLUMNS
    if width <= most and dialect.delimiter != BLANK:
        from zoo.data.files.table.connection import refuse_large
        from zoo.data.files.table.database import Failed, read_csv

        try:
            return read_csv(path, dialect, width, folder, has_names=has_names), "", dialect
        except Failed as error:
            refuse_large(path, dialect, subject, error)
    check_fits(subject, path.stat().st_size)
    columns, note, dialect = _listed(path, dialect, subject, is_forgiving=how["is_forgiving"])
    return ListedColumns([column[has_names:] for column in columns]), note, dialect


def _listed(
    path: Path, dialect: Dialect, subject: str, *, is_forgiving: bool
) -> tuple[list[list[str]], str, Dialect]:
    """All cells, a note and the dialect: among tabs, quotes are text if they are not closed."""
    try:
        return *columns_in(path, dialect, subject, is_forgiving=is_forgiving), dialect
    except DatasetError:
        if dialect.delimiter == TAB:
            with contextlib.suppress(DatasetError):
                bare = dialect._replace(quote="", escape=None)
                return columns_in(path, bare, subject)[0], UNCLOSED, bare
        raise


def _check_rows(rows: int, subject: str) -> None:
    if not rows:
        raise DatasetError(f"{subject} has no rows below its header; wanted data")


def _line(path: Path, dialect: Dialect, subject: str, has_names: bool, row: int) -> str:  # noqa: FBT001 - bound by position
    """The line of a row; the file is read again up to it, as only messages name lines."""
    line, _ = next(itertools.islice(rows_in(path, dialect, subject), row + has_names, None))
    return f"line {line:,}"
