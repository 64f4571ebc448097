"""Removing a run: its folder and nothing else, and never while a process is at it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError
from zoo.runs.directory import RunDirectory
from zoo.runs.ids import began_at
from zoo.runs.listing import target
from zoo.runs.lock import LOCK

if TYPE_CHECKING:
    from pathlib import Path


def checked(path: Path) -> Path:
    """The folder, or UsageError where it is not surely one that a training made."""
    if path.is_symlink():
        raise UsageError(f"{path} is a link, which zoo does not remove; did you mean {target(path)}/?")
    if began_at(path.name) is None:
        raise UsageError(f"{path} is not called as a run is, and is not removed; wanted a run's own folder")
    return path


def remove(path: Path) -> None:
    """Remove a run's folder, or raise ZooError and leave it; links in it go, what they lead to stays.

    It is renamed first: one that could not be removed to its end does not look like a damaged run.
    """
    checked(path)
    gone = path.with_name(f".{path.name}.removed")
    try:
        if (path / LOCK).is_symlink():
            (path / LOCK).unlink()
        folder = RunDirectory(path)
        try:
            path.rename(gone)
        finally:
            folder.release()
        shutil.rmtree(gone)
    except OSError as error:
        raise ZooError(f"{path} can't be removed: {(error.strerror or str(error)).lower()}") from None
