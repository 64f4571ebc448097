"""Write files and folders atomically and durably: complete or not at all, also after a power failure."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems answer that can't flush a folder, as CIFS and shared folders of virtual machines."""


@contextlib.contextmanager
def whole(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """Yield a temporary path; the file or folder written there is flushed and renamed to `path`.

    An existing `path` stays until then, and also if writing fails; then nothing else is left. With
    `replace=False`, raises FileExistsError if `path` exists, and does not flush the files: they may be
    many, and a power failure can't damage anything that existed before.
    """
    if not replace:
        _refuse_existing(path)
    beside = path.with_name(f".new.{path.name}")
    # A killed process may have left it; a copied folder may contain a link of this name.
    _remove(beside)
    try:
        yield beside
        if not replace:
            _refuse_existing(path)
            beside.rename(path)
        else:
            _replace(path, beside)
    except BaseException:
        with contextlib.suppress(OSError):
            _remove(beside)
        raise
    flush(path.parent)


def flush(path: Path) -> None:
    """Make the content of a file, or the entries of a folder if the file system can, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in UNSUPPORTED or not path.is_dir():
            raise
    finally:
        os.close(descriptor)


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _replace(path: Path, new: Path) -> None:
    """Flush a file or folder, and rename it to a path; replacing a folder takes two renames."""
    if new.is_dir():
        for each in new.rglob("*"):
            flush(each)
    flush(new)
    if not path.is_dir():
        new.replace(path)
        return
    old = path.with_name(f".old.{path.name}")
    _remove(old)
    path.replace(old)
    new.replace(path)
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
