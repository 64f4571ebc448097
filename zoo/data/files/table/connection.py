"""A DuckDB database for one file: without the network, extensions, or any other file.

The table of a small file is in memory. That of a large one is in a file of a temporary folder, so that the
memory that it takes does not grow with the file.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from typing import TYPE_CHECKING, Any

import duckdb

from zoo.data.files.table.rows import check_rows
from zoo.errors import DatasetError, shorten
from zoo.system.machine import machine_memory, processors

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.data.files.table.dialect import Dialect

LARGE = 200_000_000
"""The bytes of a file whose table is not held in memory."""
BOUND = 2**29
"""The most bytes of memory that DuckDB takes for a large file."""
DATABASE = "cells.duckdb"
FULL = re.compile("no space left|max_temp_directory_size|could not write all", re.IGNORECASE)
"""DuckDB's words for a full disk."""


def connected(path: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """A new database, which may read this file only, and writes nothing but the folder `spill`."""
    is_large, memory = path.stat().st_size > LARGE, machine_memory()
    most = [memory // (4 if is_large else 2)] if memory else []
    most += [BOUND] if is_large else []
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "temp_directory": str(spill),
        "threads": processors(),
        **({"memory_limit": f"{min(most)}B"} if most else {}),
    }
    connection = duckdb.connect(str(spill / DATABASE) if is_large else ":memory:", config=config)
    if is_large:
        connection.execute("SET force_compression = 'uncompressed'")  # that of text takes longer than reading
        with contextlib.suppress(OSError):  # a file without a name is freed even if the process is killed
            (spill / DATABASE).unlink()
    allowed = ", ".join(map(literal, (path, escaped(path))))
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def escaped(path: Path) -> str:
    """The path as a pattern that only matches itself."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def literal(value: object) -> str:
    """A value in SQL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def refuse_large(path: Path, dialect: Dialect, subject: str, error: duckdb.Error) -> None:
    """Raise DatasetError with the reason why DuckDB can't read a large file; the cells of others are listed.

    A row with another number of cells is looked for, since DuckDB does not name its line.
    """
    if path.stat().st_size <= LARGE:
        return
    check_space(subject, error)
    check_rows(path, dialect, subject)
    raise damaged(subject, "CSV", error) from None


def check_space(subject: str, error: Exception) -> None:
    """Raise DatasetError if the reason of an error is that the disk is full."""
    if FULL.search(str(error)):
        place = tempfile.gettempdir()
        what = f"{subject} does not fit on the disk of {place}, where its cells are kept while it is read"
        raise DatasetError(f"{what}; set TMPDIR to a folder with more space") from None


def damaged(subject: str, kind: str, error: Exception) -> DatasetError:
    """The error for a file that can't be read, with DuckDB's reason."""
    reason = " ".join(str(error).split()).partition(" LINE ")[0].removeprefix("Invalid Input Error: ")
    return DatasetError(f"{subject} is not a readable {kind} file: {shorten(reason, 150)}")
