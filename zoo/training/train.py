"""Train a plan in a new run, or resume a run."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from zoo.errors import UsageError, ZooError
from zoo.plan import file as plan_file
from zoo.plan.prepare import prepare
from zoo.plan.source_places import portable, recorded
from zoo.plan.trained_layers import trained_layers
from zoo.plan.vocabulary_file import beside
from zoo.runs import Interrupted, RunDirectory, RunRecord, make_runs_folder, provenance, read_record
from zoo.runs.checkpoint import OtherModel
from zoo.runs.directory import CHECKPOINT, PLAN
from zoo.runs.teacher import teacher_of
from zoo.runs.verdict import conditions
from zoo.system import git, regular
from zoo.training import backend, begin, checks, determinism, limits, tracing
from zoo.training.compiled import Compiled, CompiledModels
from zoo.training.events import Importing, Prepared, Stopping, unwatched
from zoo.training.signals import on_signals
from zoo.training.start import source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.training.events import Watch
    from zoo.training.fit import Fitting
    from zoo.training.signals import Stop

T = TypeVar("T")

_TRAINING = threading.Lock()
"""Random seeds belong to the whole process: a second thread that trains waits."""

KEPT = (
    *("id", "name", "tags", "changes", "began", "command", "commit", "replay_of", "combination"),
    *("seconds", "peak_memory", "start"),
)
"""The fields of a record that a resumed run keeps."""


def train(
    plan: Plan,
    runs: Path,
    watch: Watch = unwatched,
    *,
    name: str = "",
    tags: Iterable[str] = (),
    changes: Mapping[str, Any] = MappingProxyType({}),
    replay_of: str = "",
    combination: int | None = None,
    prepared: Callable[[Plan], tuple[Plan, Data]] | None = None,
    compiled: CompiledModels | None = None,
) -> RunRecord:
    """Train a plan in a new directory in `runs`, and return the run's record.

    `name` and `tags` are the user's. `changes` are the settings that differ from the defaults. `replay_of`
    is the id of the run that this one repeats, `combination` its number in a sweep. `prepared` returns the
    data, and the plan with the facts about it; by default it loads them, large ones on the disk of `runs`.
    `compiled` has models of earlier runs, and keeps this one.

    Raises UsageError if the model could not be rebuilt from the run's plan;
    ZooError before anything is written if the data, the backend or the folder is not available;
    TrainingFailed or Interrupted, which have the record, if a run that began did not complete.
    """
    begin.check(plan)
    make_runs_folder(runs)
    began = time.perf_counter()
    data_of = prepared or partial(prepare, folder=runs, tell=watch)
    stopping = on_signals(lambda: watch(Stopping()))
    with _TRAINING, determinism.restored(), tracing.forgotten(), stopping as stop:
        provenance.forget_peak_memory()
        fitting, record = _before_it_begins(stop, lambda: _prepared(plan, watch, data_of, compiled=compiled))
        kept = portable(fitting.plan, runs)
        settled = plan_file.dumps(kept)
        record = replace(
            record,
            plan_digest=provenance.digest(settled),
            began=_now(),
            name=name,
            tags=[*tags],
            changes={**changes},
            replay_of=replay_of,
            combination=combination,
            command=provenance.command(),
            commit=git.commit(Path()),
            start=recorded(record.start, kept.start),
            teacher=recorded(record.teacher, kept.teacher),
        )
        folder = RunDirectory.create(
            runs, f"{plan.model.slug}-{plan.optimizer.slug}", record, settled, beside(fitting.plan.dataset)
        )
        record = replace(record, id=folder.path.name, path=str(folder.path))
        from zoo.training.attempt import Attempt, carry_out

        record = carry_out(fitting, record, folder, Attempt(stop, watch, began))
        if compiled is not None:
            compiled.keep(fitting.plan, fitting.data, Compiled(fitting.model, fitting.steps))
        return record


def resume(
    plan: Plan,
    path: Path,
    watch: Watch = unwatched,
    *,
    allow_different: bool = False,
    prepared: Callable[[Plan], tuple[Plan, Data]] | None = None,
) -> RunRecord:
    """Resume the run in a directory from its last checkpoint, and return its record.

    `plan` is the one in the directory. If something that reproducibility depends on has changed, the
    resume is refused, or, with `allow_different`, the changes are recorded. A run without a checkpoint
    starts from the beginning. Raises UsageError if the run is completed, ZooError if another process
    holds its lock or one of its files can't be read; otherwise as `train`.
    """
    began = time.perf_counter()
    data_of = prepared or partial(prepare, folder=path, tell=watch)
    stopping = on_signals(lambda: watch(Stopping()))
    with (
        _TRAINING,
        determinism.restored(),
        tracing.forgotten(),
        RunDirectory(path) as folder,
        stopping as stop,
    ):
        provenance.forget_peak_memory()
        before = read_record(path)
        if before.average_of:
            short = before.id[-4:]
            raise UsageError(f"{short} is an average of runs; zoo replay {short} computes it again")
        if before.status == "completed":
            raise UsageError(f"{before.id[-4:]} is completed; zoo train {path / PLAN} retrains it")
        backend.require(plan.train.backend)
        limits.refuse(plan.train.epochs)
        start = folder.read_checkpoint(run=before.id) if (path / CHECKPOINT).exists() else None
        if start is not None and start.best:
            folder.read_checkpoint(start.best, before.id)  # needed at the end: fail early
        planned = provenance.digest(regular.read_text(path / PLAN))
        resumption = {"epoch": start.epoch if start else 0, "at": _now(), "differences": []}
        known = {name: getattr(before, name) for name in KEPT} | {"path": str(path), "plan_digest": planned}
        edits = [] if before.plan_digest in ("", planned) else [f"{PLAN} was edited"]
        if edits:
            from zoo.plan.changes import changes as changes_of

            known["changes"] = changes_of(plan)

        def resumed(record: RunRecord) -> RunRecord:
            return replace(record, **known, resumed=[*before.resumed, resumption])

        ready = partial(_prepared, plan, watch, data_of, resumed, is_begun=start is not None)
        fitting, record = _before_it_begins(stop, ready)
        differences = [*edits, *provenance.differences(conditions(before), conditions(record))]
        record = replace(record, resumed=[*before.resumed, resumption | {"differences": differences}])
        record = replace(record, teacher=recorded(record.teacher, portable(plan, path.parent).teacher))
        if differences and not allow_different:
            first, *others = differences
            why = f"{before.id[-4:]} can't be resumed bitwise: {first}; see --allow-different"
            raise ZooError(why, [(each,) for each in others])
        if start is not None:
            try:
                fitting = fitting.restored(start)
            except OtherModel as other:
                why = f"the checkpoint of {before.id[-4:]} is of another plan: it {other}; see its {PLAN}"
                raise ZooError(why) from None
        from zoo.training.attempt import Attempt, carry_out

        return carry_out(fitting, record, folder, Attempt(stop, watch, began, start))


def _before_it_begins(stop: Stop, prepared: Callable[[], T]) -> T:
    """Prepare a run; a signal stops it at once, and nothing is written."""
    try:
        done = prepared()
        stop.begin()
    except KeyboardInterrupt:
        msg = "interrupted before the first epoch; nothing was written"
        raise Interrupted(msg, stop.signal_number or signal.SIGINT, None) from None
    return done


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _prepared(
    plan: Plan,
    watch: Watch,
    data_of: Callable[[Plan], tuple[Plan, Data]],
    resumed: Callable[[RunRecord], RunRecord] = lambda record: record,
    compiled: CompiledModels | None = None,
    *,
    is_begun: bool = False,
) -> tuple[Fitting, RunRecord]:
    """Prepare data, Keras and the model, in this order; a model that can't be built leaves no run.

    `resumed` adds the known facts of a run that is not new. A run that `is_begun` has all weights in its
    checkpoint; others read those that they begin from.
    """
    source = None if is_begun else source_of(plan)
    plan, data = begin.opened(plan, data_of)
    teacher = teacher_of(plan)
    threads = begin.threads_of(plan)
    record = resumed(begin.first_record(plan, data))
    watch(Prepared(record))
    watch(Importing(backend.title(plan.train.backend)))
    backend.start(plan.train.backend, threads, deterministic=bool(plan.train.deterministic))
    from zoo.training.distillation import taught
    from zoo.training.fit import Fitting

    fitting = Fitting.prepare(plan, taught(data, plan, teacher), compiled, source)
    if not record.layers:
        known = fitting.architecture()
        checks.memory(plan, known)
        known = trained_layers(plan, known)
        record = replace(record, layers=list(known.layers), parameters=known.parameters)
        record = replace(record, phases=fitting.freezer.phases())
    if plan.start is not None and not is_begun:
        record = replace(record, start=record.start | {"layers": fitting.taken})
    from zoo.training.environment import with_environment

    return fitting, with_environment(record, fitting.model, fitting.plan.train, threads)
