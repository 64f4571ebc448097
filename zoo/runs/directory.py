"""The directory of a run: files are written atomically, and the process that trains holds a lock."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from zoo.errors import ZooError
from zoo.runs import checkpoint, lock
from zoo.runs.checkpoint_header import UnreadableCheckpoint
from zoo.runs.growing_json import GrowingJson, lines
from zoo.runs.ids import free_digits
from zoo.runs.record import SCHEMA, RunRecord
from zoo.runs.runs_folder import naming
from zoo.system import atomic, regular
from zoo.system.csv_rows import csv_rows
from zoo.weights.file import is_declaration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from filelock import BaseFileLock

    from zoo.runs.checkpoint import Checkpoint

RECORD, PLAN, METRICS, HISTORY, MODEL, CHECKPOINT, CURVES, VALIDATION = (
    "run.json",
    "plan.toml",
    "metrics.jsonl",
    "history.csv",
    "model.keras",
    "checkpoint.zoo",
    "curves.svg",
    "validation.json",
)
FILES = (RECORD, PLAN, METRICS, HISTORY, MODEL, CHECKPOINT, CURVES, VALIDATION)
NOTHING: Mapping[str, str] = MappingProxyType({})
"""No other files."""


class RunDirectory:
    """The directory of a running run, locked while this process writes to it."""

    def __init__(self, path: Path, held: BaseFileLock | None = None) -> None:
        """Lock an existing directory, unless `held` is its lock; raises ZooError if it is already locked."""
        self.path = path
        self._encoder = GrowingJson()
        with naming(path):
            self._lock = held or lock.taken(path)
        if held is None:
            atomic.remove_unfinished(path, FILES)

    @classmethod
    def create(
        cls, runs: Path, name: str, record: RunRecord, plan: str, beside: Mapping[str, str] = NOTHING
    ) -> Self:
        """Create a directory in `runs`, named by the time, `name` and four hex digits: the run's id.

        It has a hidden name until `plan`, the files `beside` it, and `record`, with the id, are in it. An
        error before that leaves nothing that looks like a run, a killed process only the hidden directory.
        """
        with naming(runs):
            hidden, path = _reserved(runs, name)
            made = hidden
            try:
                held = lock.taken(hidden)
                for other, content in beside.items():
                    _put(hidden / other, content)
                _put(hidden / PLAN, plan)
                _put(hidden / RECORD, _text_of(replace(record, id=path.name), GrowingJson()))
                made = hidden.rename(path)
                atomic.flush(runs)
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
        return cls(path, held)

    def write(self, name: str, content: str) -> None:
        """Write a file atomically and durably."""
        with naming(self.path):
            _put(self.path / name, content)

    def append(self, name: str, row: Mapping[str, Any]) -> None:
        """Append a line of JSON to a file; if that fails, the file keeps its former content."""
        path = self.path / name
        with naming(self.path):
            before = path.stat().st_size if path.exists() else 0
            try:
                with path.open("a", encoding="utf-8") as file:
                    file.write(_line(row))
            except OSError:
                with contextlib.suppress(OSError):
                    os.truncate(path, before)
                raise

    def write_checkpoint(self, state: Checkpoint, *, best: str = "") -> None:
        """Replace the checkpoint; with `best`, also write it under this name."""
        with naming(self.path):
            also = self.path / best if best else None
            checkpoint.write(self.path / CHECKPOINT, state, also=also, encoder=self._encoder)
            if best:
                self.keep_best(best)

    def keep_best(self, best: str) -> None:
        """Remove the checkpoints of earlier best epochs; failures are ignored, a leftover is harmless."""
        for other in self.path.glob("best-*.zoo"):
            if other.name != best:
                with contextlib.suppress(OSError):
                    other.unlink()

    def read_checkpoint(self, name: str = CHECKPOINT, run: str = "") -> Checkpoint:
        """Read a checkpoint of this run; raises ZooError, which names it, if it can't be read."""
        return read_checkpoint(self.path, name, run)

    def write_metrics(self, record: RunRecord, digests: Sequence[str]) -> None:
        """Rewrite metrics.jsonl with the epochs of the record."""
        rows = (metrics_row(record, place + 1, digest) for place, digest in enumerate(digests))
        self.write(METRICS, "".join(_line(row) for row in rows))

    def write_record(self, record: RunRecord) -> None:
        """Write run.json."""
        self.write(RECORD, _text_of(record, self._encoder))

    def write_history(self, record: RunRecord) -> None:
        """Write history.csv: a row for each epoch, a column for each metric."""
        columns = (range(1, record.complete_epochs + 1), *record.history.values(), record.epoch_seconds)
        rows = zip(*columns, strict=True)
        self.write(HISTORY, csv_rows([["epoch", *record.history, "seconds"], *rows]))

    def release(self) -> None:
        """Release the lock.

        The lock file is removed while the lock is held: later, another process might hold it. A
        leftover lock file does no harm.
        """
        with contextlib.suppress(OSError):
            (self.path / lock.LOCK).unlink(missing_ok=True)
        self._lock.release()

    def __enter__(self) -> Self:
        """Return the directory, which is already locked."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the lock."""
        self.release()


def _reserved(runs: Path, name: str) -> tuple[Path, Path]:
    """Create a hidden folder, and return it with the final path that it reserves."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    while True:
        digits = free_digits(runs)
        path = runs / f"{now}-{name}-{digits}"
        hidden = runs / f".{path.name}.new"
        with contextlib.suppress(FileExistsError):
            hidden.mkdir()
            if not any(runs.glob(f"*-{digits}")):  # after mkdir: another process may have taken them
                return hidden, path
            hidden.rmdir()


def _put(path: Path, content: str) -> None:
    atomic.write(path, content)


def _text_of(record: RunRecord, encoder: GrowingJson) -> str:
    """The content of run.json; without the path, since a run's directory may be moved."""
    return lines(encoder.fields(replace(record, path="").to_json()))


def metrics_row(record: RunRecord, epoch: int, digest: str) -> dict[str, Any]:
    """The row of metrics.jsonl for an epoch, counted from 1; `digest` is that of all variables at its end."""
    row = {name: values[epoch - 1] for name, values in record.history.items()}
    return {"epoch": epoch, **row, "seconds": record.epoch_seconds[epoch - 1], "digest": digest}


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps({"schema": SCHEMA, **row}) + "\n"


def read_checkpoint(path: Path, name: str = CHECKPOINT, run: str = "") -> Checkpoint:
    """Read a checkpoint in a run's directory.

    Raises ZooError, which names the run, if it can't be read or if `run` is given and it is from
    another run.
    """
    called = f"{'the checkpoint' if name == CHECKPOINT else name} of {path.name[-4:]}"
    try:
        return checkpoint.read(path / name, run)
    except UnreadableCheckpoint as error:
        raise ZooError(f"{called} {error}; zoo replay {path.name[-4:]} retrains it") from None
    except OSError as error:
        raise ZooError(f"{called} can't be read: {(error.strerror or str(error)).lower()}") from None


def read_record(path: Path) -> RunRecord:
    """Read the record in a run's directory, or of the named weights that a file declares; add its path.

    If its status is running but no process holds the lock, the run was interrupted. Raises ZooError
    if the record can't be read.
    """
    if is_declaration(path):
        from zoo.runs.named_weights import record_at

        return record_at(path)
    try:
        record = _stored(path)
        if record.status == "running" and not lock.is_held(path):
            record = _stored(path)  # it may have finished since it was read
            if record.status == "running":
                record = replace(record, status="interrupted")
    except Exception as error:  # noqa: BLE001 - one damaged record must not hide the others
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else error
        raise ZooError(f"{path / RECORD} can't be read: {reason}") from None
    return replace(record, path=str(path))


def _stored(path: Path) -> RunRecord:
    return RunRecord.from_json(regular.read_json(path / RECORD))
