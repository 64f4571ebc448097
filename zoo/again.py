"""A run taken up again: gone on with where it ended, or repeated to see whether it goes the same way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import SettingError, ZooError
from zoo.kept import find, plan_of
from zoo.plan import train_settings
from zoo.run import RunRecord, read_record
from zoo.run.directory import PLAN
from zoo.run.find import DEFAULT
from zoo.run.metrics import read_metrics
from zoo.run.verdict import Verdict, judge_runs
from zoo.training.events import unwatched
from zoo.training.train import resume as resume_plan
from zoo.training.train import train

if TYPE_CHECKING:
    from zoo.plan import Plan
    from zoo.training.events import Watch


class Replay(NamedTuple):
    """The run that was repeated, the one that repeats it, and whether they went the same way."""

    of: RunRecord
    record: RunRecord
    verdict: Verdict


def resume(
    run: str | Path,
    *,
    runs_dir: str | Path = "runs",
    allow_different: bool = False,
    watch: Watch = unwatched,
) -> RunRecord:
    """Go on with a run after its newest complete epoch; returns its record.

    `run` is an id, a unique part of one's end, `last`, or a path. The end is that of the run had it
    not been interrupted, bit for bit. Where something that bits hang on is another than it was, it is
    refused, or, with `allow_different`, written down in the record.

    Raises Mistake where there is no such run, or it is complete; ZooError where another process is at
    it, or it can't be read or gone on with; TrainingFailed and Interrupted as `train` does.
    """
    folder = find(run, runs_dir)
    return resume_plan(plan_of(folder), folder, watch, allow_different=allow_different)


def replay(
    run: str | Path,
    *,
    epochs: int | None = None,
    runs_dir: str | Path | None = None,
    watch: Watch = unwatched,
) -> Replay:
    """Train again as the plan of a run says, in a new folder, and compare each epoch.

    The new folder is put beside the old one, or into `runs_dir`. With `epochs` only so many are
    trained and compared.

    `run` is a path (it has a slash), an id, the end of one, or `last`.

    Raises Mistake for a run or a number of epochs that can't be meant; ZooError where a file of the
    run can't be read, or has no epoch to compare with; else as `zoo.train`.
    """
    path = find(run, DEFAULT if runs_dir is None else runs_dir)
    then, rows = read_record(path), read_metrics(path)
    plan = _shortened(plan_of(path), epochs)
    if not rows:
        msg = f"{then.id[-4:]} has no complete epoch to compare with; zoo train {path / PLAN} trains it anew"
        raise ZooError(msg)
    runs = path.parent if runs_dir is None else Path(runs_dir)
    record = train(plan, runs, watch, replay_of=then.id)
    return Replay(then, record, judge_runs(then, rows, record, read_metrics(Path(record.path))))


def _shortened(plan: Plan, epochs: int | None) -> Plan:
    """The plan with fewer epochs."""
    if epochs is None:
        return plan
    wanted, planned = train_settings({"epochs": epochs}).epochs, plan.train.epochs
    if wanted > planned:
        reason = f"is more than the run was to have; wanted a whole number from 1 to {planned:,}"
        raise SettingError("train.epochs", epochs, reason)
    return replace(plan, train=replace(plan.train, epochs=wanted))
