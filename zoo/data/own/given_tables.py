"""Validation and test examples in tables of their own, which are never in memory as a whole."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.data.check import check_labels, check_not_empty
from zoo.data.digest import RunningDigest
from zoo.data.files.table.read import opened_table
from zoo.data.own.blocks import Blocks
from zoo.data.own.encoding import type_of
from zoo.data.own.given import compared, from_files, hashes_of, with_labels
from zoo.data.own.labelled import labelled
from zoo.data.own.members import TRAIN
from zoo.data.own.split_keys import has_groups
from zoo.data.own.table import FORGIVEN
from zoo.data.own.table_part import examined
from zoo.specs.dataset import DatasetSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoo.data.files.table.table import Table
    from zoo.data.own.given import Compared
    from zoo.specs.data_file import DataFile


def joined(file: DataFile, paths: Mapping[str, Path]) -> DataFile:
    """The description of a table with a part from each of these other tables.

    Raises:
        DatasetError: A table differs from the training data.
    """
    with _opened(Path(file.path), file.encoding) as own:
        known = _known(file, own)
        parts = {part: _part(file, own, known, part, path) for part, path in paths.items()}
    return from_files(file, paths, parts)


@contextlib.contextmanager
def _opened(path: Path, encoding: str) -> Iterator[Table]:
    with path.open("rb") as content, opened_table(content, path.name, encoding=encoding) as table:
        yield table


def _known(file: DataFile, own: Table) -> np.ndarray:
    """The hashes of the examples to train on."""
    found = labelled(file, own)
    blocks = Blocks(own, file.columns, file.missing_marks, found.rows, FORGIVEN, (own.subject, TRAIN))
    return with_labels(np.concatenate(list(map(hashes_of, blocks))), found.y)


def _part(file: DataFile, own: Table, known: np.ndarray, part: str, path: Path) -> Compared:
    """Compare a table with the training data, whose rows have the hashes `known`."""
    digest, hashes = RunningDigest(type_of(file.columns)), list[np.ndarray]()

    def look(blocks: Iterator[np.ndarray], rows: int) -> None:
        hashes.extend(map(hashes_of, digest.passing((rows, *file.input_shape), blocks)))

    with _opened(path, file.encoding) as table:
        found = examined(file, table, own if has_groups(file) else None, part, look)
    check_labels(path.name, DatasetSpec.of_file(file), part, found.y)
    check_not_empty(path.name, part, len(found.y))
    digest.add(found.y, *(() if found.weights is None else (found.weights,)))
    shared = int(np.isin(with_labels(np.concatenate(hashes), found.y), known).sum())
    return compared(file, path.name, len(found.y), found.notes, shared=shared, digest=digest.finished())
