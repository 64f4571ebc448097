"""What has arrived of a download: a file that a later call continues, opened without following links."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import BufferedRandom
    from pathlib import Path

FLAGS = (
    os.O_RDWR | os.O_CREAT | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
)
OWN, WRITABLE = 0o700, 0o022
"""The mode of a folder for downloads, and what others may not do in it."""


def opened(path: Path) -> BufferedRandom:
    """Open the file that an earlier call left, or a new one in place of a link or of another user's file.

    Raises OSError.
    """
    try:
        descriptor = os.open(path, FLAGS, 0o600)
    except OSError:  # a link, or what can't be opened
        pass
    else:
        if _is_own_file(descriptor):
            return os.fdopen(descriptor, "r+b")
        os.close(descriptor)
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, FLAGS | os.O_EXCL, 0o600), "r+b")


def make_private(folder: Path) -> None:
    """Make a folder for this user alone, or keep others from writing to this user's; raises OSError."""
    folder.mkdir(OWN, parents=True, exist_ok=True)
    found = folder.stat()
    if _is_own(found) and found.st_mode & WRITABLE:
        folder.chmod(OWN)


def _is_own_file(descriptor: int) -> bool:
    """Whether it is a file of this user with one name: a second one may be a file that others chose."""
    found = os.fstat(descriptor)
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and _is_own(found)


def _is_own(found: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
