"""`zoo.replay`: train a run again and compare it, epoch by epoch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.errors import SettingError, UsageError, ZooError
from zoo.inference.average import average_of
from zoo.plan import file as plan_file
from zoo.plan.other_data import moved
from zoo.plan.train_settings import train_settings
from zoo.runs import RunRecord, read_record
from zoo.runs.directory import PLAN
from zoo.runs.find import DEFAULT
from zoo.runs.kept import find, find_model, of_run
from zoo.runs.metrics import read_metrics
from zoo.runs.moved_sources import with_sources
from zoo.runs.provenance import changes
from zoo.runs.verdict import Verdict, judge, judge_runs, surroundings
from zoo.training.events import unwatched
from zoo.training.isolation import isolated
from zoo.training.train import train

if TYPE_CHECKING:
    from zoo.plan.plan import Plan
    from zoo.runs.find import RunLike
    from zoo.specs.dataset_like import DatasetLike
    from zoo.training.events import Watch


class Replay(NamedTuple):
    """A run that was trained again.

    Attributes:
        of: The record of the first run.
        record: The record of the new run.
        verdict: Whether the two are identical, and where they first differ.
    """

    of: RunRecord
    record: RunRecord
    verdict: Verdict


@isolated()
def replay(
    run: RunLike,
    *,
    epochs: int | None = None,
    data: DatasetLike | None = None,
    start: RunLike | None = None,
    teacher: RunLike | None = None,
    runs_dir: str | Path | None = None,
    watch: Watch = unwatched,
) -> Replay:
    """Train a run again from its plan, and compare the two epoch by epoch.

    An average of runs is computed again from these, whose weights must still be there, and not trained.

    Args:
        run: The run: an id, the unique end of one, a name, `last`, a path, or a record.
        epochs: Train and compare only the first so many epochs; default all.
        data: Where the run's own data is now, if it has moved, or the data itself, if it is in memory;
            it must be unchanged.
        start: Where the weights that the run began from are now, if they have moved.
        teacher: Where the teacher that the run learned from is now, if it has moved.
        runs_dir: The folder in which ids are looked up and the new run is saved; by default ids are
            looked up in `runs`, and the new run is saved beside the old one.
        watch: A function that is called with each event of the training.

    Returns:
        Both records, and whether they are identical.

    Raises:
        UsageError: No such run, or a number of epochs that it does not have.
        ZooError: A file of the run cannot be read, or it has no complete epoch.
        TrainingFailed: The training failed; the exception has the record.
        Interrupted: A signal stopped the training; the exception has the record.

    Examples:
        >>> zoo.replay("last", epochs=1).verdict
    """
    path = find(run, DEFAULT if runs_dir is None else runs_dir)
    then, rows = read_record(path), read_metrics(path)
    if then.average_of:
        return _averaged_again(then, epochs, data, None if runs_dir is None else Path(runs_dir), watch)
    plan = moved(plan_file.load(path / PLAN), data)
    plan = with_sources(plan, start, teacher, Path(DEFAULT if runs_dir is None else runs_dir))
    if not rows:
        msg = f"{then.id[-4:]} has no complete epoch to compare with; zoo train {path / PLAN} retrains it"
        raise ZooError(msg)
    runs = path.parent if runs_dir is None else Path(runs_dir)
    return repeat(then, rows, plan, runs, watch, epochs=epochs)


def repeat(
    then: RunRecord, rows: list[dict[str, Any]], plan: Plan, runs: Path, watch: Watch, *, epochs: int | None
) -> Replay:
    """Train a plan again in `runs`, and compare its first epochs, or all, with those of the first training.

    `rows` are those of the first training's metrics.jsonl. Raises as `replay`.
    """
    changed = then.changes | ({} if epochs is None else {"epochs": epochs})
    record = train(shortened(plan, epochs), runs, watch, changes=changed, replay_of=then.id)
    return Replay(then, record, judge_runs(then, rows, record, read_metrics(Path(record.path))))


def _averaged_again(
    then: RunRecord, epochs: int | None, data: DatasetLike | None, runs: Path | None, watch: Watch
) -> Replay:
    """The average of the same runs, compared with the recorded one."""
    short, folder = then.id[-4:], Path(then.path).parent if runs is None else runs
    if epochs is not None:
        raise SettingError("epochs", epochs, f"does not apply to {short}, an average of runs; leave it out")
    parts = []
    for each in then.average_of:
        try:
            part = of_run(find_model(each.get("weights", each["id"]), folder))
        except UsageError as error:
            reason = f"{short} is an average of {len(then.average_of):,} runs, and one is missing: {error}"
            raise ZooError(reason) from None
        if part.record.model_digest != each["model_digest"]:
            raise ZooError(f"{part.record.short} has other weights than when {short} was computed from it")
        parts.append(part)
    record = average_of(parts, folder, watch, data=data, replay_of=then.id).record
    verdict = judge([_row(then)], [_row(record)], changes(surroundings(then), surroundings(record)))
    return Replay(then, record, replace(verdict, epochs=0, epochs_then=0, epochs_now=0))


def _row(record: RunRecord) -> dict[str, Any]:
    """An average as a row of metrics: it has no epochs."""
    return {"epoch": 0, "digest": record.model_digest, **record.metrics["validation"]}


def shortened(plan: Plan, epochs: int | None) -> Plan:
    """The plan with this number of epochs; its schedule stays that of the whole training."""
    if epochs is None:
        return plan
    wanted, planned = train_settings({"epochs": epochs}).epochs, plan.train.epochs
    if wanted > planned:
        reason = f"is more than the run has; wanted a whole number from 1 to {planned:,}"
        raise SettingError("epochs", epochs, reason)
    if plan.schedule is not None:
        optimizer = replace(plan.optimizer, value=plan.optimizer_in_steps)
        plan = replace(plan, optimizer=optimizer, schedule=None, train=replace(plan.train, schedule=None))
    return replace(plan, train=replace(plan.train, epochs=wanted))
