"""Arrays in a file: written in blocks, then mapped, so that they take little memory.

The file has no name, or loses it when it is closed: the system frees it when the process ends, however it
ends. It is written, not mapped, until it is complete, so that a full disk is an error and not a signal.
"""

from __future__ import annotations

import errno
import mmap
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zoo.errors import DatasetError
from zoo.system.machine import in_gigabytes

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 50
"""Examples that are read at a time: for each, the system may map a megabyte around it."""
LASTING = Path("/var/tmp")  # noqa: S108 - the file has no name there
"""Where large temporary files belong: `/tmp` may be in memory."""


def write(
    blocks: Iterator[np.ndarray],
    shape: tuple[int, ...],
    folder: Path | None,
    what: str,
    dtype: type = np.float32,
) -> np.memmap:
    """Write blocks of numbers one after the other, and map them as an array.

    Args:
        blocks: The parts of the array along its first axis.
        shape: The shape of the array.
        folder: A folder on the disk to use; by default that of temporary files.
        what: What does not fit if the disk is full, for the message.
        dtype: The type of the numbers, of 4 bytes each.

    Raises:
        DatasetError: The disk is full.
    """
    there = next((each for each in (folder, *folder.parents) if each.exists()), None) if folder else None
    place = there if there is not None and os.access(there, os.W_OK) else _temporary()
    size = 4 * int(np.prod(shape))
    full = f"{what} needs {in_gigabytes(size)} on the disk of {place}"
    if shutil.disk_usage(place).free < size:
        raise DatasetError(
            f"{full}, which has {in_gigabytes(shutil.disk_usage(place).free)}; free some space"
        )
    with tempfile.TemporaryFile(dir=place, prefix=".encoded.") as file:
        try:
            for block in blocks:
                file.write(np.ascontiguousarray(block, dtype).data)
            file.flush()
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DatasetError(f"{full}, which is full; free some space") from None
        found = np.memmap(file, dtype, "r", shape=shape)
    _advise(found, "MADV_RANDOM")  # or a hundred kilobytes are read from the disk for each example
    return found


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
