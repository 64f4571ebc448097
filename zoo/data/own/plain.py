"""A table as plain numbers, for a model that says nothing of encodings."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.own import named_columns, obstacles
from zoo.data.own.choices import NOTHING
from zoo.data.own.encoding import check_room
from zoo.data.own.known import known_in
from zoo.data.own.obstacles import Obstacle
from zoo.data.own.spellings import nearest_spelling
from zoo.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zoo.data.files.table.table import Table
    from zoo.data.own.known import Known

FEW = 20
"""The columns that a note names."""


def columns_but(table: Table, drop: Collection[str], targets: Collection[str] = ()) -> list[str]:
    """The columns that are not left out, in the order of the file; SettingError for an unknown one."""
    left_out = [name for each in drop for name in ((each,) if each in table.names else each.split(","))]
    for name in left_out:
        named_columns.require("drop", name, table.names, table.subject)
    return [name for name in table.names if name not in left_out and name not in targets]


def numbers_of(table: Table, names: Sequence[str]) -> np.ndarray:
    """The columns as float64 of shape (rows, columns).

    Raises:
        DatasetError: A column has text, or a cell is empty or infinite; the message has all columns. Or the
            numbers don't fit in memory.
    """
    check_room(table, len(names))
    found = {name: _numbers(table, name) for name in names}
    obstacles.refuse(table.subject, [each for each in found.values() if isinstance(each, Obstacle)])
    return np.stack([each for each in found.values() if not isinstance(each, Obstacle)], axis=1)


def passed(names: Sequence[str]) -> str:
    """What a model is given, as text."""
    more = f" and {len(names) - FEW:,} more" if len(names) > FEW else ""
    listed = ", ".join(map(shorten, names[:FEW]))
    if len(names) == 1:
        return f"the model is given the column {listed} as numbers, not scaled"
    return f"the model is given the columns {listed}{more} as numbers, in this order, not scaled"


def _numbers(table: Table, name: str) -> np.ndarray | Obstacle:
    numbers = table.numbers(name)
    if numbers is None:
        known = known_in(table, name, NOTHING)
        spelling = nearest_spelling(known.values, comma=table.decimal_comma)
        each = [spelling.number(value) for value in known.values]
        if None in each:
            return _text(table, known, each.index(None))
        numbers = known.of_rows([number for number in each if number is not None])
    odd = np.flatnonzero(~np.isfinite(numbers))
    if not len(odd):
        return numbers
    row, more = int(odd[0]), f" and {len(odd) - 1:,} more" if len(odd) > 1 else ""
    cell = "nothing" if np.isnan(numbers[row]) else str(numbers[row])
    remedy = f"fill it in in the file, or --drop {shlex.quote(name)}"
    return Obstacle(name, f"{cell} in column {shorten(name)}, {table.place(row)}{more}", "a number", remedy)


def _text(table: Table, known: Known, code: int) -> Obstacle:
    cell, line = shorten(f"'{known.values[code]}'"), table.place(known.first_row(code))
    remedy = f"write the numbers that the model was trained on, or --drop {shlex.quote(known.name)}"
    return Obstacle(known.name, f"{cell} in column {shorten(known.name)}, {line}", "numbers", remedy)
