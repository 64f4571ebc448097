"""Tables that would take much memory: their limits, and what is encoded in batches and written to disk."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.data import mapped
from zoo.errors import DatasetError
from zoo.system.machine import in_gigabytes, machine_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoo.data.files.table.table import Table
    from zoo.specs.data_file import DataFile

IN_MEMORY = 2**29
"""The most bytes of encoded rows, as float64, that are held in memory, and copied there several times."""
COPIES = 3
"""How often rows that are loaded whole are in memory: encoded, put together, and scaled."""
SHARE = 8
"""They take at most this part of the memory."""
BATCH, MOST_ROWS = 2**24, 100_000
"""The bytes of a batch of encoded rows, and the most rows in it."""


def is_large(file: DataFile | None) -> bool:
    """Whether the rows of a table would take much memory, by a plan and by the size of its files."""
    if file is None or not file.columns or not Path(file.path).is_file():
        return False
    others = [Path(path) for _, path, _ in file.given.files()] if file.given is not None else []
    size = sum(path.stat().st_size for path in (Path(file.path), *others) if path.is_file())
    encoded = 8 * file.examples * math.prod(file.input_shape)
    return max(encoded, size) > _most()


def is_many(rows: int, inputs: int) -> bool:
    """Whether so many encoded rows would take much memory."""
    return 8 * rows * inputs > _most()


def on_disk(
    table: Table, inputs: int, encoded: Callable[[Table], np.ndarray], dtype: type = np.float32
) -> np.memmap:
    """All rows of a table as `dtype`, mapped; `encoded` returns the inputs of some of them."""
    many = batch(inputs)
    parts = (table.part(start, start + many) for start in range(0, table.rows, many))
    return mapped.write(map(encoded, parts), (table.rows, inputs), None, table.subject, dtype)


def batch(inputs: int) -> int:
    """The number of rows with so many inputs that are encoded at a time."""
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


def check_room(file: DataFile) -> None:
    """Raise DatasetError if the rows of a table don't fit in memory, where they are loaded whole."""
    needed, memory = 8 * COPIES * file.examples * math.prod(file.input_shape), machine_memory()
    if not file.columns or memory is None or needed <= memory // 2:
        return
    name = file.path.rpartition("/")[2]
    what = f"the {file.examples:,} rows of {name} need {in_gigabytes(needed)} of memory at once"
    sample = f"take a sample, such as its first lines: head -n 100000 {name}"
    raise DatasetError(f"{what}; this machine has {in_gigabytes(memory)}; {sample}")


def _most() -> int:
    memory = machine_memory()
    return IN_MEMORY if memory is None else min(IN_MEMORY, memory // SHARE)
