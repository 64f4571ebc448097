"""A run's directory: its record, read and written atomically, and the lock that says who is at it."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - as above
from typing import TYPE_CHECKING, Any

from zoo.architecture import LayerRow  # noqa: TC001 - cattrs reads the annotation
from zoo.errors import ZooError

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1
RECORD, PLAN, METRICS, HISTORY, MODEL, LOCK = (
    "run.json",
    "plan.toml",
    "metrics.jsonl",
    "history.csv",
    "model.keras",
    "run.lock",
)


@dataclass(frozen=True)
class RunRecord:
    """What came of one training; `zoo train --json` prints it as it is.

    `history` has a list for each metric, a value for each complete epoch, as Keras's does.
    `metrics` are those of the kept epoch, by split. Epochs count from 1. `status` is running,
    completed, interrupted or failed; `error` says why it failed.
    """

    id: str
    status: str
    model: str
    optimizer: str
    dataset: str
    backend: str
    execution: str
    threads: int
    seed: int
    batch_size: int
    parameters: int
    epochs: int
    path: str = ""
    summary: str = ""
    source: str = ""
    noun: str = "rows"
    caution: str = ""
    dataset_digest: str = ""
    task: dict[str, Any] = field(default_factory=dict)
    examples: dict[str, int] = field(default_factory=dict)
    history: dict[str, list[float]] = field(default_factory=dict)
    epoch_seconds: list[float] = field(default_factory=list)
    metrics: dict[str, dict[str, float]] = field(default_factory=dict)
    best_epoch: int | None = None
    kept_epoch: int | None = None
    input_shape: list[int] = field(default_factory=list)
    layers: list[LayerRow] = field(default_factory=list)
    origins: dict[str, dict[str, str]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    began: str = ""
    seconds: float = 0.0
    error: str = ""

    @property
    def complete_epochs(self) -> int:
        """How many epochs are in the history."""
        return len(self.epoch_seconds)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        import cattrs  # noqa: PLC0415 - 25 ms

        return {"schema": SCHEMA, **cattrs.unstructure(self)}

    @classmethod
    def from_json(cls, table: Mapping[str, Any]) -> RunRecord:
        """The record that `to_json` gave; ValueError where it is of another schema or torn."""
        import cattrs  # noqa: PLC0415 - 25 ms

        if table.get("schema") != SCHEMA:
            msg = f"schema is {table.get('schema')}; wanted {SCHEMA}"
            raise ValueError(msg)
        converter = cattrs.Converter()
        converter.register_structure_hook(tuple[int, ...] | None, lambda value, _: value and tuple(value))
        return converter.structure({k: v for k, v in table.items() if k != "schema"}, cls)


class RunDirectory:
    """The folder of a run that is under way; it is locked for as long as this process is at it."""

    def __init__(self, path: Path) -> None:
        """Take the lock of an existing folder, or raise ZooError where another process has it."""
        import filelock  # noqa: PLC0415 - 19 ms

        self.path = path
        self._lock = filelock.FileLock(path / LOCK)
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            msg = f"{path} is being written by another process"
            raise ZooError(msg) from None

    @classmethod
    def create(cls, runs: Path, name: str) -> RunDirectory:
        """A new folder in `runs`, named after the time, `name`, and four digits of its own."""
        now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        while True:
            digits = secrets.token_hex(2)
            if any(runs.glob(f"*-{digits}")):
                continue
            path = runs / f"{now}-{name}-{digits}"
            try:
                path.mkdir()
            except FileExistsError:
                continue
            except OSError as error:
                raise unwritable(runs, error) from None
            return cls(path)

    def write(self, name: str, content: str) -> None:
        """Write a file whole or not at all: beside its target, flushed, renamed, the folder flushed."""
        target, beside = self.path / name, self.path / f".{name}.new"
        with beside.open("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self.put(beside, target)

    def put(self, beside: Path, target: Path) -> None:
        """Rename a whole file to its target, durably."""
        beside.replace(target)
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def append(self, name: str, row: Mapping[str, Any]) -> None:
        """Add a line of JSON to a file that grows while the run goes on."""
        with (self.path / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"schema": SCHEMA, **row}) + "\n")

    def write_record(self, record: RunRecord) -> None:
        """Write run.json."""
        self.write(RECORD, json.dumps(replace(record, path="").to_json(), indent=1, allow_nan=True) + "\n")

    def write_history(self, record: RunRecord) -> None:
        """Write history.csv: a row for each epoch, a column for each metric."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(["epoch", *record.history, "seconds"])
        for epoch, seconds in enumerate(record.epoch_seconds):
            values = [record.history[metric][epoch] for metric in record.history]
            rows.writerow([epoch + 1, *values, seconds])
        self.write(HISTORY, text.getvalue())

    def release(self) -> None:
        """Let go of the folder."""
        self._lock.release()
        (self.path / LOCK).unlink(missing_ok=True)


def read_record(path: Path) -> RunRecord:
    """The record of a run's folder, with its path.

    One that says running, though no process holds its lock, was interrupted. Raises ZooError where
    it can't be read.
    """
    try:
        record = RunRecord.from_json(json.loads((path / RECORD).read_text(encoding="utf-8")))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one record must not hide the others
        msg = f"{path / RECORD} can't be read: {error}"
        raise ZooError(msg) from None
    if record.status == "running" and not _is_locked(path):
        record = replace(record, status="interrupted")
    return replace(record, path=str(path))


def make_runs_folder(runs: Path) -> None:
    """Make the folder of all runs, or raise ZooError, before anything costs time."""
    try:
        runs.mkdir(parents=True, exist_ok=True)
        probe = runs / f".{secrets.token_hex(8)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise unwritable(runs, error) from None


def unwritable(runs: Path, error: OSError) -> ZooError:
    """What to say of a folder of runs that can't be written to."""
    reason = "it is a file" if runs.is_file() else (error.strerror or str(error)).lower()
    msg = f"{runs} can't be written to: {reason}; choose another with --runs-dir"
    return ZooError(msg)


def _is_locked(path: Path) -> bool:
    import filelock  # noqa: PLC0415 - 19 ms

    if not (path / LOCK).exists():
        return False
    lock = filelock.FileLock(path / LOCK)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False
