"""A run as saved on disk: its plan and the checkpoint with its model's weights; read without Keras."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zoo.errors import UsageError, ZooError, shown
from zoo.plan import file as plan_file
from zoo.runs import read_record
from zoo.runs.directory import CHECKPOINT, PLAN, read_checkpoint
from zoo.runs.find import DEFAULT, find_run
from zoo.runs.find_trained import find_no_weights, find_trained, find_trained_folder
from zoo.runs.listing import ListedRun
from zoo.runs.named_runs import paths_of
from zoo.runs.named_weights import read_weights
from zoo.runs.record import RunRecord
from zoo.schema.arguments import checked_path
from zoo.weights.file import is_declaration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zoo.plan.plan import Plan
    from zoo.runs.checkpoint import Checkpoint
    from zoo.runs.find import RunLike
    from zoo.specs.data_facts import Scaling


@dataclass(frozen=True, eq=False)
class Kept:
    """A saved run, read without Keras.

    `checkpoint` is the last saved one, or with `keep=best` that of the best epoch; its digest was checked.
    Its `kept_model` is the model that the run keeps. `scaling` is how the model's input is scaled.
    """

    path: Path
    record: RunRecord
    plan: Plan
    checkpoint: Checkpoint
    scaling: Scaling

    @property
    def epoch(self) -> int:
        """The kept epoch: of a completed run the recorded one, whose weights a callback may have restored."""
        is_settled = self.record.status == "completed" and self.record.model_digest
        return (is_settled and self.record.kept_epoch) or self.checkpoint.epoch

    @property
    def title(self) -> str:
        """As in "relu-dropout with rmsprop (3f9a, epoch 5)", with the status of an incomplete run."""
        if many := len(self.record.average_of):
            return f"{self.plan.model.name}, average of {many:,} runs ({self.record.id[-4:]})"
        names = f"{self.plan.model.name} with {self.plan.optimizer.name}"
        is_whole = self.record.status == "completed"
        rest = "" if is_whole else f" of {self.record.epochs:,}, {self.record.status}"
        return f"{names} ({self.record.short}, epoch {self.epoch:,}{rest})"

    @property
    def run(self) -> str:
        """How commands find it again: its id; of named weights, their name."""
        return self.record.name if self.record.is_published else self.record.id

    @property
    def stem(self) -> str:
        """The name of a file with its model, without the ending: conv-2-3f9a, or the name of weights."""
        short = self.record.short
        return short if self.record.is_published else f"{self.plan.model.slug}-{short}"


def find(run: RunLike, runs_dir: str | Path) -> Path:
    """The folder of a run; UsageError if there is none, also for the name of weights."""
    return _found(run, runs_dir, partial(find_no_weights, search=find_run))


def find_model(run: RunLike, runs_dir: str | Path) -> Path:
    """The folder of a run, or the file that declares named weights; UsageError if there is neither."""
    return _found(run, runs_dir, find_trained)


def _found(run: RunLike, runs_dir: str | Path, search: Callable[[str, Path], Path]) -> Path:
    if isinstance(run, (RunRecord, ListedRun)):
        run = Path(run.path)
    # A Path is a folder, though one without a slash looks like an id.
    named = run if isinstance(run, str) else f"{checked_path('run', run)}/"
    path = search(named, checked_path("runs_dir", runs_dir))
    return path if path.name not in ("", "..") else path.resolve()


def read_run(run: RunLike, *, runs_dir: str | Path = DEFAULT) -> RunRecord:
    """Read the record of a run.

    Args:
        run: An id, the unique end of one, a name, `last`, the path of the run's folder, or an entry of
            `zoo.list_runs`. A record is read again, so that a running run's progress is seen.
        runs_dir: The folder in which ids are looked up.

    Returns:
        The run's record.

    Raises:
        UsageError: No run, or more than one, has this name.
        ZooError: The record cannot be read.

    Examples:
        >>> zoo.read_run("last").status
        'completed'
    """
    return read_record(find_model(run, runs_dir))


def read_runs(runs: RunLike | Iterable[RunLike], runs_dir: str | Path) -> list[RunRecord]:
    """The records of one run or of several, in this order; a record is taken as it is.

    A sweep stands for its complete runs. Raises UsageError if one is not found, ZooError if one cannot be
    read.
    """
    return [record for group in read_groups(runs, runs_dir) for record in group]


def read_groups(runs: RunLike | Iterable[RunLike], runs_dir: str | Path) -> list[list[RunRecord]]:
    """The same records, in groups: runs of a sweep that differ only in their seed are in one."""
    if isinstance(runs, (str, Path, RunRecord, ListedRun)):
        runs = [runs]
    try:
        several = list(runs)
    except TypeError:
        raise UsageError(
            f"{shown(runs)} is not a run; wanted an id, a path, a record, or a list of them"
        ) from None
    return [group for each in several for group in _groups(each, runs_dir)]


def _groups(run: RunLike, runs_dir: str | Path) -> list[list[RunRecord]]:
    if isinstance(run, RunRecord):
        return [[run]]
    return [[*map(read_record, group)] for group in paths_of(_found(run, runs_dir, find_trained_folder))]


def of_run(path: Path) -> Kept:
    """Read the run in a directory, complete or not, or the named weights that a file declares.

    Raises ZooError if no epoch was saved, or a file is missing, truncated or altered;
    DeclarationError and RegistryError if its plan can't be read, or names something not installed.
    """
    if is_declaration(path):
        record, plan, state = read_weights(path)
        assert plan.data is not None
        return Kept(path, record, plan, state, plan.data.scaling)
    record = read_record(path)
    plan = plan_file.load(path / PLAN)
    if plan.data is None:
        raise ZooError(f"{path / PLAN} has no [data]; without its scaling the model can't be used")
    keep = "last" if record.average_of else plan.train.keep
    return Kept(path, record, plan, _kept_state(path, record, keep), plan.data.scaling)


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
