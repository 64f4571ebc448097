"""Write files and folders atomically and durably: complete or not at all, also after a power failure.

What is written has a random name until then, and is created exclusively: in a folder that others can write
to, a link that waits under the name of a temporary file is never opened, and two processes that write to one
path don't disturb each other. The later one replaces what the earlier one wrote.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import time
from typing import IO, TYPE_CHECKING

from zoo.system.claim import claim, is_abandoned

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

UNSUPPORTED = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems answer that can't flush a folder, as CIFS and shared folders of virtual machines."""
NEW, OLD = ".new.", ".old."
"""The beginnings of temporary names."""
TEMPORARY = re.compile(r"\.(?:new|old)\.[0-9a-f]{8}\.")
TAIL = 56
"""So many characters of a name are kept at the end of a temporary one, which may have 255 bytes."""
YOUNG = 60
"""Seconds within which a temporary file is left alone: it may not be claimed yet."""
TRIES = 10
"""How often a folder is replaced: another process may create one at the same time."""


@contextlib.contextmanager
def opened(path: Path, *, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """Yield a new binary file; what is written to it is flushed, and renamed to `path`.

    An existing `path` stays until then, and also if writing fails; then nothing else is left. `mode` is that
    of os.open.
    """
    _remove_abandoned(path)
    beside = _free(path, NEW)

    def new(name: str, flags: int) -> int:  # flags has O_EXCL, from "x"
        return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), mode)

    file = open(beside, "xb", opener=new)  # noqa: SIM115 - Path.open has no opener; closed below
    try:
        with file:
            claim(file.fileno())
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            remove(beside)
        raise
    flush(path.parent)


def write(path: Path, content: str | bytes) -> None:
    """Write a whole file, text as UTF-8 with its line endings as they are."""
    with opened(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def whole(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """Yield a path in a new private folder; the file or folder written there is renamed to `path`.

    For folders, and for files that other code writes by their path. An existing `path` stays until then, and
    also if writing fails; then nothing else is left. With `replace=False`, raises FileExistsError if `path`
    exists, and does not flush the files: they may be many, and a power failure can't damage anything that
    existed before.
    """
    if not replace:
        _refuse_existing(path)
    _remove_abandoned(path)
    private = _free(path, NEW)
    private.mkdir(0o700)
    try:
        beside = private / path.name
        with _claimed(private):
            yield beside
        if not replace:
            _refuse_existing(path)
            beside.rename(path)
        else:
            _replace(path, beside)
        private.rmdir()
    except BaseException:
        with contextlib.suppress(OSError):
            remove(private)
        raise
    flush(path.parent)


def _remove_abandoned(path: Path) -> None:
    """Remove what processes that were killed have left of a path some time ago; failures are ignored."""
    with contextlib.suppress(OSError):
        for each in path.parent.iterdir():
            if TEMPORARY.match(each.name) and TEMPORARY.sub("", each.name, 1) == path.name[-TAIL:]:
                with contextlib.suppress(OSError):
                    if time.time() - each.lstat().st_mtime > YOUNG and is_abandoned(each):
                        remove(each)


@contextlib.contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """Claim a folder, where the system can open folders."""
    if not hasattr(os, "O_DIRECTORY"):
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        claim(descriptor)
        yield
    finally:
        os.close(descriptor)


def remove_unfinished(folder: Path, names: Collection[str]) -> None:
    """Remove what processes that were killed have left of files with these names; failures are ignored."""
    with contextlib.suppress(OSError):
        for each in folder.iterdir():
            if TEMPORARY.match(each.name) and TEMPORARY.sub("", each.name, 1) in names:
                with contextlib.suppress(OSError):
                    remove(each)


def remove(path: Path) -> None:
    """Remove a file, or a folder with its content; links in it stay unfollowed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove a folder; it is renamed first, so that no partial folder remains under its name."""
    gone = _free(path, OLD)
    path.rename(gone)
    remove(gone)


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


def _free(path: Path, begin: str) -> Path:
    """A random name beside a path, with its suffix."""
    return path.with_name(f"{begin}{secrets.token_hex(4)}.{path.name[-TAIL:]}")


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _replace(path: Path, new: Path) -> None:
    """Flush a file or folder, and rename it to a path; replacing a folder takes two renames."""
    if new.is_dir():
        for each in new.rglob("*"):
            flush(each)
    flush(new)
    for left in reversed(range(TRIES)):
        old = _put_aside(path)
        try:
            new.replace(path)
        except OSError as error:
            if old is not None and not os.path.lexists(path):
                old.rename(path)
                old = None
            if not left or error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EISDIR):
                raise  # otherwise, another process has just created it
        else:
            return
        finally:
            if old is not None:
                remove(old)


def _put_aside(path: Path) -> Path | None:
    """Rename a folder; None for anything else, which a rename replaces."""
    old = _free(path, OLD)
    if not path.is_dir() or path.is_symlink():
        return None
    try:
        return path.rename(old)
    except FileNotFoundError:  # another process was faster
        return None
