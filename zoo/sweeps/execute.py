"""Trains all combinations of a sweep with an executor, and reports progress."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.runs import Interrupted
from zoo.sweeps.order import longest_first

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from zoo.runs.listing import ListedRun
    from zoo.runs.sweep import Sweep
    from zoo.training.signals import Stop

PAUSE = 0.25
"""Seconds between progress reports."""


@dataclass
class Progress:
    """The progress of a sweep: `before` were complete at the start, `completed` and `failed` ended since.

    `failed` has the reasons; `running` has the current runs, None if one has not started yet.
    """

    sweep: Sweep
    before: int
    completed: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    running: dict[int, ListedRun | None] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    @property
    def ended(self) -> int:
        """The number of runs that have ended."""
        return self.before + len(self.completed) + len(self.failed)

    def left(self) -> float | None:
        """Estimated seconds left; None before the first run has ended."""
        done = len(self.completed) + len(self.failed)
        pace = (time.monotonic() - self.began) / done if done else None
        return None if pace is None else pace * (len(self.sweep.combinations) - self.ended)


def execute(
    sweep: Sweep,
    executor: Executor,
    call: Callable[..., str],
    watch: Callable[[Progress], None],
    stop: Stop,
    *,
    allow_different: bool = False,
) -> dict[int, str]:
    """Train the combinations that are not complete; returns why combinations failed, by number.

    `call` is `zoo.sweeps.job.carry_out`, or a function that calls it elsewhere.

    If one run fails or its process is killed, the others continue. Raises Interrupted after a signal to
    `stop`: the caller shuts the executor down, which ends the current runs.
    """
    runs = sweep.runs()
    left = [
        number
        for number in range(1, len(sweep.combinations) + 1)
        if number not in runs or runs[number].status != "completed"
    ]
    progress = Progress(sweep, len(sweep.combinations) - len(left))
    pending: dict[Future[str], int] = {
        executor.submit(
            call,
            str(sweep.path),
            number,
            str(runs[number].path) if number in runs else "",
            data=sweep.data_digest,
            allow_different=allow_different,
        ): number
        for number in longest_first(sweep, left)
    }
    ended = {run.id for number, run in runs.items() if number not in left}
    while pending:
        done, _ = wait(pending, timeout=PAUSE, return_when=FIRST_COMPLETED)
        for future in done:
            number = pending.pop(future)
            error = _error_of(future)
            if error:
                progress.failed[number] = error
            else:
                progress.completed.append(number)
        if stop.signal_number:
            for future in pending:
                future.cancel()
            raise Interrupted(_interrupted(progress), stop.signal_number, None)
        begun, waiting = sweep.runs(without=ended), set(pending.values())
        running = {
            number
            for future, number in pending.items()
            # Some executors never say that a call is running; then its run does.
            if future.running() or (number in begun and begun[number].status == "running")
        }
        ended |= {run.id for number, run in begun.items() if number not in waiting}
        progress.running = {number: begun.get(number) for number in sorted(running)}
        watch(progress)
    return progress.failed


def _error_of(future: Future[str]) -> str:
    try:
        return future.result()
    except ZooError as error:
        return str(error)
    except CancelledError:  # not by us: Dask does so if its scheduler ends
        return "was cancelled by the executor"
    except Exception as error:  # noqa: BLE001 - other executors report a lost process with their own exceptions
        return f"{type(error).__name__}: {error}"


def _interrupted(progress: Progress) -> str:
    done = f"{progress.ended:,} of {len(progress.sweep.combinations):,} runs have ended"
    return f"interrupted: {done}; resume with: zoo resume {progress.sweep.short_id}"
