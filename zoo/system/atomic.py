"""Files and folders that are there whole or not at all, also after a power cut."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside the path, to be written to; what is there then is flushed and takes the path.

    What was there before stays until then. Where writing fails it stays for good, and nothing is left.
    """
    beside = path.with_name(f".new.{path.name}")
    # A process that was killed may have left it; a copied folder may hold a link of this name to elsewhere.
    _remove(beside)
    try:
        yield beside
        if beside.is_dir():
            for each in beside.rglob("*"):
                flush(each)
        flush(beside)
        if path.is_dir():
            _exchange(path, beside)
        else:
            beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            _remove(beside)
        raise
    flush(path.parent)


def flush(path: Path) -> None:
    """Make the content of a file, or the names in a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchange(folder: Path, new: Path) -> None:
    """Put something in the place of a folder, which can't be done in one stroke."""
    old = folder.with_name(f".old.{folder.name}")
    _remove(old)
    folder.replace(old)
    new.replace(folder)
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
