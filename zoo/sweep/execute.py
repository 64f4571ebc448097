"""All combinations of a sweep, by an executor, watched."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.run import Interrupted
from zoo.run.metrics import read_metrics
from zoo.sweep.one import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from zoo.run.listing import ListedRun
    from zoo.sweep.directory import Sweep
    from zoo.training.stop import Stop

PAUSE = 0.25
"""Seconds between two looks."""


@dataclass
class Progress:
    """How far a sweep is: the runs under way with their newest epoch, and how many have ended."""

    sweep: Sweep
    began: float
    before: int
    completed: int = 0
    failed: dict[int, str] = field(default_factory=dict)
    running: dict[int, dict[str, float]] = field(default_factory=dict)

    @property
    def ended(self) -> int:
        """How many of all have ended."""
        return self.before + self.completed + len(self.failed)

    def left(self, now: float) -> float | None:
        """Seconds left at the pace so far; None where none has ended."""
        done = self.completed + len(self.failed)
        return (now - self.began) / done * (len(self.sweep.combinations) - self.ended) if done else None


def execute(
    sweep: Sweep,
    executor: Executor,
    watch: Callable[[Progress], None],
    stop: Stop,
    *,
    allow_different: bool = False,
) -> dict[int, str]:
    """Train what is not yet complete; returns why combinations failed, by number.

    One that fails, or whose process is killed, stops no other. Raises Interrupted once `stop` says so:
    what is under way is left to whoever shuts the executor down.
    """
    runs = sweep.runs()
    left = [
        number
        for number in range(1, len(sweep.combinations) + 1)
        if number not in runs or runs[number].status != "completed"
    ]
    progress = Progress(sweep, time.monotonic(), len(sweep.combinations) - len(left))
    pending: dict[Future[str], int] = {
        executor.submit(carry_out, str(sweep.path), number, allow_different=allow_different): number
        for number in left
    }
    while pending:
        done, _ = wait(pending, timeout=PAUSE, return_when=FIRST_COMPLETED)
        for future in done:
            number = pending.pop(future)
            error = _error_of(future)
            if error:
                progress.failed[number] = error
            else:
                progress.completed += 1
        if stop.signal_number:
            for future in pending:
                future.cancel()
            raise Interrupted(_interrupted(progress), stop.signal_number, None)
        progress.running = _under_way(sweep, {n for each, n in pending.items() if each.running()})
        watch(progress)
    return progress.failed


def _error_of(future: Future[str]) -> str:
    try:
        return future.result()
    except ZooError as error:
        return str(error)


def _under_way(sweep: Sweep, numbers: set[int]) -> dict[int, dict[str, float]]:
    """The newest epoch of each; an empty one where none is complete."""
    runs = sweep.runs()
    return {number: _newest(runs.get(number)) for number in sorted(numbers)}


def _newest(run: ListedRun | None) -> dict[str, float]:
    try:
        rows = read_metrics(run.path) if run else []
    except ZooError:
        rows = []
    return rows[-1] if rows else {}


def _interrupted(progress: Progress) -> str:
    done = f"{progress.ended:,} of {len(progress.sweep.combinations):,} runs have ended"
    return f"interrupted: {done}; go on with: zoo resume {progress.sweep.short_id}"
