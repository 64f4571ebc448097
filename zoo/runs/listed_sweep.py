"""The sweeps of a folder as plain values; one whose file is damaged is listed as unreadable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zoo.errors import ZooError
from zoo.runs import figures, lock
from zoo.runs.ids import DIGITS, moment, sweep_began_at, sweeps_in
from zoo.runs.listing import ids_in, leads_out, target
from zoo.runs.summary import Summary, summary_at
from zoo.runs.sweep import Sweep, is_sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from zoo.specs.metrics import Monitor


@dataclass(frozen=True)
class ListedSweep:
    """A sweep of a folder: its path, when it began, and the run of each combination that has started.

    If its file can't be read, `sweep` is None, `status` is unreadable and `error` has the reason.
    """

    path: Path
    began: datetime
    status: str
    sweep: Sweep | None = None
    runs: Mapping[int, Summary] = field(default_factory=dict)
    error: str = ""

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.path.name

    @property
    def name(self) -> str:
        """The name that the user gave to the sweep, or ""."""
        return self.sweep.name if self.sweep else ""

    @property
    def total(self) -> int:
        """The number of its combinations."""
        return len(self.sweep.combinations) if self.sweep else 0

    @property
    def complete(self) -> list[Summary]:
        """The completed runs, in the order of the combinations."""
        return [run for _, run in sorted(self.runs.items()) if run.status == "completed"]

    @property
    def metric(self) -> str:
        """The validation metric by which its runs are ranked, as `val_accuracy`."""
        return _ranked_by(self.complete).metric

    @property
    def best(self) -> Summary | None:
        """The completed run with the best validation metric; None if no run is complete."""
        return best_of(self.complete)

    def words(self, kind: str) -> list[str]:
        """What the sweep has of a kind of word: its name, its tags, or all of its models."""
        if self.sweep is None:
            return []
        if kind in ("name", "tag"):
            return [*self.sweep.tags] if kind == "tag" else [*filter(None, [self.sweep.name])]
        if kind in ("model", "optimizer"):
            return [*dict.fromkeys(getattr(each, kind) for each in self.sweep.combinations)]
        # Only the runs have the name of the dataset; all have the same one.
        return [*dict.fromkeys(run.dataset for run in self.runs.values())] if kind == "dataset" else []

    @property
    def varied(self) -> list[str]:
        """The settings that differ between its runs."""
        combinations = self.sweep.combinations if self.sweep else ()
        return [*dict.fromkeys(path for each in combinations for path in each.settings)]

    @property
    def seeds(self) -> int:
        """The number of its seeds."""
        return len({each.seed for each in self.sweep.combinations}) if self.sweep else 0

    def to_json(self) -> dict[str, Any]:
        """Plain data; `model`, `optimizer` and `dataset` are null if the runs differ in them."""
        known: dict[str, Any] = {
            "kind": "sweep",
            "id": self.id,
            "path": str(self.path),
            "status": self.status,
        }
        if self.sweep is None:
            return known | {"error": self.error}
        best = self.best
        for kind in ("model", "optimizer", "dataset"):
            words = self.words(kind)
            known[kind] = words[0] if len(words) == 1 else None
        return known | {
            "name": self.name,
            "tags": [*self.sweep.tags],
            "began": self.began.isoformat(timespec="seconds"),
            "runs": self.total,
            "completed": len(self.complete),
            "metric": self.metric,
            "best": None if best is None else {"id": best.id, "value": best.kept_metric(self.metric)},
        }


def best_of(complete: Sequence[Summary]) -> Summary | None:
    """The run with the best validation metric, the first of equal ones; None if there is none."""
    by = _ranked_by(complete)
    values = [(run.kept_metric(by.metric), run) for run in complete]
    known = [(by.sign * value, run) for value, run in values if value is not None]
    return min(known, key=lambda each: each[0])[1] if known else None


def _ranked_by(complete: Sequence[Summary]) -> Monitor:
    return figures.ranked_by((run.kept or () for run in complete), (run.monitor for run in complete))


def listed_sweeps(runs: Path, inside: Iterable[Summary]) -> list[ListedSweep]:
    """All sweeps in a folder, newest first; `inside` has the runs of all of them, the newest first."""
    found: dict[str, list[Summary]] = {}
    for run in inside:
        found.setdefault(run.sweep_id, []).append(run)
    return [
        look_at_sweep(runs / name, found.get(name, ()))
        for name in sweeps_in(runs)
        if (runs / name).is_dir() or (runs / name).is_symlink()
    ]


def look_at_sweep(path: Path, inside: Iterable[Summary] | None = None) -> ListedSweep:
    """The sweep in a folder whose name is its id; `inside` are its runs, if these are known."""
    began = sweep_began_at(path.name)
    assert began is not None
    if leads_out(path):
        return ListedSweep(path, began, "unreadable", error=f"it is a link to {target(path)}")
    try:
        sweep = Sweep.read(path)
        known = (summary_at(path, each) for each in ids_in(path)) if inside is None else inside
        runs = sweep.chosen(known)
    except ZooError as error:
        return ListedSweep(path, began, "unreadable", error=str(error))
    return ListedSweep(path, began, _status(sweep, runs), sweep, runs)


def _status(sweep: Sweep, runs: Mapping[int, Summary]) -> str:
    """The status of a sweep: `failed` if all of its runs have ended, and some of them failed."""
    statuses = {run.status for run in runs.values()}
    if lock.is_held(sweep.path) or "running" in statuses:
        return "running"
    if len(runs) < len(sweep.combinations) or not statuses <= {"completed", "failed"}:
        return "interrupted"
    return "failed" if "failed" in statuses else "completed"


def look_at_either(path: Path) -> Summary | ListedSweep:
    """The run or the sweep in a directory whose name is its id."""
    return look_at_sweep(path) if is_sweep(path) else summary_at(path.parent, path.name)


def described(row: Summary | ListedSweep, now: datetime, name: str = "") -> str:
    """A run or a sweep for use in a sentence: 3f9a (base, relu-dropout with rmsprop, 15:30).

    `base` is the name that the user gave it. `name` replaces the last four characters of its id.
    """
    if isinstance(row, ListedSweep):
        runs = "1 run" if row.total == 1 else f"{row.total:,} runs"
        what = f"sweep of {runs}" if row.sweep else "unreadable sweep"
    else:
        what = f"{row.model} with {row.optimizer}" if row.is_readable else row.status
    facts = ", ".join(filter(None, (row.name, what, moment(row.began, now))))
    return f"{name or row.id[-DIGITS:]} ({facts})"
