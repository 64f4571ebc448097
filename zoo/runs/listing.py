"""The runs of a folder as plain values; a run with a damaged record is unreadable.

A record is checked only as far as a table needs it, which is a hundred times faster than
structuring it: a thousand runs are listed in a fraction of a second.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zoo.errors import UsageError, ZooError, shorten
from zoo.runs import figures
from zoo.runs.directory import RECORD, read_record
from zoo.runs.ids import DIGITS, SWEEP, began_at, newest_first, sweeps_in
from zoo.runs.lock import LOCK
from zoo.runs.record import SCHEMA
from zoo.runs.valid import are_numbers, are_results, are_texts, is_monitor
from zoo.system import regular

if TYPE_CHECKING:
    from datetime import datetime

STATUSES = ("running", "completed", "interrupted", "failed", "unreadable")
LARGEST = 2**63
"""The largest number in a record."""
TEXTS = ("status", "model", "optimizer", "dataset")


class Unreadable(ZooError):
    """A run whose record can't be read; the message continues its name."""


@dataclass(frozen=True)
class ListedRun:
    """A run of a folder: its path, when it began, and its record as in run.json.

    If the record can't be read, `record` is empty, `status` is unreadable and `error` has the reason.
    """

    id: str
    path: Path
    began: datetime
    status: str
    record: dict[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def name(self) -> str:
        """The name that the user gave to the run, or ""."""
        return self.record.get("name", "")

    @property
    def sweep(self) -> str:
        """The last four characters of the id of the sweep that the run belongs to, or ""."""
        folder = self.path.parent.name
        return folder[-DIGITS:] if SWEEP.fullmatch(folder) else ""

    @property
    def combination(self) -> int | None:
        """The number of its combination in the sweep; None for a run alone."""
        number = self.record.get("combination")
        return number if type(number) is int else None

    @property
    def complete_epochs(self) -> int:
        """How many epochs are in the history."""
        return len(self.record.get("epoch_seconds", ()))

    def kept_metric(self, name: str) -> float | None:
        """A validation metric of the kept model, as `val_accuracy`; None if there is none."""
        return figures.kept_metric(
            name,
            history=self.record.get("history", {}),
            validation=self.record.get("metrics", {}).get("validation", {}),
            kept_epoch=self.record.get("kept_epoch"),
        )

    def best_metric(self, name: str) -> float | None:
        """The monitored metric in the best epoch; None if that epoch is kept, and for other metrics."""
        epochs = {each: self.record.get(each) for each in ("best_epoch", "kept_epoch")}
        monitor = figures.monitor_of(self.record.get("monitor"))
        return figures.best_metric(name, history=self.record.get("history", {}), monitor=monitor, **epochs)

    def to_json(self) -> dict[str, Any]:
        """The record with its id, path and current status; for an unreadable one, the error."""
        known = {"id": self.id, "path": str(self.path), "status": self.status}
        known |= {"sweep": self.path.parent.name} if self.sweep else {}
        return self.record | known if self.record else known | {"error": self.error}


class NoRuns(UsageError):
    """There is no folder of runs."""


def ids_in(runs: Path) -> list[str]:
    """The ids of all runs in a folder, newest first; other names are ignored.

    Raises UsageError or ZooError if the folder can't be read.
    """
    try:
        with os.scandir(runs) as entries:
            found = [each.name for each in entries if _is_run(each)]
    except FileNotFoundError:
        raise NoRuns(
            f"there is no folder {runs}; zoo train makes one, and --runs-dir names another"
        ) from None
    except NotADirectoryError:
        raise UsageError(f"{runs} is not a folder; wanted a folder of runs, see --runs-dir") from None
    except (OSError, ValueError) as error:  # ValueError: not a valid file name
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise ZooError(f"{runs} can't be read: {reason}") from None
    return newest_first(runs, found)


def ids_in_sweeps(runs: Path) -> list[str]:
    """The paths of the runs of all sweeps in a folder, relative to it; links out of it are left out."""
    sweeps = [each for each in sweeps_in(runs) if not leads_out(runs / each) and (runs / each).is_dir()]
    return [f"{sweep}/{each}" for sweep in sweeps for each in ids_in(runs / sweep)]


def look_at(path: Path) -> ListedRun:
    """The run in a directory whose name is its id."""
    began = began_at(path.name)
    assert began is not None
    try:
        status, record = _current(path)
    except Unreadable as unreadable:
        return ListedRun(path.name, path, began, "unreadable", error=str(unreadable))
    except Exception as error:  # noqa: BLE001 - whatever a file makes of it, it must not hide other runs
        why = f"{RECORD} is not a valid record: {type(error).__name__}"
        return ListedRun(path.name, path, began, "unreadable", error=why)
    return ListedRun(path.name, path, began, status, record)


def leads_out(path: Path) -> bool:
    """Whether a run's directory is a link to a place outside the folder of runs."""
    return path.is_symlink() and target(path).parent != target(path.parent)


def target(path: Path) -> Path:
    """The target of a link; for a circular link, a path in the circle."""
    return Path(os.path.realpath(path))


def read(path: Path) -> dict[str, Any]:
    """The content of run.json, checked as far as a table needs it; raises Unreadable if it is damaged."""
    try:
        content = regular.read_bytes(path / RECORD, regular.LARGEST)
    except FileNotFoundError:
        raise Unreadable(f"{RECORD} is missing") from None
    except OSError as error:
        raise Unreadable(f"{RECORD} can't be read: {(error.strerror or str(error)).lower()}") from None
    return _validated(_parsed(content))


def _is_run(entry: os.DirEntry[str]) -> bool:
    return began_at(entry.name) is not None and (entry.is_symlink() or entry.is_dir())


def _current(path: Path) -> tuple[str, dict[str, Any]]:
    """The status and the record of a run.

    If its status is running and no process holds its lock, it is read again: it may have finished in
    between.
    """
    if leads_out(path):
        raise Unreadable(f"it is a link to {target(path)}")
    record = read(path)
    if record["status"] != "running":
        return record["status"], record
    try:
        if (path / LOCK).exists() and read_record(path).status == "running":
            return "running", record
    except ZooError as error:
        raise Unreadable(str(error)) from None
    record = read(path)
    return "interrupted" if record["status"] == "running" else record["status"], record


def _parsed(content: bytes) -> Any:
    """Parse the JSON of a record; raises Unreadable, which says where a truncated one ends."""
    if not content.strip(b"\0 \n"):
        raise Unreadable(f"{RECORD} is empty")
    try:
        table = json.loads(content.decode(), parse_constant=_refuse, parse_float=_finite, parse_int=_bounded)
        if b"\\ud" in content.lower():
            json.dumps(table, ensure_ascii=False).encode()  # a lone surrogate can't be printed
    except (ValueError, RecursionError) as error:
        text = content.strip()
        ends = getattr(error, "pos", 0) >= len(content.decode(errors="replace").rstrip())
        if text.startswith(b"{") and (ends or not text.endswith(b"}")):
            raise Unreadable(f"{RECORD} is truncated after {len(content):,} bytes") from None
        raise Unreadable(f"{RECORD} is not a valid record: {error}") from None
    return table


def _validated(table: Any) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise Unreadable(f"{RECORD} does not contain a record")
    if table.get("schema") != SCHEMA:
        raise Unreadable(f"{RECORD} has schema {table.get('schema')}; wanted {SCHEMA}")
    history, seconds = table.get("history"), table.get("epoch_seconds")
    valid: dict[str, bool] = {name: isinstance(table.get(name), str) for name in TEXTS}
    valid["status"] = table.get("status") in STATUSES[:-1]
    valid |= {name: type(table.get(name)) is int for name in ("epochs", "parameters")}
    valid["epoch_seconds"] = are_numbers(seconds)
    many = len(seconds) if isinstance(seconds, list) else 0
    valid["history"] = isinstance(history, dict) and all(
        are_numbers(values) and len(values) == many for values in history.values()
    )
    for name in ("best_epoch", "kept_epoch"):
        epoch = table.get(name)
        valid[name] = epoch is None or (type(epoch) is int and 1 <= epoch <= many)
    metrics = table.get("metrics", {})
    valid["metrics"] = are_results(metrics, table.get("examples", {})) and (
        table.get("status") != "completed" or {"loss"} < metrics.get("validation", {}).keys()
    )
    valid |= {name: isinstance(table.get(name, ""), str) for name in ("error", "name")}
    valid["tags"] = are_texts(table.get("tags", []))
    valid["monitor"] = is_monitor(table.get("monitor", {}))
    valid["changes"] = isinstance(table.get("changes", {}), dict)
    wrong = [name for name, is_valid in valid.items() if not is_valid]
    if wrong:
        raise Unreadable(f"{RECORD} is not a valid record: {wrong[0]} is missing or damaged")
    return table


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is not a number")


def _bounded(text: str) -> int:
    value = int(text)
    if abs(value) > LARGEST:
        _refuse(shorten(text, 20))
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _refuse(text)
    return value
