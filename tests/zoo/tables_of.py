"""Tables in memory and in files, for tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from zoo.data.files.table.read import opened_table
from zoo.data.files.table.table import ListedColumns, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def table(**columns: Sequence[str]) -> Table:
    """A table with these columns, whose rows begin in line 2."""
    source = ListedColumns([list(cells) for cells in columns.values()])
    return Table("t.csv", list(columns), source, place=lambda row: f"line {row + 2}")


def texts(found: Table, name: str) -> list[str]:
    """The text of each row of a column, '' where there is nothing."""
    cells = found.cells(name)
    return [cells.values[code] if code >= 0 else "" for code in cells.codes.tolist()]


def content(found: Table) -> dict[str, list[str]]:
    """All columns as text."""
    return {name: texts(found, name) for name in found.names}


def read(text: str | bytes, name: str = "t.csv", **options: Any) -> Mapping[str, Any]:
    """What is read from a file with this content: its columns, places, notes, and whether it has names."""
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    with opened_table(file, name, **options) as found:
        places = [found.place(row) for row in range(found.rows)]
        return {"columns": content(found), "places": places, "notes": found.notes, "names": found.has_names}
