"""The lock of a run's directory: held by the process that trains, and checked by readers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zoo.errors import ZooError

if TYPE_CHECKING:
    from pathlib import Path

    import filelock

LOCK = "run.lock"
PATIENCE = 0.5
"""Seconds to wait for a lock: a reader holds it briefly to check whether the run is in use."""


def taken(path: Path) -> filelock.BaseFileLock:
    """Acquire the lock of a directory; raises ZooError if another process holds it."""
    import filelock

    lock = filelock.FileLock(path / LOCK)
    try:
        lock.acquire(timeout=PATIENCE, poll_interval=0.02)
    except filelock.Timeout:
        msg = f"{path} is being written by another process"
        raise ZooError(msg) from None
    return lock


def is_held(path: Path) -> bool:
    """Whether a process holds the lock; checking creates no file, and two checks don't disturb each other."""
    try:
        import fcntl
    except ImportError:
        return _is_held_elsewhere(path)
    try:
        descriptor = os.open(path / LOCK, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _is_held_elsewhere(path: Path) -> bool:
    import filelock

    if not (path / LOCK).exists():
        return False
    try:
        with filelock.FileLock(path / LOCK, timeout=0):
            return False
    except filelock.Timeout:
        return True
    except OSError:
        return False
