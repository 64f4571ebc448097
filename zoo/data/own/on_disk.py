"""Datasets in tables whose encoded rows are written to disk in batches, not held in memory.

The result is the same as in memory, to the bit: the rows, their split, their scaling and their digest.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data import mapped, scaling
from zoo.data.check import check_enough, check_labels
from zoo.data.digest import RunningDigest
from zoo.data.files.table.read import opened_table
from zoo.data.own import encoding, given
from zoo.data.own.blocks import Blocks
from zoo.data.own.fit_scaling import fit_scaling
from zoo.data.own.labelled import labelled_parts
from zoo.data.own.members import TEST, TRAIN, VALIDATION
from zoo.data.own.split_column import ORDER
from zoo.data.own.split_keys import has_groups
from zoo.data.own.table import FORGIVEN
from zoo.data.own.table_part import examined
from zoo.data.progress import Encoding
from zoo.data.split import Parts, parts_by
from zoo.errors import DatasetError
from zoo.specs.data_options import target_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zoo.data.files.table.table import Table
    from zoo.data.own.labelled import Labelled
    from zoo.data.own.table_part import Examined
    from zoo.specs.data_facts import Scaling
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import DatasetSpec

DIGESTED = (TRAIN, TEST, VALIDATION)
"""The parts in the order of the digest."""


class Encoded(NamedTuple):
    """A dataset on disk.

    Attributes:
        x: The scaled rows, float32 of shape (rows, inputs), mapped: first those to train on, then those of
            the dataset's own validation part, then those of its own test part.
        y: Their labels.
        parts: The split.
        scaling: How the rows are scaled.
        digest: The digest of the rows before scaling, and of the labels and weights.
        weights: The weights of the rows, if they have any.
        notes: What the table has that the training data had not.
    """

    x: np.memmap
    y: np.ndarray
    parts: Parts
    scaling: Scaling
    digest: str
    weights: np.ndarray | None = None
    notes: tuple[str, ...] = ()


def encode(
    name: str,
    spec: DatasetSpec,
    fitted: Scaling | None,
    folder: Path | None,
    tell: Callable[[Encoding], None],
    *,
    fewest: int,
) -> Encoded:
    """Encode the tables of a dataset.

    Args:
        name: The name of the dataset, for messages.
        spec: The dataset, of a file with a table.
        fitted: How the rows are scaled; None to fit it on the training part.
        folder: A folder on the disk to use; by default that of temporary files.
        tell: A function that is called with the progress.
        fewest: The number of examples that there must be.

    Raises:
        DatasetError: A table is not like that in the plan, or the disk is full.
    """
    file = spec.file
    assert file is not None
    path = Path(file.path)
    with path.open("rb") as content, opened_table(content, path.name, encoding=file.encoding) as table:
        parts = labelled_parts(file, table)
        train = parts[TRAIN]
        if len(train.y) < fewest:
            check_enough(name, len(train.y))
        sizes = {part: len(found.y) for part, found in parts.items()} | _sizes(file)
        positions = parts_by(file.split, train.y, train.keys, *(sizes.get(part, 0) for part in ORDER[1:]))
        fitted = fitted or fit_scaling(table, spec, train.y, train.rows, positions.training)
        columns = [column.name for column in file.columns]
        others = (*target_columns(file.target, table.names), *file.unused)
        notes = encoding.check_columns(table, columns, others, FORGIVEN)
        shape = (sum(sizes.values()), *spec.input_shape)
        dtype = np.int32 if spec.tokens else np.float32
        with mapped.writing(shape, folder, path.name, dtype) as disk:
            writing = _Writing(name, spec, sizes, fitted, disk=disk, tell=tell)
            for part in DIGESTED:
                if part in parts:
                    odd = writing.write_rows(table, part, parts[part])
                    notes += odd if part == TRAIN else ()
                elif part in sizes:
                    writing.write_file(table, part)
            x = disk.mapped()
    y, weights = writing.labels()
    return Encoded(x, y, positions, fitted, writing.digest.finished(train.keys), weights, tuple(notes))


def _sizes(file: DataFile) -> dict[str, int]:
    """The number of rows of the parts that have a file of their own."""
    sizes = {VALIDATION: file.given_validation, TEST: file.given_test}
    return {part: sizes[part] for part, _, _ in file.given.files()} if file.given is not None else {}


class _Writing:
    """The rows of all parts, as they are written in the order of the digest."""

    def __init__(
        self,
        name: str,
        spec: DatasetSpec,
        sizes: Mapping[str, int],
        fitted: Scaling,
        *,
        disk: mapped.Writing,
        tell: Callable[[Encoding], None],
    ) -> None:
        assert spec.file is not None
        self._name, self._spec, self._file, self._sizes = name, spec, spec.file, sizes
        self._fitted, self._disk, self._tell = fitted, disk, tell
        self._labelled: dict[str, Labelled | Examined] = {}
        self._done = 0
        self.digest = RunningDigest(encoding.type_of(spec.file.columns))

    def write_rows(self, table: Table, part: str, found: Labelled) -> tuple[str, ...]:
        """Write rows of the table with the training data; returns what was odd."""
        file = self._file
        check_labels(self._name, self._spec, part, found.y)
        where = self._name, part
        blocks = Blocks(table, file.columns, file.missing_marks, found.rows, FORGIVEN, where)
        self._write(part, iter(blocks), len(found.rows))
        self._finish(part, found)
        return blocks.notes()

    def write_file(self, own: Table, part: str) -> None:
        """Write the rows of a part that has a file of its own; DatasetError if the file has changed."""
        file, digest = self._file, RunningDigest(encoding.type_of(self._file.columns))
        assert file.given is not None
        path, known = next((path, known) for each, path, known in file.given.files() if each == part)
        place = given.existing(part, path)

        def write(blocks: Iterator[np.ndarray], rows: int) -> None:
            if rows != self._sizes[part]:
                raise DatasetError(f"{place} has changed: it had {self._sizes[part]:,} rows, has {rows:,}")
            self._write(part, digest.passing((rows, *self._spec.input_shape), blocks), rows)

        with place.open("rb") as content, opened_table(content, place.name, encoding=file.encoding) as table:
            found = examined(file, table, own if has_groups(file) else None, part, write)
        digest.add(found.y, *(() if found.weights is None else (found.weights,)))
        given.refuse_changed(place, known, digest.finished())
        self._finish(part, found)

    def labels(self) -> tuple[np.ndarray, np.ndarray | None]:
        """The labels and the weights of all rows."""
        found = [self._labelled[part] for part in ORDER if part in self._labelled]
        weights = [each.weights for each in found if each.weights is not None]
        return np.concatenate([each.y for each in found]), np.concatenate(weights) if weights else None

    def _write(self, part: str, blocks: Iterable[np.ndarray], rows: int) -> None:
        if part == VALIDATION:
            self.digest.begin_validation()
        passed = self.digest.passing((rows, *self._spec.input_shape), self._told(blocks))
        start = sum(self._sizes.get(each, 0) for each in ORDER[: ORDER.index(part)])
        self._disk.write((scaling.apply_to_inputs(self._fitted, block) for block in passed), start)

    def _finish(self, part: str, found: Labelled | Examined) -> None:
        self.digest.add_labels(found.y, found.weights)
        self._labelled[part] = found

    def _told(self, blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """The blocks, with the progress before each, and at the end."""
        rows = sum(self._sizes.values())
        size = 4 * rows * math.prod(self._spec.input_shape)
        for block in blocks:
            self._tell(Encoding(self._name, size, self._done, rows))
            yield block
            self._done += len(block)
        if self._done == rows:
            self._tell(Encoding(self._name, size, rows, rows))
