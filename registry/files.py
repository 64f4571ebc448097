"""Read the files of installed packages: an odd one must not stall or fill the memory of the host."""

from __future__ import annotations

import os
import stat
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution

LARGEST = 2**24
"""Bytes of a file with metadata or a declaration."""


class NotReadable(ValueError):
    """A file that is not read; the message says why."""


def read_file(path: str) -> bytes:
    """The content of a regular file that is not too large; OSError if there is none, NotReadable otherwise.

    A pipe would wait for ever, a device would have no end.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise NotReadable(f"{path} is not a file")
        return _within(file.read(min(found.st_size, LARGEST) + 1), path)


def read_zipped(archive: str, name: str) -> bytes:
    """The content of a member of a zip file; errors as `read_file`."""
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(name) as file:
            return _within(file.read(LARGEST + 1), f"{archive}/{name}")
    except KeyError:
        raise FileNotFoundError(name) from None


def metadata(distribution: Distribution, name: str) -> str:
    """The text of a file in a distribution's metadata, empty if there is none; NotReadable as `read_file`."""
    folder = getattr(distribution, "_path", None)
    if not isinstance(folder, os.PathLike):  # in a zip file
        return distribution.read_text(name) or ""
    try:
        return read_file(os.path.join(folder, name)).decode()  # noqa: PTH118 - a Path would take longer
    except OSError:
        return distribution.read_text(name) or ""  # metadata that is a file itself


def _within(content: bytes, path: str) -> bytes:
    if len(content) > LARGEST:
        raise NotReadable(f"{path} is larger than {LARGEST:,} bytes")
    return content
