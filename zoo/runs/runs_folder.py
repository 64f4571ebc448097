"""The folder of all runs: created, and the errors if it can't be written to."""

from __future__ import annotations

import contextlib
import errno
import secrets
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ELSEWHERE = "; choose another with --runs-dir"
"""The hint if the folder of all runs is not writable."""


class NoSpace(ZooError):
    """The disk is full; `place` is the path that could not be written to."""

    def __init__(self, place: Path) -> None:
        self.place = place
        super().__init__(f"no space left on {place}{ELSEWHERE}")


def make_runs_folder(runs: Path) -> None:
    """Create the folder of all runs and check that it can be written to and flushed; ZooError if not."""
    with naming(runs):
        runs.mkdir(parents=True, exist_ok=True)
        probe = runs / f".{secrets.token_hex(8)}"
        probe.touch()
        probe.unlink()
        atomic.flush(runs)


@contextlib.contextmanager
def naming(place: Path) -> Iterator[None]:
    """Turn an OSError into a ZooError that names the path."""
    try:
        yield
    except OSError as error:
        raise unwritable(place, error) from None


def unwritable(runs: Path, error: OSError) -> ZooError:
    """The error for a folder of runs that is not writable."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(runs)
    no_folder = isinstance(error, (FileExistsError, NotADirectoryError))
    reason = "it is not a folder" if no_folder else (error.strerror or str(error)).lower()
    return ZooError(f"{runs} can't be written to: {reason}{ELSEWHERE}")
