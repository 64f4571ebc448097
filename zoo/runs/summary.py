"""What a table shows of a run: enough to list, filter and sort thousands of them without their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from zoo.runs.figures import VAL
from zoo.runs.ids import DIGITS, SWEEP, began_at
from zoo.runs.listing import look_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from zoo.runs.listing import ListedRun

UNREADABLE = "unreadable"


class Summary(NamedTuple):
    """A run in a folder; `place` is its path in it, `error` why it failed or can't be read.

    `kept` has the validation metrics of the kept model, first those that were measured at the end;
    `best_val_loss` is the lowest loss if another epoch is kept. A run of a sweep has the number of its
    `combination`. `monitor` is what it monitors, if that is not the default. The fields of an unreadable run
    are empty.
    """

    folder: Path
    place: str
    status: str
    error: str
    name: str = ""
    model: str = ""
    optimizer: str = ""
    dataset: str = ""
    tags: Sequence[str] = ()
    changes: Mapping[str, Any] | None = None
    epochs: int = 0
    complete_epochs: int = 0
    kept: Mapping[str, float] | None = None
    best_val_loss: float | None = None
    combination: int | None = None
    monitor: Mapping[str, str] | None = None

    @property
    def id(self) -> str:
        """The run's id."""
        return self.place.rpartition("/")[2]

    @property
    def path(self) -> Path:
        """The run's folder."""
        return self.folder / self.place

    @property
    def began(self) -> datetime:
        """When the run began."""
        began = began_at(self.id)
        assert began is not None
        return began

    @property
    def sweep_id(self) -> str:
        """The id of the sweep that the run belongs to, or ""."""
        above = self.place.rpartition("/")[0] or self.folder.name
        return above if SWEEP.fullmatch(above) else ""

    @property
    def sweep(self) -> str:
        """The last four characters of that id, or ""."""
        return self.sweep_id[-DIGITS:]

    @property
    def is_readable(self) -> bool:
        """Whether its record could be read."""
        return self.status != UNREADABLE

    def kept_metric(self, name: str) -> float | None:
        """A validation metric of the kept model, as `val_accuracy`; None if there is none."""
        return (self.kept or {}).get(name)


def summary_of(run: ListedRun, folder: Path, place: str) -> Summary:
    """The summary of a run whose record has been read."""
    record = run.record
    if not record:
        return Summary(folder, place, run.status, run.error)
    validation = record.get("metrics", {}).get("validation", {})
    names = dict.fromkeys([*(f"{VAL}{each}" for each in validation),
                           *(each for each in record["history"] if each.startswith(VAL))])  # fmt: skip
    kept = {each: value for each in names if (value := run.kept_metric(each)) is not None}
    return Summary(
        folder,
        place,
        run.status,
        record.get("error", "") if run.status == "failed" else "",
        run.name,
        record["model"],
        record["optimizer"],
        record["dataset"],
        record.get("tags", []),
        record.get("changes", {}),
        record["epochs"],
        run.complete_epochs,
        kept,
        run.best_metric("val_loss"),
        run.combination,
        record.get("monitor"),
    )


def summary_at(folder: Path, place: str) -> Summary:
    """The summary of the run at a place in a folder, whose record is read."""
    return summary_of(look_at(folder / place), folder, place)
