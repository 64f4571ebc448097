"""The column of a table that weighs its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.own import named_columns
from zoo.data.own.choices import Choices
from zoo.data.own.known import known_in
from zoo.data.own.spellings import nearest_spelling
from zoo.data.weights import refuse_wrong
from zoo.errors import UsageError, shorten

if TYPE_CHECKING:
    from zoo.data.files.table.table import Table
    from zoo.specs.data_options import DataOptions


def chosen_weight(options: DataOptions, table: Table, choices: Choices) -> Choices:
    """The choices with the column of the weights as one that is no input.

    Raises:
        SettingError: The table does not have the column, or it is the target.
        UsageError: It is also said to be an input.
    """
    name = options.weight
    if name is None:
        return choices
    named_columns.require_other("weight", name, table, options.target)
    role = choices.roles.get(name, "drop")
    if role != "drop":
        raise UsageError(f"--weight and --{role} both name {name}; wanted one of them")
    return Choices({**choices.roles, name: "drop"}, choices.details, choices.marks)


def weights_of(table: Table, name: str, marks: frozenset[str], rows: np.ndarray) -> np.ndarray:
    """The weight of each of the `rows`, as float64.

    Raises:
        DatasetError: A weight is missing, or it is not a number of 0 or more; the message has the cells.
    """
    known = known_in(table, name, Choices({}, {}, marks))
    spelling = nearest_spelling(known.values, comma=table.decimal_comma) if known.values else None
    numbers = [spelling.number(value) if spelling else None for value in known.values]
    each = known.of_rows([np.nan if number is None else number for number in numbers])[rows]
    cells = table.cells(name)
    refuse_wrong(
        each,
        f"weight {name} of {table.subject}",
        lambda row: table.place(int(rows[row])),
        lambda row: _shown(cells.values[code]) if (code := int(cells.codes[rows[row]])) >= 0 else "nothing",
    )
    return each


def _shown(cell: str) -> str:
    return shorten(f"'{cell}'", 40) if cell.strip() else "nothing"
