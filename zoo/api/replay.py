"""`zoo.replay`: train a run again and compare it, epoch by epoch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import SettingError, ZooError
from zoo.plan import file as plan_file
from zoo.plan.plan import Plan, train_settings
from zoo.runs import RunRecord, read_record
from zoo.runs.directory import PLAN
from zoo.runs.find import DEFAULT
from zoo.runs.kept import find
from zoo.runs.metrics import read_metrics
from zoo.runs.verdict import Verdict, judge_runs
from zoo.training.events import unwatched
from zoo.training.train import train

if TYPE_CHECKING:
    from zoo.training.events import Watch


class Replay(NamedTuple):
    """The run that was repeated, the one that repeats it, and whether they went the same way."""

    of: RunRecord
    record: RunRecord
    verdict: Verdict


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

    Raises UsageError for a run or a number of epochs that can't be meant; ZooError where a file of the
    run can't be read, or has no epoch to compare with; else as `zoo.train`.
    """
    path = find(run, DEFAULT if runs_dir is None else runs_dir)
    then, rows = read_record(path), read_metrics(path)
    plan = _shortened(plan_file.load(path / PLAN), epochs)
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
