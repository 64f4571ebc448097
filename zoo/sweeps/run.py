"""Plans a sweep, creates its folder, and trains its runs."""

from __future__ import annotations

import contextlib
import signal
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from zoo.errors import DatasetNotFound, ZooError
from zoo.installed import HOME
from zoo.plan.other_data import moved as elsewhere
from zoo.plan.plan import Plan
from zoo.plan.prepare import prepare
from zoo.plan.settle import settled
from zoo.registry import RegistryError
from zoo.runs import Interrupted, RunDirectory
from zoo.runs.sweep import DATA, Sweep
from zoo.sweeps.beginnings import different, misfit, misfit_in, refuse_misfits
from zoo.sweeps.execute import execute
from zoo.sweeps.job import carry_out
from zoo.sweeps.moved import UNMOVED, Moved
from zoo.sweeps.planned import planned
from zoo.sweeps.processes import Processes, apart, end_apart
from zoo.sweeps.shared_data import forget, share
from zoo.training import backend, limits, tracking
from zoo.training.events import Substituted, unwatched
from zoo.training.signals import on_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from pathlib import Path

    from zoo.data.prepare import Data
    from zoo.runs.combination import Combination
    from zoo.sweeps.combinations import Asked
    from zoo.sweeps.execute import Progress
    from zoo.sweeps.planned import Planned
    from zoo.training.events import Watch
    from zoo.training.signals import Stop

PATIENCE = 10
"""Seconds to wait: a process notices nothing while it imports Keras."""


def begin(
    asked: Asked,
    combined: Planned,
    runs: Path,
    jobs: int = 1,
    watch: Watch = unwatched,
    *,
    name: str = "",
    tags: Iterable[str] = (),
) -> Sweep:
    """Create the folder of a sweep, with the data that its processes map.

    `name` and `tags` are the user's; the runs get the tags, too.

    Raises:
        ZooError: The data, the backend or the folder is not available; nothing was written.
        Interrupted: A signal arrived; nothing was written.
    """
    with _stoppable("interrupted before the first run; nothing was written"):
        return _made(asked, combined, runs, jobs, watch, name=name, tags=tags)


def check(asked: Asked, combined: Planned, watch: Watch = unwatched) -> None:
    """Raise the error that `begin` would raise for plans that begin from weights or learn from a teacher."""
    plans = [plan for _, plan in combined if isinstance(plan, Plan)]
    if plans[0].start is not None or plans[0].teacher is not None:
        _, whole, data = _with_data(asked, combined, None, watch)
        checks = [
            partial(misfit, whole[number - 1], lambda plan: (plan, data)) for number in different(whole)
        ]
        refuse_misfits(whole, zip(different(whole), checks, strict=True))


def _made(asked: Asked, combined: Planned, runs: Path, jobs: int, watch: Watch, **about: Any) -> Sweep:
    combinations, whole, data = _with_data(asked, combined, runs, watch)
    fill = partial(_filled, whole, data, jobs)
    return Sweep.create(runs, combinations, whole, jobs, fill, **about)


def _with_data(
    asked: Asked, combined: Planned, folder: Path | None, watch: Watch
) -> tuple[list[Combination], list[Plan], Data]:
    """The combinations that can be trained, their plans with the facts about the data, and the data.

    Data that does not fit in memory is written to the `folder`.
    """
    plans = [(each, plan) for each, plan in combined if isinstance(plan, Plan)]
    first = plans[0][1]
    backend.require(first.train.backend)
    limits.refuse(first.train.epochs)
    for callback in first.callbacks:
        if callback.distribution == HOME:
            tracking.require(callback.name)
    try:
        first, data = prepare(first, folder=folder, tell=watch)
    except DatasetNotFound:
        instead = first.dataset.value.fallback
        if asked.dataset is not None or instead is None:
            raise
        watch(Substituted(first.dataset.name, instead))
        asked = replace(asked, dataset=instead)
        return _with_data(asked, planned(asked), folder, watch)
    whole = [
        replace(plan, data=first.data, train=replace(plan.train, threads=plan.train.threads or 1))
        for _, plan in plans
    ]
    whole = [settled(plan, len(data.parts.training), is_new=True) for plan in whole]
    return [each for each, _ in plans], whole, data


def _filled(plans: Sequence[Plan], data: Data, jobs: int, folder: Path) -> str:
    """Write the data into the folder of a sweep, and refuse plans that can't begin; returns its digest.

    Which weights fit is known to Keras alone, so that processes build the models.
    """
    digest = share(plans[0], data, folder / DATA)
    with _processes(jobs) as place:
        fits = [
            (number, place.submit(misfit_in, str(folder), number, digest).result)
            for number in different(plans)
        ]
        refuse_misfits(plans, fits)
    return digest


def go_on(
    sweep: Sweep,
    watch: Callable[[Progress], None] = lambda _: None,
    stopping: Callable[[], None] = lambda: None,
    *,
    executor: Executor | None = None,
    allow_different: bool = False,
    moved: Moved = UNMOVED,
) -> dict[int, str]:
    """Train the remaining runs of a sweep in several processes.

    Without an executor, the processes are started here. Each process of an `executor` starts another one
    that trains one run at a time; it must find the sweep's folder at the same path. The caller shuts the
    executor down. If it has a method `everywhere`, as in `zoo.sweeps.executors`, an interrupt reaches the
    current runs.

    `moved` has the places of what the plans name, if it is elsewhere now.

    Returns:
        Why combinations failed, by number.

    Raises:
        UsageError: The plans don't name what has moved.
        ZooError: Another process is training the sweep, or what has moved is not what the plans name.
        Interrupted: A signal arrived; each current run keeps its last complete epoch.
    """
    if sweep.is_complete():
        forget(sweep.path / DATA)
        return {}
    if executor is not None:
        sweep = replace(sweep, path=sweep.path.absolute())  # its processes have other current folders
    how = f"resume with: zoo resume {sweep.short_id}"
    with RunDirectory(sweep.path), _stoppable(f"interrupted: nothing was trained; {how}", stopping) as stop:
        _wait_for_orphans(sweep)
        sources = {} if moved == UNMOVED else moved.sources(_first_plan(sweep), sweep.path.parent)
        sweep = _share_again(sweep, moved.data)
        stop.begin()
        with _processes(sweep.jobs) if executor is None else _elsewhere(sweep, executor) as place:
            train: Callable[..., str] = carry_out if executor is None else partial(apart, carry_out)
            call = partial(train, **sources)
            failed = execute(sweep, place, call, watch, stop, allow_different=allow_different)
        forget(sweep.path / DATA)
    return failed


@contextlib.contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """Local processes; their calls are interrupted on any error here."""
    processes = Processes(jobs)
    try:
        yield processes
    except BaseException:
        processes.interrupt()
        raise
    finally:
        processes.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _elsewhere(sweep: Sweep, executor: Executor) -> Iterator[Executor]:
    """The caller's executor; its processes for this sweep end afterwards, and their calls are interrupted."""
    try:
        yield executor
    finally:
        if hasattr(executor, "everywhere"):
            with contextlib.suppress(Exception):  # whatever it raises if its processes are gone
                executor.everywhere(end_apart, str(sweep.path))
                _wait_for_orphans(sweep)


def _wait_for_orphans(sweep: Sweep) -> None:
    """Wait for processes of a killed sweep to notice that and end."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and any(run.status == "running" for run in sweep.runs().values()):
        time.sleep(0.1)


def _share_again(sweep: Sweep, where: str | None) -> Sweep:
    """Write the data for the processes again, unless this process wrote it: others may have changed it.

    `where` is the place of the user's own data, if it has moved.
    """
    if sweep.data_digest and (sweep.path / DATA).exists():
        return sweep
    plan, data = prepare(elsewhere(_first_plan(sweep), where), folder=sweep.path)
    try:
        return replace(sweep, data_digest=share(plan, data, sweep.path / DATA))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        then = f"fix that, then run zoo resume {sweep.short_id}"
        raise ZooError(f"the data can't be written to {sweep.path}: {why}; {then}") from None


def _first_plan(sweep: Sweep) -> Plan:
    """The first plan that can be read; all plans have the same data."""
    errors = []
    for number in range(1, len(sweep.combinations) + 1):
        try:
            return sweep.plan(number)
        except (ZooError, RegistryError) as error:
            errors.append(error)
    raise errors[0]


@contextlib.contextmanager
def _stoppable(said: str, stopping: Callable[[], None] = lambda: None) -> Iterator[Stop]:
    """Handle signals; raises Interrupted with this text if one arrives before training has started."""
    with on_signals(stopping) as stop:
        try:
            yield stop
        except KeyboardInterrupt:
            raise Interrupted(said, stop.signal_number or signal.SIGINT, None) from None
