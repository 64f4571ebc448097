"""The validation or test part of a dataset in a table of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoo.data.own import encoding, given, image_column, split_keys
from zoo.data.own.given import Part
from zoo.data.own.target import target_of
from zoo.data.own.weights import weights_of
from zoo.errors import DatasetError, shorten
from zoo.specs.data_options import target_columns
from zoo.specs.dataset import Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from zoo.data.files.table.table import Table
    from zoo.specs.data_file import DataFile

FEW = 5
"""The columns that a message names."""


def part_of(file: DataFile, table: Table, own: Table | None, folder: Path | None = None) -> Part:
    """The rows of a table, encoded as in the plan.

    Args:
        file: The description of the training data.
        table: The table.
        own: The table of the training data, if it is split by groups.
        folder: The folder of the table; None if it is in memory.

    Raises:
        DatasetError: With all differences from the training data.
    """
    marks = frozenset(file.missing_marks)
    columns = [each.name for each in file.columns]
    targets = target_columns(file.target, table.names)
    wanted = [*columns, *targets, *filter(None, (file.image_column, file.weight))]
    missing = [name for name in wanted if name not in table.names]
    extra = [name for name in table.names if name not in {*wanted, *file.unused}]
    differences, notes = [*_missing(table, missing, extra)], [*table.notes]
    if extra and not missing:
        notes.append(f"{_columns(extra)} not in the training data: ignored")
    inputs = []
    for column in file.columns:
        if column.name not in missing:
            try:
                found = encoding.encode(
                    table, [column], others=table.names, marks=marks, allowed=(encoding.CATEGORY,)
                )
                inputs.append(found.x)
                notes += found.notes
            except DatasetError as error:
                differences.append(str(error))
    y, rows = None, np.arange(table.rows)
    if not {*targets}.intersection(missing):
        target = target_of(table, file.target, marks, file.classes)
        rows = target.rows
        y = given.labels_of(target.labels, file, differences)
    differences += split_keys.shared_groups(file, table, own, marks)
    given.refuse(table.subject, file, differences)
    assert y is not None
    if len(rows) < table.rows:
        notes.append(f"{table.rows - len(rows):,} rows without {file.target} left out")
    weights = weights_of(table, file.weight, marks, rows) if file.weight else None
    x = image_column.images_of(table, file, folder, rows) if file.image_column else np.hstack(inputs)[rows]
    return Part(Split(x, y, weights), tuple(notes))


def _missing(table: Table, missing: Sequence[str], extra: Sequence[str]) -> Iterator[str]:
    if missing:
        hint = f"; it has {', '.join(map(shorten, extra[:FEW]))} instead" if extra else ""
        yield f"{table.subject} has no {_columns(missing, most=None)}{hint}"


def _columns(names: Sequence[str], most: int | None = FEW) -> str:
    return f"column{'' if len(names) == 1 else 's'} {', '.join(map(shorten, names[:most]))}"
