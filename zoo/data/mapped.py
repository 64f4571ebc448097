"""Arrays in a file: written in blocks, then mapped, so that they take little memory.

The file has no name, or loses it when it is closed: the system frees it when the process ends, however it
ends. It is written, not mapped, until it is complete, so that a full disk is an error and not a signal.
"""

from __future__ import annotations

import contextlib
import errno
import math
import mmap
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from zoo.errors import DatasetError
from zoo.system.machine import in_gigabytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AT_ONCE = 50
"""Examples that are read at a time: for each, the system may map a megabyte around it."""
LASTING = Path("/var/tmp")  # noqa: S108 - the file has no name there
"""Where large temporary files belong: `/tmp` may be in memory."""


class Writing:
    """An array that is written in blocks of examples."""

    def __init__(self, file: IO[bytes], shape: tuple[int, ...], dtype: type = np.float32) -> None:
        """`shape` and `dtype` are those of the whole array."""
        self._file, self._shape, self._dtype = file, shape, dtype

    def write(self, blocks: Iterable[np.ndarray], start: int = 0) -> None:
        """Write blocks one after the other, from the example at `start`."""
        self._file.seek(np.dtype(self._dtype).itemsize * start * math.prod(self._shape[1:]))
        for block in blocks:
            self._file.write(np.ascontiguousarray(block, self._dtype).data)

    def mapped(self) -> np.memmap:
        """The array, once it is complete."""
        self._file.flush()
        found = np.memmap(self._file, self._dtype, "r", shape=self._shape)
        _advise(found, "MADV_RANDOM")  # or a hundred kilobytes are read from the disk for each example
        return found


@contextlib.contextmanager
def writing(
    shape: tuple[int, ...], folder: Path | None, what: str, dtype: type = np.float32
) -> Iterator[Writing]:
    """Write an array to disk.

    Args:
        shape: The shape of the array.
        folder: A folder on the disk to use; by default that of temporary files.
        what: What does not fit if the disk is full, for the message.
        dtype: The type of the numbers, of 4 bytes each.

    Raises:
        DatasetError: The disk is full.
    """
    there = next((each for each in (folder, *folder.parents) if each.exists()), None) if folder else None
    place = there if there is not None and os.access(there, os.W_OK) else _temporary()
    size = 4 * math.prod(shape)
    full = f"{what} needs {in_gigabytes(size)} on the disk of {place}"
    if shutil.disk_usage(place).free < size:
        raise DatasetError(
            f"{full}, which has {in_gigabytes(shutil.disk_usage(place).free)}; free some space"
        )
    with tempfile.TemporaryFile(dir=place, prefix=".encoded.") as file:
        try:
            yield Writing(file, shape, dtype)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DatasetError(f"{full}, which is full; free some space") from None


def write(
    blocks: Iterable[np.ndarray],
    shape: tuple[int, ...],
    folder: Path | None,
    what: str,
    dtype: type = np.float32,
) -> np.memmap:
    """Write blocks that are all of an array, and map it; arguments and errors are those of `writing`."""
    with writing(shape, folder, what, dtype) as file:
        file.write(blocks)
        return file.mapped()


def rows_at(array: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """The examples at these positions, copied; what was mapped for them is released."""
    found = np.empty((len(positions), *array.shape[1:]), array.dtype)
    for at in range(0, len(positions), AT_ONCE):
        found[at : at + AT_ONCE] = array[positions[at : at + AT_ONCE]]
        release(array)
    return found


def release(array: np.ndarray) -> None:
    """Let go of the memory of a mapped array; it is read again when it is needed."""
    _advise(array, "MADV_DONTNEED")


def _advise(array: np.ndarray, what: str) -> None:
    """Tell the system how a mapped array is used, where it can be told."""
    mapping = getattr(array, "_mmap", None)
    if mapping is not None and hasattr(mmap, what):
        mapping.madvise(getattr(mmap, what))


def _temporary() -> Path:
    if "TMPDIR" not in os.environ and os.access(LASTING, os.W_OK):
        return LASTING
    return Path(tempfile.gettempdir())
