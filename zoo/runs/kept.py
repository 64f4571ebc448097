"""A run as saved on disk: its plan and the checkpoint with its model's weights; read without Keras."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoo.errors import ZooError
from zoo.plan import file as plan_file
from zoo.runs import read_record
from zoo.runs.directory import CHECKPOINT, PLAN, read_checkpoint
from zoo.runs.find import DEFAULT, find_run
from zoo.schema.arguments import checked_path

if TYPE_CHECKING:
    from pathlib import Path

    from zoo.plan.plan import Plan
    from zoo.runs import RunRecord
    from zoo.runs.checkpoint import Checkpoint
    from zoo.specs.data_facts import Scaling


@dataclass(frozen=True, eq=False)
class Kept:
    """A saved run, read without Keras.

    `checkpoint` is the state after the kept epoch: the last saved epoch, or with `keep=best` the best
    one; its digest was checked. `scaling` is how the model's input is scaled.
    """

    path: Path
    record: RunRecord
    plan: Plan
    checkpoint: Checkpoint
    scaling: Scaling

    @property
    def title(self) -> str:
        """As in "relu-dropout with rmsprop (3f9a, epoch 5)", with the status of an incomplete run."""
        names = f"{self.plan.model.name} with {self.plan.optimizer.name}"
        is_whole = self.record.status == "completed"
        rest = "" if is_whole else f" of {self.record.epochs:,}, {self.record.status}"
        return f"{names} ({self.record.id[-4:]}, epoch {self.checkpoint.epoch:,}{rest})"


def find(run: str | Path, runs_dir: str | Path) -> Path:
    """The directory of a run; raises UsageError if there is none."""
    # A Path is a folder, though one without a slash looks like an id.
    named = run if isinstance(run, str) else f"{checked_path('run', run)}/"
    path = find_run(named, checked_path("runs_dir", runs_dir))
    return path if path.name not in ("", "..") else path.resolve()


def read_run(run: str | Path, *, runs_dir: str | Path = DEFAULT) -> RunRecord:
    """The record of a run, by its id, a unique part of one's end, `last`, or its path.

    Raises UsageError if no run or several runs match; ZooError if it can't be read.
    """
    return read_record(find(run, runs_dir))


def of_run(path: Path) -> Kept:
    """Read the run in a directory, complete or not.

    Raises ZooError if no epoch was saved, or a file is missing, truncated or altered;
    DeclarationError and RegistryError if its plan can't be read, or names something not installed.
    """
    record = read_record(path)
    plan = plan_file.load(path / PLAN)
    if plan.data is None:
        raise ZooError(f"{path / PLAN} has no [data]; without its scaling the model can't be used")
    return Kept(path, record, plan, _kept_state(path, record, plan.train.keep), plan.data.scaling)


def _kept_state(path: Path, record: RunRecord, keep: str) -> Checkpoint:
    short = record.id[-4:]
    if not (path / CHECKPOINT).exists():
        if record.complete_epochs:
            raise ZooError(f"{short} has no {CHECKPOINT}; zoo replay {short} retrains it")
        raise ZooError(f"{short} has no complete epoch to take weights from; zoo resume {short} continues it")
    newest = read_checkpoint(path, run=record.id)
    if keep == "last":
        return newest
    if not re.fullmatch(r"best-\d+\.zoo", newest.best):
        raise ZooError(f"the checkpoint of {short} names no best epoch; zoo replay {short} retrains it")
    return read_checkpoint(path, newest.best, record.id)
