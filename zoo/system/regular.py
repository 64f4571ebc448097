"""Read files of folders that others may have written.

A pipe in the place of a file would wait for ever, a device would have no end, and a sparse file of some
kilobytes on the disk may say that it has terabytes.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from typing import TYPE_CHECKING, Any

from zoo.system.machine import machine_memory

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

LARGEST = 2**27
"""Bytes of a file with text; the record of a run with 100,000 epochs has less."""

UNSIZED = 2**16
"""Bytes that are read of a file without a size, as those in /proc, some of which have no end."""


def opened(path: Path, most: int = sys.maxsize) -> BufferedReader:
    """Open a regular file of at most so many bytes; raises OSError for anything else."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _check(descriptor, path, most)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The content of a regular file of at most so many bytes, by default the memory of this machine.

    Raises OSError as `opened`.
    """
    with opened(path, most or machine_memory() or sys.maxsize) as file:
        return file.read(os.fstat(file.fileno()).st_size or UNSIZED)


def read_text(path: Path, most: int = LARGEST) -> str:
    """The content of a regular file in UTF-8, with line feeds; raises as `read_bytes`."""
    return read_bytes(path, most).decode().replace("\r\n", "\n")


def read_json(path: Path) -> Any:
    """The value in a JSON file of at most `LARGEST` bytes; raises OSError as `opened`, ValueError."""
    return json.loads(read_bytes(path, LARGEST))


def _check(descriptor: int, path: Path, most: int) -> None:
    found = os.fstat(descriptor)
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", str(path))
    if found.st_size > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
