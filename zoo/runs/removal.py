"""Remove a run or a sweep: only its directory, and never while a process uses it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError
from zoo.runs.directory import RunDirectory
from zoo.runs.ids import began_at, sweep_began_at
from zoo.runs.listing import target
from zoo.runs.lock import LOCK

if TYPE_CHECKING:
    from pathlib import Path


def checked(path: Path) -> Path:
    """The path, if it is the directory of a run or a sweep; raises UsageError if not."""
    if path.is_symlink():
        raise UsageError(f"{path} is a link, which zoo does not remove; did you mean {target(path)}/?")
    if began_at(path.name) is None and sweep_began_at(path.name) is None:
        raise UsageError(
            f"{path} does not have the name of a run and is not removed; wanted a run's directory"
        )
    return path


def remove(path: Path) -> None:
    """Remove the directory of a run or a sweep; links in it are removed, their targets stay.

    It is renamed first, so that an incomplete removal does not look like a damaged run. Raises
    ZooError if it can't be removed.
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
