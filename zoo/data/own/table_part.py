"""The validation or test part of a dataset in a table of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data.own import encoding, given, image_column, split_keys
from zoo.data.own.blocks import Blocks
from zoo.data.own.given import Part
from zoo.data.own.target import target_of
from zoo.data.own.weights import weights_of
from zoo.errors import shorten
from zoo.specs.data_options import target_columns
from zoo.specs.dataset import Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from zoo.data.files.table.table import Table
    from zoo.specs.data_file import DataFile

FEW = 5
"""The columns that a message names."""


class Examined(NamedTuple):
    """The rows of a table that have a label, and what was odd in it."""

    y: np.ndarray
    rows: np.ndarray
    weights: np.ndarray | None
    notes: tuple[str, ...]


def part_of(file: DataFile, table: Table, own: Table | None, part: str, folder: Path | None = None) -> Part:
    """The rows of a table, encoded as in the plan.

    Args:
        file: The description of the training data.
        table: The table.
        own: The table of the training data, if it is split by groups.
        part: The part of the dataset that it is.
        folder: The folder of the table; None if it is in memory.

    Raises:
        DatasetError: With all differences from the training data.
    """
    kept: list[np.ndarray] = []
    found = examined(file, table, own, part, lambda blocks, _: kept.extend(blocks), is_whole=True)
    if file.image_column:
        x = image_column.images_of(table, file, folder, found.rows)
    else:
        (x,) = kept
    return Part(Split(x, found.y, found.weights), found.notes)


def examined(
    file: DataFile,
    table: Table,
    own: Table | None,
    part: str,
    keep: Callable[[Iterator[np.ndarray], int], None],
    *,
    is_whole: bool = False,
) -> Examined:
    """Compare the rows of a table with the training data, and encode them; see `part_of`.

    `keep` is called with the blocks of encoded rows, all of which it takes, and with the number of rows;
    `is_whole` is whether there is only one block.
    """
    marks = frozenset(file.missing_marks)
    names = [each.name for each in file.columns]
    targets = target_columns(file.target, table.names)
    wanted = [*names, *targets, *filter(None, (file.image_column, file.weight))]
    missing = [name for name in wanted if name not in table.names]
    extra = [name for name in table.names if name not in {*wanted, *file.unused}]
    notes = [*table.notes]
    if extra and not missing:
        notes.append(f"{_columns(extra)} not in the training data: ignored")
    y, rows, of_labels = None, np.arange(table.rows), list[str]()
    if not {*targets}.intersection(missing):
        target = target_of(table, file.target, marks, file.classes)
        rows = target.rows
        y = given.labels_of(target.labels, file, of_labels)
    refused: dict[str, str] = {}
    if columns := [each for each in file.columns if each.name not in missing]:
        where, allowed = (table.subject, part), (encoding.CATEGORY,)
        blocks = Blocks(table, columns, marks, rows, allowed, where, refused, is_whole)
        keep(iter(blocks), len(rows))
        notes += blocks.notes()
    differences = [*_missing(table, missing, extra), *refused.values(), *of_labels]
    differences += split_keys.shared_groups(file, table, own, marks)
    given.refuse(table.subject, file, differences)
    assert y is not None
    if len(rows) < table.rows:
        notes.append(f"{table.rows - len(rows):,} rows without {file.target} left out")
    weights = weights_of(table, file.weight, marks, rows) if file.weight else None
    return Examined(y, rows, weights, tuple(notes))


def _missing(table: Table, missing: Sequence[str], extra: Sequence[str]) -> Iterator[str]:
    if missing:
        hint = f"; it has {', '.join(map(shorten, extra[:FEW]))} instead" if extra else ""
        yield f"{table.subject} has no {_columns(missing, most=None)}{hint}"


def _columns(names: Sequence[str], most: int | None = FEW) -> str:
    return f"column{'' if len(names) == 1 else 's'} {', '.join(map(shorten, names[:most]))}"
