"""Read files of folders that others may have written.

A pipe in the place of a file would wait for ever, a device would have no end, and a sparse file of some
kilobytes on the disk may say that it has terabytes.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

LARGEST = 2**27
"""Bytes of a file that is read as a whole; the record of a run with 100,000 epochs has less."""

UNSIZED = 2**16
"""Bytes that are read of a file without a size, as those in /proc, some of which have no end."""


def opened(path: Path, most: int = LARGEST) -> BufferedReader:
    """Open a regular file of at most so many bytes; raises OSError for anything else."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _check(descriptor, path, most)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """The content of a regular file; raises OSError as `opened`."""
    with opened(path, most) as file:
        return file.read(os.fstat(file.fileno()).st_size or UNSIZED)


def read_text(path: Path, most: int = LARGEST) -> str:
    """The content of a regular file in UTF-8, with line feeds; raises as `read_bytes`."""
    return read_bytes(path, most).decode().replace("\r\n", "\n")


def _check(descriptor: int, path: Path, most: int) -> None:
    found = os.fstat(descriptor)
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", str(path))
    if found.st_size > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
