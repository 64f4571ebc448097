"""What a run has kept: its plan, and the state whose weights are its model's; read without Keras."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.catalog.registries import article
from zoo.errors import UsageError, ZooError, shown
from zoo.plan import file as plan_file
from zoo.runs import read_record
from zoo.runs.directory import CHECKPOINT, PLAN, read_checkpoint
from zoo.runs.find import DEFAULT, find_run
from zoo.runs.listing import ListedRun
from zoo.runs.record import RunRecord
from zoo.schema import toml
from zoo.schema.arguments import checked_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.plan.plan import Plan
    from zoo.runs.checkpoint import Checkpoint
    from zoo.runs.find import RunLike
    from zoo.specs.data_facts import Scaling


@dataclass(frozen=True, eq=False)
class Kept:
    """A run as far as it can be read without Keras.

    `checkpoint` is the state after the kept epoch: the newest that was saved, or with `keep=best`
    the best; its own digest was checked. `scaling` is what its model's input is scaled with.
    """

    path: Path
    record: RunRecord
    plan: Plan
    checkpoint: Checkpoint
    scaling: Scaling

    @property
    def title(self) -> str:
        """As in "relu-dropout with rmsprop (3f9a, epoch 5)"; a run that did not end says so."""
        names = f"{self.plan.model.name} with {self.plan.optimizer.name}"
        is_whole = self.record.status == "completed"
        rest = "" if is_whole else f" of {self.record.epochs:,}, {self.record.status}"
        return f"{names} ({self.record.id[-4:]}, epoch {self.checkpoint.epoch:,}{rest})"


def find(run: RunLike, runs_dir: str | Path) -> Path:
    """The folder of a run; UsageError if there is none."""
    if isinstance(run, (RunRecord, ListedRun)):
        run = Path(run.path)
    # A Path is a folder, though one without a slash looks like an id.
    named = run if isinstance(run, str) else f"{checked_path('run', run)}/"
    path = find_run(named, checked_path("runs_dir", runs_dir))
    return path if path.name not in ("", "..") else path.resolve()


def read_run(run: RunLike, *, runs_dir: str | Path = DEFAULT) -> RunRecord:
    """Read the record of a run.

    Args:
        run: An id, the unique end of one, `last`, the path of the run's folder, or an entry of
            `zoo.list_runs`. A record is read again, so that a running run's progress is seen.
        runs_dir: The folder in which ids are looked up.

    Returns:
        The run's record.

    Raises:
        UsageError: No run, or more than one, has this name.
        ZooError: The record cannot be read.

    Example:
        >>> zoo.read_run("last").status
        'completed'
    """
    return read_record(find(run, runs_dir))


def read_runs(runs: RunLike | Iterable[RunLike], runs_dir: str | Path) -> list[RunRecord]:
    """The records of one run or of several, in this order; a record is taken as it is.

    Raises UsageError if one is not found, ZooError if one cannot be read.
    """
    if isinstance(runs, (str, Path, RunRecord, ListedRun)):
        runs = [runs]
    try:
        several = list(runs)
    except TypeError:
        raise UsageError(
            f"{shown(runs)} is not a run; wanted an id, a path, a record, or a list of them"
        ) from None
    return [each if isinstance(each, RunRecord) else read_run(each, runs_dir=runs_dir) for each in several]


def of_run(path: Path) -> Kept:
    """What the run in a folder has kept, whether or not it came to its end.

    Raises ZooError where no epoch was saved, or where a file of it is missing, cut off or altered;
    DeclarationError and RegistryError where its plan can't be read, or names what is not installed.
    """
    record = read_record(path)
    plan = plan_of(path)
    if plan.data is None:
        raise ZooError(f"{path / PLAN} has no [data]; without its scaling the model can't be used")
    return Kept(path, record, plan, _kept_state(path, record, plan.train.keep), plan.data.scaling)


def plan_of(path: Path) -> Plan:
    """What the run in a folder was trained from."""
    if not (path / PLAN).exists():
        raise ZooError(f"{path} has no {PLAN}; without it nothing can be trained again")
    kind, table = toml.load(path / PLAN)
    if kind != "plan":
        raise ZooError(f"{path / PLAN} is {article(kind)}; wanted a plan")
    return plan_file.read(table, str(path / PLAN))


def _kept_state(path: Path, record: RunRecord, keep: str) -> Checkpoint:
    short = record.id[-4:]
    if not (path / CHECKPOINT).exists():
        if record.complete_epochs:
            raise ZooError(f"{short} has no {CHECKPOINT}; zoo replay {short} trains it anew")
        raise ZooError(f"{short} has no complete epoch to take weights from; zoo resume {short} goes on")
    newest = read_checkpoint(path, run=record.id)
    if keep == "last":
        return newest
    if not re.fullmatch(r"best-\d+\.zoo", newest.best):
        raise ZooError(f"the checkpoint of {short} names no best epoch; zoo replay {short} trains it anew")
    return read_checkpoint(path, newest.best, record.id)
