"""Tables whose encoded rows are not held in memory: they are encoded in batches, and written to disk.

The result is the same as in memory, to the bit: the rows, their split, their scaling and their digest.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zoo.data import mapped, scaling
from zoo.data.check import check_enough, check_labels, check_size
from zoo.data.digest import RunningDigest
from zoo.data.files.table.read import opened_table
from zoo.data.own import encoding
from zoo.data.own.choices import Choices
from zoo.data.own.known import known_in
from zoo.data.own.odd_values import OddValues, merged
from zoo.data.own.table import FORGIVEN, labelled
from zoo.data.progress import Encoding
from zoo.data.split import Parts, parts_by
from zoo.errors import DatasetError
from zoo.specs.data_facts import Scaling
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zoo.data.files.table.table import Table
    from zoo.specs.column import Column
    from zoo.specs.data_file import DataFile
    from zoo.specs.dataset import DatasetSpec

IN_MEMORY = 2**29
"""The most bytes of encoded rows, as float64, that are held in memory, and copied there several times."""
COPIES = 3
"""How often rows that are loaded whole are in memory: encoded, put together, and scaled."""
SHARE = 8
"""They take at most this part of the memory."""
BATCH, MOST_ROWS = 2**24, 100_000
"""The bytes of a batch of encoded rows, and the most rows in it."""


class Encoded(NamedTuple):
    """A table on disk.

    Attributes:
        x: The scaled rows, float32 of shape (rows, inputs), mapped.
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


def is_large(file: DataFile | None) -> bool:
    """Whether the rows of a table would take much memory, by what a plan says and by the file's size."""
    if file is None or not file.columns or file.given is not None or not Path(file.path).is_file():
        return False
    encoded = 8 * file.examples * math.prod(file.input_shape)
    return max(encoded, Path(file.path).stat().st_size) > _most()


def encode(
    name: str,
    spec: DatasetSpec,
    fitted: Scaling | None,
    folder: Path | None,
    tell: Callable[[Encoding], None],
    *,
    fewest: int,
) -> Encoded:
    """Encode the table of a dataset.

    Args:
        name: The name of the dataset, for messages.
        spec: The dataset, of a file with a table.
        fitted: How the rows are scaled; None to fit it on the training part.
        folder: A folder on the disk to use; by default that of temporary files.
        tell: A function that is called with the progress.
        fewest: The number of examples that there must be.

    Raises:
        DatasetError: The table is not like that in the plan, or the disk is full.
    """
    file = spec.file
    assert file is not None
    path = Path(file.path)
    with path.open("rb") as content, opened_table(content, path.name) as table:
        y, rows, keys, weights = labelled(file, table)
        if len(y) < fewest:
            check_enough(name, len(y))
        check_labels(name, spec, "train", y)
        parts = parts_by(file.split, y, keys)
        fitted = fitted or _fitted(table, spec, y, rows, parts.training)
        shape = (len(rows), *spec.input_shape)
        digest = RunningDigest(shape, np.int32 if spec.tokens else np.float64)
        odd: list[OddValues] = []
        names = [column.name for column in file.columns]
        notes = encoding.check_columns(table, names, (file.target, *file.unused), FORGIVEN)
        blocks = digest.passing(_blocks(name, table, spec, rows, tell, odd=odd))
        scaled = (_scaled(fitted, block) for block in blocks)
        x = mapped.write(scaled, shape, folder, path.name, np.int32 if spec.tokens else np.float32)
    notes += [each.note for each in merged(odd, names)]
    return Encoded(x, y, parts, fitted, digest.with_labels(y, keys, weights), weights, tuple(notes))


def is_many(rows: int, inputs: int) -> bool:
    """Whether so many encoded rows would take much memory."""
    return 8 * rows * inputs > _most()


def on_disk(
    table: Table, inputs: int, encoded: Callable[[Table], np.ndarray], dtype: type = np.float32
) -> np.memmap:
    """All rows of a table as `dtype`, mapped; `encoded` returns the inputs of some of them."""
    many = _batch(inputs)
    parts = (table.part(start, start + many) for start in range(0, table.rows, many))
    return mapped.write(map(encoded, parts), (table.rows, inputs), None, table.subject, dtype)


def _batch(inputs: int) -> int:
    return max(1, min(MOST_ROWS, BATCH // (8 * inputs)))


def refuse(file: DataFile | None, copies: int) -> None:
    """Raise DatasetError for a table that does not fit in memory so many times, with `copies` in all."""
    needed, memory = 0, machine_memory()
    if file is not None and file.columns:
        needed = 8 * file.examples * math.prod(file.input_shape) * copies
    if memory is not None and file is not None and needed > memory // 2:
        name = file.path.rpartition("/")[2]
        rows = f"the {file.examples:,} rows of {name}"
        what = f"{rows} don't fit in memory, where scikit-learn needs them at once"
        raise DatasetError(f"{what}; take a sample, such as its first lines: head -n 100000 {name}")


def check_room(file: DataFile, *, has_given: bool) -> None:
    """Raise DatasetError if the rows of a table don't fit in memory, where they are loaded whole.

    `has_given` says that a column or other files have the validation or test part.
    """
    needed, memory = 8 * COPIES * file.examples * math.prod(file.input_shape), machine_memory()
    if not file.columns or memory is None or needed <= memory // 2:
        return
    name = file.path.rpartition("/")[2]
    what = f"the {file.examples:,} rows of {name} need {in_gigabytes(needed)} of memory at once"
    remedy = f"take a sample, such as its first lines: head -n 100000 {name}"
    if has_given:
        remedy = "without --split-column, --validation-data and --test-data, they are encoded on disk"
    raise DatasetError(f"{what}; this machine has {in_gigabytes(memory)}; {remedy}")


def _most() -> int:
    memory = machine_memory()
    return IN_MEMORY if memory is None else min(IN_MEMORY, memory // SHARE)


def _scaled(fitted: Scaling, block: np.ndarray) -> np.ndarray:
    return scaling.apply_to_inputs(fitted, block)


def _blocks(
    name: str,
    table: Table,
    spec: DatasetSpec,
    rows: np.ndarray,
    tell: Callable[[Encoding], None],
    *,
    odd: list[OddValues],
) -> Iterator[np.ndarray]:
    """The encoded rows that have a label, in batches; what is odd in them is added to `odd`."""
    file, inputs = spec.file, math.prod(spec.input_shape)
    assert file is not None
    size, many = 4 * len(rows) * inputs, _batch(inputs)
    choices, done = Choices({}, {}, frozenset(file.missing_marks)), 0
    for start in range(0, table.rows, many):
        tell(Encoding(name, size, done, len(rows)))
        part = table.part(start, start + many)
        x, _, more = encoding.encode_rows(part, file.columns, choices, FORGIVEN)
        odd += more
        first, last = np.searchsorted(rows, (start, start + many))
        found = x if last - first == part.rows else x[rows[first:last] - start]
        check_size(name, "x of the train part", found)
        done += len(found)
        yield found
    tell(Encoding(name, size, done, len(rows)))


def _fitted(
    table: Table, spec: DatasetSpec, y: np.ndarray, rows: np.ndarray, training: np.ndarray
) -> Scaling:
    """The scaling by the training part, column by column, in the order of its examples."""
    assert spec.file is not None
    if spec.tokens:
        return scaling.of_tokens(*scaling.of_targets(spec.task, y[training]))
    choices, trained = Choices({}, {}, frozenset(spec.file.missing_marks)), rows[training]
    is_only = spec.input_shape == (1,)
    each = [
        found
        for column in spec.file.columns
        for found in _of_column(table, column, trained, choices, is_only=is_only)
    ]
    means, scales = zip(*each, strict=True)
    target_mean, target_scale = scaling.of_targets(spec.task, y[training])
    return Scaling(1.0, target_scale, means, scales, target_mean)


def _of_column(
    table: Table, column: Column, trained: np.ndarray, choices: Choices, *, is_only: bool
) -> Iterator[tuple[float, float]]:
    """The mean and the scale of each input of a column; categories are only counted."""
    if column.role == "category":
        known = known_in(table, column.name, choices, column.categories)
        codes = encoding.category_codes(column, known)[trained]
        counts = np.bincount(codes[codes >= 0], minlength=len(column.categories))
        yield from ((float(count == len(trained)), 1.0) for count in counts.tolist())
        return
    part = np.empty((table.rows, column.inputs))
    encoding.encode_column(part, table, column, choices, (encoding.CATEGORY,))
    for at in range(column.inputs):
        yield scaling.of_column(part[trained, at], is_only=is_only)
