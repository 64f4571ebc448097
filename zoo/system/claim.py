"""Claims on files, which end with their process: others can tell what a killed process has left."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def claim(descriptor: int) -> None:
    """Claim an open file until it is closed, where the system and the file system can lock files."""
    if fcntl is not None:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def is_abandoned(path: Path) -> bool:
    """Whether a file or folder is this user's, and no process claims it; False if that is not known."""
    if fcntl is None:
        return False
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return is_own(path)


def is_own(path: Path) -> bool:
    """Whether a file or folder belongs to this user."""
    return hasattr(os, "geteuid") and os.lstat(path).st_uid == os.geteuid()
