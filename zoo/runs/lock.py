"""The lock of a run's folder: held by the process that is at it, gone with it, and looked at by readers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zoo.errors import ZooError

if TYPE_CHECKING:
    from pathlib import Path

    import filelock

LOCK = "run.lock"
PATIENCE = 0.5
"""Seconds to wait for a lock: a reader has it for a moment, to see whether a process is at the run."""


def taken(path: Path) -> filelock.BaseFileLock:
    """The lock of a folder, which is ours from now on; ZooError where another process has it."""
    import filelock

    lock = filelock.FileLock(path / LOCK)
    try:
        lock.acquire(timeout=PATIENCE, poll_interval=0.02)
    except filelock.Timeout:
        msg = f"{path} is being written by another process"
        raise ZooError(msg) from None
    return lock


def is_held(path: Path) -> bool:
    """Whether a process is at it; looking leaves nothing behind, and two who look don't see each other."""
    try:
        import fcntl
    except ImportError:
        return _is_held_elsewhere(path)
    try:
        descriptor = os.open(path / LOCK, os.O_RDONLY)
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
