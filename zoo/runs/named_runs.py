"""The records of the runs that a command is given, each named itself or by its sweep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zoo.errors import ZooError
from zoo.runs.combination import over_seeds
from zoo.runs.directory import read_record
from zoo.runs.find_trained import find_trained_folder
from zoo.runs.ids import DIGITS
from zoo.runs.listing import read
from zoo.runs.sweep import Sweep, is_sweep
from zoo.weights.file import is_declaration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoo.runs.record import RunRecord


def paths_of(path: Path) -> list[list[Path]]:
    """The directories of runs that a directory stands for: its own, or those of the complete runs of a sweep.

    Runs of a sweep that differ only in their seed are in one group. Raises ZooError if no run of a sweep is
    complete.
    """
    if not is_sweep(path):
        return [[path]]
    sweep = Sweep.read(path)
    runs = {number: run.path for number, run in sweep.runs().items() if run.status == "completed"}
    if not runs:
        what = f"sweep {sweep.short_id} has no complete run"
        raise ZooError(f"{what}; zoo resume {sweep.short_id} trains its runs")
    groups = ([runs[each] for each in numbers if each in runs] for numbers in over_seeds(sweep.combinations))
    return [group for group in groups if group]


class NamedRuns(NamedTuple):
    """The records of the named runs, and a sentence for each that is unreadable or a copy.

    `groups` has the same records; those of a sweep that differ only in their seed are in one group.
    """

    records: list[RunRecord]
    unreadable: list[str]
    groups: list[list[RunRecord]]


def find_records(named: Iterable[str], runs: Path) -> NamedRuns:
    """The records of runs, of the complete runs of sweeps, and of named weights, in this order, each once.

    Raises UsageError as `find_trained` does, ZooError if none of them can be read.
    """
    found = NamedRuns([], [], [])
    read_before = set[Path]()
    for path in {
        path.resolve(): path for path in (find_trained_folder(each, runs) for each in named)
    }.values():
        if is_sweep(path):
            damaged = Sweep.read(path).unreadable()
            found.unreadable.extend(f"{run.id[-DIGITS:]}: {run.error}" for run in damaged)
        for group in paths_of(path):
            new = [each for each in group if each.resolve() not in read_before]
            read_before.update(each.resolve() for each in new)
            records = [record for each in new if (record := _read(each, found)) is not None]
            found.groups.extend([records] if records else [])
    if not found.records:
        raise ZooError("; ".join(found.unreadable))
    return found


def _read(path: Path, found: NamedRuns) -> RunRecord | None:
    """Read a record and add it, or why it is left out."""
    name = path.stem if is_declaration(path) else path.resolve().name[-DIGITS:]
    try:
        if not is_declaration(path):
            read(path)  # its error messages are more specific
        record = read_record(path)
    except ZooError as error:
        found.unreadable.append(f"{name}: {error}")
        return None
    same = next((each for each in found.records if each.id == record.id), None)
    if same is not None:
        found.unreadable.append(f"{name}: {path} is a copy of {same.path}")
        return None
    found.records.append(record)
    return record
