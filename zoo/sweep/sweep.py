"""A sweep from its first word to its last run."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from zoo.data import prepare
from zoo.errors import DatasetNotFound, Mistake, ZooError
from zoo.plan import Plan
from zoo.sweep.directory import DATA, Sweep
from zoo.sweep.execute import execute
from zoo.sweep.processes import Processes
from zoo.sweep.shared_data import share
from zoo.training import backend
from zoo.training.events import Substituted, unwatched
from zoo.training.stop import on_signals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoo.sweep.combinations import Asked, Combination
    from zoo.sweep.execute import Progress
    from zoo.training.events import Watch

Planned = list[tuple["Combination", "Plan | ZooError"]]


def planned(asked: Asked) -> Planned:
    """Every combination with its plan, or why it can't be trained.

    Raises Mistake where there is none that can.
    """
    combined = list(asked.combined())
    if not any(isinstance(plan, Plan) for _, plan in combined):
        raise Mistake(str(combined[0][1]) if combined else "there is nothing to combine")
    return combined


def left_out(combined: Planned) -> list[tuple[str, str]]:
    """The models of patterns that can't be trained so, each with the reason."""
    reasons = {each.model: str(plan) for each, plan in combined if not isinstance(plan, Plan)}
    return list(reasons.items())


def begin(asked: Asked, combined: Planned, runs: Path, jobs: int, watch: Watch = unwatched) -> Sweep:
    """Make the folder of a sweep, with the data in it that its processes map.

    Raises ZooError before anything is written where data, backend or folder stand in the way.
    """
    plans = [(each, plan) for each, plan in combined if isinstance(plan, Plan)]
    first = plans[0][1]
    backend.require(first.train.backend)
    try:
        first, data = prepare(first)
    except DatasetNotFound:
        instead = first.dataset.value.instead
        if asked.dataset is not None or instead is None:
            raise
        watch(Substituted(first.dataset.name, instead))
        asked = replace(asked, dataset=instead)
        return begin(asked, planned(asked), runs, jobs, watch)
    settled = [
        replace(plan, data=first.data, train=replace(plan.train, threads=plan.train.threads or 1))
        for _, plan in plans
    ]
    sweep = Sweep.create(runs, [each for each, _ in plans], settled, jobs)
    share(data, sweep.path / DATA)
    return sweep


def go_on(
    sweep: Sweep,
    watch: Callable[[Progress], None],
    stopping: Callable[[], None],
    *,
    allow_different: bool = False,
) -> dict[int, str]:
    """Train what is left of a sweep, in several processes; returns why combinations failed, by number.

    Raises Interrupted on a signal: what is under way keeps its last complete epoch.
    """
    with on_signals(stopping) as stop:
        if not (sweep.path / DATA).exists() and not sweep.is_complete():
            share(prepare(sweep.plan(1))[1], sweep.path / DATA)
        stop.begin()
        processes = Processes(sweep.jobs)
        try:
            failed = execute(sweep, processes, watch, stop, allow_different=allow_different)
        except BaseException:
            processes.interrupt()
            raise
        finally:
            processes.shutdown(cancel_futures=True)
    with contextlib.suppress(OSError):
        shutil.rmtree(sweep.path / DATA)
    return failed
