"""From a plan to a record."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from zoo import document
from zoo.architecture import is_static
from zoo.data import prepare
from zoo.errors import ZooError
from zoo.run import Interrupted, RunDirectory, RunRecord, TrainingFailed, make_runs_folder
from zoo.run.directory import MODEL, PLAN
from zoo.training import backend
from zoo.training.events import Importing, Prepared, Stopping, unwatched
from zoo.training.stop import on_signals

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.architecture import Architecture
    from zoo.data import Data
    from zoo.plan import Plan
    from zoo.training.events import Watch
    from zoo.training.fit import Fitting
    from zoo.training.stop import Stop

_ONE_AT_A_TIME = threading.Lock()
"""Seeds are the whole process's: of two threads that train, the second waits."""

COPIES = 4
"""Of each parameter, float32: the weight, its gradient, and two slots of the optimizer."""


def train(plan: Plan, runs: Path, watch: Watch = unwatched) -> RunRecord:
    """Train as the plan says, in a new folder in `runs`; returns the run's record.

    Raises ZooError before anything is written where the data, the backend or the folder stands in
    the way; TrainingFailed or Interrupted, which have the record, where a run that began did not end.
    """
    backend.require(plan.train.backend)
    make_runs_folder(runs)
    began = time.perf_counter()
    with _ONE_AT_A_TIME, on_signals(lambda: watch(Stopping())) as stop:
        try:
            fitting, record = _prepared(plan, watch)
            stop.begin()
        except KeyboardInterrupt:
            msg = "interrupted before the first epoch; nothing was written"
            raise Interrupted(msg, stop.signal_number or signal.SIGINT, None) from None
        return _run(fitting, record, runs, Attempt(stop, watch, began))


def _prepared(plan: Plan, watch: Watch) -> tuple[Fitting, RunRecord]:
    """Data, Keras and the model, in this order; a model that can't be built leaves no run behind."""
    threads = plan.train.threads or backend.processors()
    if is_static(plan.model.value):
        _refuse_what_has_no_room(plan, plan.architecture())
    plan, data = prepare(replace(plan, train=replace(plan.train, threads=threads)))
    record = first_record(plan, data)
    watch(Prepared(record))
    watch(Importing(backend.title(plan.train.backend)))
    backend.start(plan.train.backend, threads)
    from zoo.training.fit import Fitting  # noqa: PLC0415 - imports Keras

    fitting = Fitting.prepare(plan, data)
    if not record.layers:
        known = fitting.architecture()
        _refuse_what_has_no_room(plan, known)
        record = replace(record, layers=list(known.layers), parameters=known.parameters)
    return fitting, record


class Attempt(NamedTuple):
    """This process's try at a run: what stops it, who watches it, when it began."""

    stop: Stop
    watch: Watch
    began: float


def first_record(plan: Plan, data: Data) -> RunRecord:
    """The record of a run that has not begun: what is known from the plan and the data."""
    dataset, settings = plan.dataset.value, plan.train
    known = plan.architecture() if is_static(plan.model.value) else None
    return RunRecord(
        id="",
        status="running",
        model=plan.model.name,
        optimizer=plan.optimizer.name,
        dataset=plan.dataset.name,
        backend=settings.backend,
        execution=settings.execution,
        threads=settings.threads or 0,
        seed=settings.seed,
        batch_size=settings.batch_size,
        parameters=known.parameters if known else 0,
        epochs=settings.epochs,
        summary=plan.model.value.summary,
        source=data.source,
        noun=dataset.noun,
        caution=dataset.caution,
        dataset_digest=plan.data.digest if plan.data else "",
        task={"kind": dataset.task.kind, "outputs": dataset.task.outputs, "labels": dataset.task.labels},
        examples={part: len(positions) for part, positions in data.parts._asdict().items()},
        input_shape=list(dataset.input_shape),
        layers=list(known.layers) if known else [],
        origins={
            kind: {"name": part.name, "distribution": part.distribution, "version": str(part.version)}
            for kind, part in (
                ("model", plan.model),
                ("optimizer", plan.optimizer),
                ("dataset", plan.dataset),
            )
            if part.distribution is not None
        },
    )


def _run(fitting: Fitting, record: RunRecord, runs: Path, attempt: Attempt) -> RunRecord:
    """Make the folder, and let it say how the run ended."""
    plan = fitting.plan
    folder = RunDirectory.create(runs, f"{plan.model.slug}-{plan.optimizer.slug}")
    record = replace(
        record,
        id=folder.path.name,
        path=str(folder.path),
        execution=plan.train.execution,
        versions=backend.versions(plan.train.backend),
        began=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    try:
        return _recorded(fitting, record, folder, attempt)
    finally:
        folder.release()


def _recorded(fitting: Fitting, record: RunRecord, folder: RunDirectory, attempt: Attempt) -> RunRecord:
    """Fit, and write down how it ended, whichever way that is."""
    from zoo.training.journal import Journal, NotFinite, Stopped  # noqa: PLC0415 - imports Keras

    journal = Journal(fitting.plan, record, folder, attempt.stop, attempt.watch)

    def ended(status: str, error: str = "") -> RunRecord:
        seconds = time.perf_counter() - attempt.began
        final = replace(journal.record, status=status, error=error, seconds=seconds)
        try:
            folder.write_record(final)  # first: it is what says how the run ended
            folder.write_history(final)
        except ZooError:
            if status == "completed":
                raise
            # Else it is why the run failed: what is there says running, and is read as interrupted.
        return final

    try:
        folder.write(PLAN, document.dumps("plan", fitting.plan.to_table()))
        folder.write_record(record)
        metrics = fitting.run(journal)
        fitting.save(folder.path / MODEL)
        journal.record = replace(journal.record, metrics=metrics)
        return ended("completed")
    except (Stopped, KeyboardInterrupt):
        final = ended("interrupted")
        done = f"{final.complete_epochs:,} of {final.epochs:,} epochs"
        are = "is" if final.complete_epochs == 1 else "are"
        msg = f"interrupted: {done} {are} complete; what is known of the run is in {final.path}"
        raise Interrupted(msg, attempt.stop.signal_number or signal.SIGINT, final) from None
    except NotFinite as diverged:
        final = ended("failed", str(diverged))
        kept = f"{final.id[-4:]} is kept as failed; try a smaller learning rate"
        msg = f"{diverged}; {kept}"
        raise TrainingFailed(msg, final) from None
    except ZooError as error:
        final = ended("failed", str(error))
        raise TrainingFailed(str(error), final) from None
    except (Exception, SystemExit) as error:  # Rich exits where the reader of stderr went away
        cause = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        final = ended("failed", cause)
        msg = f"{final.id[-4:]} failed: {cause}"
        raise TrainingFailed(msg, final) from error


def _refuse_what_has_no_room(plan: Plan, known: Architecture) -> None:
    """Raise ZooError where the parameters alone need more memory than the machine has."""
    if not hasattr(os, "sysconf"):
        return
    room = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    needed = 4 * COPIES * known.parameters
    if needed > room:
        msg = (
            f"{plan.model.name} has {known.parameters:,} parameters, which need {needed / 2**30:,.0f} GB "
            f"to be trained; this machine has {room / 2**30:,.0f} GB"
        )
        raise ZooError(msg)
