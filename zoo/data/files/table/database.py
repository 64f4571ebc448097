"""Tables in DuckDB.

All cells of a CSV file are read as text, so that nothing is lost before it is decided what a column is. A
path is taken literally: the characters that would make it a pattern are escaped.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from zoo.data.files.npz_file import check_fits
from zoo.data.files.table.cells import MISSING, PLAIN, Cells, cells_of, cleaned
from zoo.data.files.table.connection import check_space, connected, damaged, escaped, literal
from zoo.data.files.table.rows import LONGEST, LONGEST_CELL
from zoo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zoo.data.files.table.dialect import Dialect

Failed = duckdb.Error
NUMERIC = re.compile(r"(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))")
MOST_VALUES = 10_000
"""Beyond so many distinct values, Python numbers them faster than DuckDB."""
SAMPLE = 1_000
BLOCK = 100_000
"""Rows that are fetched at a time."""
BUFFER = 2 * LONGEST
"""Bytes that are read at a time; DuckDB's default is many times the longest line."""
JSON = {b"{": "newline_delimited", b"[": "array"}


class Columns:
    """The columns of a table in DuckDB, by their positions.

    Attributes:
        names: The columns' names in the file; none for a CSV file.
        rows: The number of rows, without those that have no value.
        types: DuckDB's type of each column.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, names: Sequence[str] = ()) -> None:
        """`connection` has a table `cells` with the columns c0, c1, …."""
        self._connection = connection
        self.names = list(names)
        self.types = [str(row[1]) for row in connection.execute("DESCRIBE cells").fetchall()]
        self.rows = int(self._one("SELECT count(*) FROM cells")[0])
        self._plain: list[bool] | None = None
        self._which = "true"

    def cells(self, place: int) -> Cells:
        """The cells of a column."""
        text = f"c{place}->>'$'" if self.types[place] == "JSON" else f"c{place}::VARCHAR"
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE found AS SELECT {text} AS value FROM cells "  # noqa: S608 - numbers
            f"WHERE {self._which} AND {text} IS NOT NULL GROUP BY value ORDER BY min(rowid)"
        )
        if self._one("SELECT count(*) FROM found")[0] > MOST_VALUES:
            return cells_of(self._texts(text))
        values = [str(value) for (value,) in self._connection.execute("FROM found").fetchall()]
        if not values:
            return cells_of([None] * self.rows)
        self._connection.execute("CREATE TYPE value AS ENUM (FROM found)")
        query = f"SELECT enum_code(({text})::value)::INTEGER AS code FROM cells WHERE {self._which}"  # noqa: S608 - numbers
        codes = self._connection.execute(query).fetchnumpy()["code"]
        self._connection.execute("DROP TYPE value")
        return cleaned(values, np.ma.filled(codes, -1).astype(np.int32))

    def _texts(self, text: str) -> Iterator[str | None]:
        self._connection.execute(f"SELECT {text} FROM cells WHERE {self._which}")  # noqa: S608 - numbers
        while rows := self._connection.fetchmany(BLOCK):
            for (cell,) in rows:
                yield cell

    def numbers(self, place: int) -> np.ndarray | None:
        """A column as float64 with NaN for missing values; None if it has more than plain numbers."""
        if not self._is_plain(place):
            return None
        query = f"SELECT try_cast(c{place} AS DOUBLE) AS x FROM cells WHERE {self._which}"  # noqa: S608 - numbers
        found = self._connection.execute(query).fetchnumpy()["x"]
        return np.ma.filled(found, np.nan).astype(np.float64, copy=False)

    def first(self, place: int) -> str:
        """The first cell of a column that is not empty, or ''."""
        query = f"SELECT c{place}::VARCHAR FROM cells WHERE c{place} IS NOT NULL LIMIT 1"  # noqa: S608 - a number
        found = self._connection.execute(query).fetchone()
        return "" if found is None else str(found[0])

    def repeated(self) -> int:
        """The number of rows that equal an earlier one."""
        every = ", ".join(f"c{place}" for place in range(len(self.types)))
        return self.rows - int(self._one(f"SELECT count(DISTINCT hash({every})) FROM cells")[0])  # noqa: S608 - numbers

    def part(self, start: int, stop: int) -> Columns:
        """The columns of some rows, which are of the same kinds as those of all."""
        some = copy.copy(self)
        some._plain = [self._is_plain(place) for place in range(len(self.types))]  # noqa: SLF001 - of this class
        first = int(self._one("SELECT min(rowid) FROM cells")[0])  # 1 if there was a row of names
        some._which = f"rowid >= {first + start} AND rowid < {first + stop}"  # noqa: SLF001 - as above
        some.rows = min(stop, self.rows) - start
        return some

    def close(self) -> None:
        """Free the memory."""
        self._connection.close()

    def _is_plain(self, place: int) -> bool:
        if self._plain is None:
            numeric = [bool(NUMERIC.fullmatch(kind)) for kind in self.types]
            texts = [at for at, kind in enumerate(self.types) if kind == "VARCHAR"]
            for rows in (f"(FROM cells LIMIT {SAMPLE})", "cells"):  # most columns of text show it soon
                found = self._plain_among(texts, rows)
                texts = [at for at, is_plain in zip(texts, found, strict=True) if is_plain is not False]
            self._plain = [is_number or at in texts for at, is_number in enumerate(numeric)]
        return self._plain[place]

    def _plain_among(self, places: Sequence[int], rows: str) -> Sequence[bool | None]:
        """Whether these columns of some rows have nothing but plain numbers and missing values."""
        if not places:
            return ()
        marks = ", ".join(f"'{mark}'" for mark in sorted(MISSING))
        plain = [
            f"bool_and(CASE WHEN regexp_full_match(c{at}, '{PLAIN}') THEN true"  # OR would look for all marks
            f" ELSE lower(trim(c{at})) IN ({marks}) END)"
            for at in places
        ]
        return self._one(f"SELECT {', '.join(plain)} FROM {rows}")  # noqa: S608 - no text of a user

    def _one(self, query: str) -> tuple[Any, ...]:
        found = self._connection.execute(query).fetchone()
        assert found is not None
        return found


def read_csv(path: Path, dialect: Dialect, width: int, spill: Path, *, has_names: bool) -> Columns:
    """The columns of a CSV file in UTF-8, whose first row may have their names.

    Raises:
        Failed: DuckDB can't read the file; `rows` says why.
    """
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    every = ", ".join(f"c{place}" for place in range(width))
    options = {
        "auto_detect": False,
        "header": False,
        "skip": dialect.skip,
        "delim": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape or dialect.quote,
        "max_line_size": LONGEST,
        "buffer_size": BUFFER,
        "hive_partitioning": False,
    }
    given = ", ".join(f"{name} = {literal(value)}" for name, value in options.items())
    source = f"read_csv({literal(escaped(path))}, {given}, columns = {{{columns}}})"
    connection = connected(path, spill)
    try:
        filled = f"SELECT {every} FROM {source} WHERE coalesce({every}) IS NOT NULL"  # noqa: S608 - quoted
        connection.execute(f"CREATE TABLE cells AS {filled}")
        if has_names:
            connection.execute("DELETE FROM cells WHERE rowid = 0")
        longest = ", ".join(f"max(strlen(c{place}))" for place in range(width))
        found = connection.execute(f"SELECT greatest({longest}, 0) FROM cells").fetchone()  # noqa: S608 - no text of a user
    except BaseException:
        connection.close()
        raise
    if found is not None and (found[0] or 0) > LONGEST_CELL:
        connection.close()
        raise Failed("a cell is too long")
    return Columns(connection)


def read_parquet(path: Path, subject: str, spill: Path) -> Columns:
    """The columns of a Parquet file; DatasetError if it is damaged."""
    source = f"read_parquet({literal(escaped(path))}, hive_partitioning = false)"
    return _typed(path, subject, spill, "Parquet", source)


def read_json(path: Path, subject: str, spill: Path, first: bytes) -> Columns:
    """The columns of a file with a JSON object for each row, in lines or in an array."""
    form = JSON[first]
    source = (
        f"read_json({literal(escaped(path))}, format = '{form}', sample_size = -1, "
        f"maximum_object_size = {LONGEST}, hive_partitioning = false)"
    )
    return _typed(path, subject, spill, "JSON", source)


def read_arrow(path: Path, subject: str, spill: Path) -> Columns:
    """The columns of an Arrow or Feather file, read by pyarrow."""
    try:
        from pyarrow import feather
    except ImportError:
        what = f"{subject} is an Arrow file, which pyarrow reads"
        raise DatasetError(f"{what}; pip install 'kerazoo[arrow]', or save it as Parquet") from None
    check_fits(subject, path.stat().st_size)
    try:
        table = feather.read_table(str(path), memory_map=False)
    except Exception as error:  # noqa: BLE001 - pyarrow raises many types for damaged files
        raise damaged(subject, "Arrow", error) from None
    connection = connected(path, spill)
    connection.register("arrow_file", table)
    return _copied(connection, subject, "Arrow", "arrow_file")


def _typed(path: Path, subject: str, spill: Path, kind: str, source: str) -> Columns:
    return _copied(connected(path, spill), subject, kind, source)


def _copied(connection: duckdb.DuckDBPyConnection, subject: str, kind: str, source: str) -> Columns:
    """The columns of a source, copied into the table `cells`."""
    try:
        names = [str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]  # noqa: S608 - quoted
        every = ", ".join(f"c{place}" for place in range(len(names)))
        connection.execute(f"CREATE TABLE cells AS SELECT * FROM {source} AS source({every})")  # noqa: S608 - quoted
        return Columns(connection, names)
    except Failed as error:
        connection.close()
        check_space(subject, error)
        raise damaged(subject, kind, error) from None
    except BaseException:
        connection.close()
        raise
