"""Lines of a table that are no rows: a second line of names or units, a repeated header, a footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.own.known import known_in
from zoo.data.own.spellings import nearest_spelling
from zoo.errors import DatasetError, enumerated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.choices import Choices

FEW = 5
"""The lines, and the most lines, that a message is about."""


def refuse(table: Table, names: Sequence[str], choices: Choices) -> None:
    """Raise DatasetError if these columns have text in the same few lines, and numbers in all others."""
    found = {name: _texts_in(table, name, choices) for name in names}
    first = next(iter(found.values()), None)
    if first is None or not len(first) or any(not np.array_equal(each, first) for each in found.values()):
        return
    rows = first.tolist()
    them = "that line" if len(rows) == 1 else "them"
    if len(rows) <= FEW and len(names) > 1:
        what = f"{table.subject} has text in {_lines(table, rows)}, where all others have numbers"
        raise DatasetError(f"{what}; remove {them}, if there are names, units or totals")


def refuse_headers(table: Table, target: str) -> None:
    """Raise DatasetError if the header is repeated among the rows."""
    if table.numbers(target) is not None:
        return
    cells = table.cells(target)
    if target not in cells.values:
        return
    rows = np.flatnonzero(cells.codes == cells.values.index(target)).tolist()
    found = [row for row in rows if all(_cell(table, name, row) == name for name in table.names)]
    if found:
        them = "that line" if len(found) == 1 else "them"
        raise DatasetError(f"{table.subject} repeats its header in {_lines(table, found)}; remove {them}")


def _texts_in(table: Table, name: str, choices: Choices) -> np.ndarray:
    """The rows of a column that have text, if most have numbers."""
    known = known_in(table, name, choices)
    spelling = nearest_spelling(known.values, comma=table.decimal_comma)
    is_text = np.array([spelling.number(value) is None for value in known.values] + [False])
    rows = np.flatnonzero(is_text[known.codes])
    return rows if 2 * len(rows) < len(known.codes) else rows[:0]


def _cell(table: Table, name: str, row: int) -> str:
    cells = table.cells(name)
    return cells.values[cells.codes[row]] if cells.codes[row] >= 0 else ""


def _lines(table: Table, rows: Sequence[int]) -> str:
    places = [table.place(row) for row in rows[:FEW]]
    more = [f"{len(rows) - FEW:,} more"] if len(rows) > FEW else []
    if len(places) > 1 and all(place.startswith("line ") for place in places):
        first, *others = [place.removeprefix("line ") for place in places]
        places = [f"lines {first}", *others]
    return enumerated([*places, *more])
