"""A sweep as its files show it while it is trained, also by other computers with a shared folder."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.runs import lock
from zoo.runs.watch import PATIENCE, Observer
from zoo.sweeps.execute import Progress

if TYPE_CHECKING:
    from zoo.runs.listing import ListedRun
    from zoo.runs.sweep import Sweep


class SweepObserver:
    """Looks at the files of a sweep again and again."""

    def __init__(self, sweep: Sweep) -> None:
        """The runs that have ended by now don't count for the pace."""
        self._ended: dict[str, int] = {}
        self._observers: dict[str, Observer] = {}
        self._changed = time.monotonic()
        self._was_held = False
        self.progress = Progress(sweep, 0)
        before = self.look()
        self.progress = Progress(sweep, len(before.completed), failed=before.failed, running=before.running)

    @property
    def is_trained(self) -> bool:
        """Whether a run is trained, or a process holds the sweep's lock."""
        is_held = lock.is_held(self.progress.sweep.path)
        self._was_held = self._was_held or is_held
        return bool(self.progress.running) or is_held

    @property
    def is_over(self) -> bool:
        """Whether no run is trained, and no other one will begin, as the sweep's lock may tell."""
        progress, is_trained = self.progress, self.is_trained
        has_all = progress.ended >= len(progress.sweep.combinations)
        will_begin = not (has_all or self._was_held or time.monotonic() - self._changed > PATIENCE)
        return not (is_trained or will_begin)

    def look(self) -> Progress:
        """The current state of all runs."""
        progress = self.progress
        running: dict[int, ListedRun | None] = {}
        for number, run in sorted(progress.sweep.runs(without=self._ended).items()):
            if run.status in ("completed", "failed"):
                self._ended[run.id] = number
                progress.failed.pop(number, None)
                if run.status == "completed":
                    progress.completed.append(number)
                else:
                    progress.failed[number] = run.record["error"]
            elif run.status == "running" or self._may_go_on(run):
                running[number] = run
        if running or running != progress.running:
            self._changed = time.monotonic()
        progress.running = running
        return progress

    def _may_go_on(self, run: ListedRun) -> bool:
        """Whether a run whose lock nobody holds here may be trained by another computer."""
        if run.status != "interrupted":
            return False
        try:
            return not self._observers.setdefault(run.id, Observer(run.path)).look().is_over
        except ZooError:
            return False
