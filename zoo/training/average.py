"""Average the weights of runs of one model, and save the average as a run without epochs."""

from __future__ import annotations

import math
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import ZooError
from zoo.plan import file as plan_file
from zoo.plan.prepare import prepare
from zoo.plan.source_places import portable
from zoo.plan.vocabulary_file import beside
from zoo.runs import RunDirectory, make_runs_folder, provenance
from zoo.runs.checkpoint import Checkpoint
from zoo.runs.directory import MODEL, VALIDATION
from zoo.system import atomic, git
from zoo.training import backend, begin, restore
from zoo.training.events import Importing, Working, unwatched
from zoo.training.mean_weights import mean_weights
from zoo.weights.array import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoo.data.prepare import Data
    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.kept import Kept
    from zoo.training.events import Watch
    from zoo.training.restore import Trained
    from zoo.weights.array import Array


class _Average(NamedTuple):
    """The averaged model, its plan and data, and its weights."""

    plan: Plan
    data: Data
    trained: Trained
    checkpoint: Checkpoint


def average(
    parts: Sequence[Kept],
    runs: Path,
    watch: Watch = unwatched,
    *,
    name: str = "",
    tags: Iterable[str] = (),
    replay_of: str = "",
) -> RunRecord:
    """Save the mean of the weights of these runs as a new run in `runs`, and return its record.

    The runs have the same model and the same data. The plan is that of the first one. The statistics of
    BatchNormalization layers are estimated again on the training examples.

    Raises:
        NotAveraged: The variables of a run have no mean with those of the first.
        ZooError: The data or the backend is not available, or the average is not finite; nothing is written.
    """
    began, start = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    first = parts[0]
    backend.require(first.plan.train.backend)
    arrays = mean_weights([each.checkpoint.kept_model for each in parts])
    make_runs_folder(runs)
    plan, data = prepare(first.plan, tell=watch)
    plan = portable(plan, runs)
    watch(Importing(backend.title(plan.train.backend)))
    trained = restore.of_run(replace(first, checkpoint=_checkpoint(arrays)))
    watch(Working(f"Averaging {len(parts):,} runs of {plan.model.name}"))
    from zoo.training import batch_statistics, state

    batch_statistics.estimate(trained.model, data, plan.train.batch_size, plan.train.seed)
    new = _Average(plan, data, trained, _checkpoint(state.arrays_of(trained.model.variables)))
    record = replace(
        _described(new),
        metrics=_measured(new),
        model_digest=digest_of(new.checkpoint.model),
        plan_digest=provenance.digest(plan_file.dumps(plan)),
        average_of=[_named(each.record) for each in parts],
        name=name,
        tags=[*tags],
        replay_of=replay_of,
        command=provenance.command(),
        commit=git.commit(Path()),
        began=start,
        seconds=time.perf_counter() - began,
        peak_memory=provenance.peak_memory(),
    )
    return _saved(runs, record, new)


def _named(part: RunRecord) -> dict[str, str]:
    known = {"id": part.id, "model_digest": part.model_digest}
    return known | ({"weights": part.name} if part.is_published else {})


def _checkpoint(arrays: tuple[Array, ...]) -> Checkpoint:
    """The state of a run without epochs."""
    return Checkpoint(epoch=0, model=arrays, optimizer=(), history={}, epoch_seconds=[], digests=[])


def _described(new: _Average) -> RunRecord:
    """The record without results."""
    from zoo.training.build import architecture_of
    from zoo.training.environment import with_environment

    plan, model = new.plan, new.trained.model
    record = replace(begin.first_record(plan, new.data), epochs=0)
    if not record.layers:
        dataset = plan.dataset.value
        known = architecture_of(model, plan.model.value, dataset.input_shape, dataset.task)
        record = replace(record, layers=list(known.layers), parameters=known.parameters)
    return with_environment(record, model, plan.train, begin.threads_of(plan))


def _measured(new: _Average) -> dict[str, dict[str, float]]:
    """The metrics by split; raises ZooError if one is not finite."""
    splits = {"validation": new.data.parts.validation, "test": new.data.parts.test}
    found = {
        split: restore.metrics_of(new.trained, new.plan, new.data, positions)
        for split, positions in splits.items()
    }
    for split, metrics in found.items():
        for name, value in metrics.items():
            if not math.isfinite(value):
                raise ZooError(f"the average has a {split} {name} of {value}; nothing was written")
    return found


def _saved(runs: Path, record: RunRecord, new: _Average) -> RunRecord:
    """Write the run; an error leaves nothing."""
    from zoo.training.validation_outcomes import outcomes_of

    plan, model = new.plan, new.trained.model
    outcomes = outcomes_of(model, plan, new.data, 0)
    name = f"{plan.model.slug}-average"
    folder = RunDirectory.create(runs, name, record, plan_file.dumps(plan), beside(plan.dataset))
    record = replace(record, id=folder.path.name, path=str(folder.path), status="completed")
    with folder:
        try:
            folder.write_checkpoint(replace(new.checkpoint, run=record.id))
            folder.write_metrics(record, [])
            folder.write_history(record)
            with atomic.whole(folder.path / MODEL) as hidden:
                model.save(hidden)
            folder.write(VALIDATION, outcomes.dumps())
            folder.write_record(record)
        except BaseException:
            shutil.rmtree(folder.path, ignore_errors=True)
            raise
    return record
