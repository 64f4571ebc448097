"""A run as its files show it while it is trained, also by another computer with a shared folder."""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import ZooError
from zoo.runs import lock
from zoo.runs.directory import RECORD, read_record
from zoo.runs.listing import Unreadable, read

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.runs.record import RunRecord

PATIENCE = 60.0
"""Seconds without a change after which a run is over whose lock no process holds."""
EPOCHS = 3
"""The same as a number of epochs: the longer of the two counts."""
NEWEST = 5
"""Number of epochs from whose times the time left is estimated."""


class Observed(NamedTuple):
    """A run's record, and the seconds since it changed; its status is running while it may go on."""

    record: RunRecord
    quiet: float

    @property
    def is_over(self) -> bool:
        """Whether the run has ended."""
        return self.record.status != "running"

    def left(self) -> float | None:
        """Estimated seconds left; None before the first epoch."""
        seconds = self.record.epoch_seconds[-NEWEST:]
        if not seconds:
            return None
        pace, epochs = median(seconds), self.record.epochs - self.record.complete_epochs
        return max(0.0, pace * epochs - min(self.quiet, pace))


class Observer:
    """Looks at the files of one run again and again.

    A lock that was held and is not any more says that the run has ended. A lock that was never held says
    nothing if the process may be on another computer: then the run goes on as long as its record changes.
    """

    def __init__(self, path: Path) -> None:
        """`path` is the run's folder."""
        self.path = path
        self._was_held = False
        self._time: int | None = None
        self._changed = 0.0

    def look(self) -> Observed:
        """The current state; raises ZooError if the record can't be read."""
        try:
            status = read(self.path)["status"]
            record = read_record(self.path)
            quiet = self._quiet()
        except Unreadable as error:
            raise ZooError(f"{self.path} can't be watched: {error}") from None
        except OSError as error:
            raise ZooError(f"{self.path} can't be watched: {(error.strerror or '').lower()}") from None
        self._was_held = self._was_held or record.status == "running"
        if (status, record.status) == ("running", "interrupted") and self._may_go_on(record, quiet):
            record = replace(record, status="running")
        return Observed(record, quiet)

    def _quiet(self) -> float:
        """Seconds since the record changed; the clock of the other computer counts only at the first look."""
        changed = (self.path / RECORD).stat().st_mtime_ns
        if self._time is None:
            self._changed = time.monotonic() - max(0.0, time.time() - changed / 1e9)
        elif changed != self._time:
            self._changed = time.monotonic()
        self._time = changed
        return time.monotonic() - self._changed

    def _may_go_on(self, record: RunRecord, quiet: float) -> bool:
        patience = max(PATIENCE, EPOCHS * max(record.epoch_seconds, default=0.0))
        return not self._was_held and (self.path / lock.LOCK).exists() and quiet < patience
