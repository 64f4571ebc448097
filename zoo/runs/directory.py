"""The folder of a run: written atomically, and locked by the process that is at it."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import json
import os
import secrets
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from zoo.errors import ZooError
from zoo.runs import checkpoint, lock
from zoo.runs.checkpoint import UnreadableCheckpoint
from zoo.runs.record import SCHEMA, RunRecord
from zoo.system import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from filelock import BaseFileLock

    from zoo.runs.checkpoint import Checkpoint

RECORD, PLAN, METRICS, HISTORY, MODEL, CHECKPOINT, CURVES, ANSWERS = (
    "run.json",
    "plan.toml",
    "metrics.jsonl",
    "history.csv",
    "model.keras",
    "checkpoint.zoo",
    "curves.svg",
    "validation.json",
)


ELSEWHERE = "; choose another with --runs-dir"
"""What to do where a folder of runs can't be written to."""


class NoSpace(ZooError):
    """A disk that is full; `place` is what could not be written to."""

    def __init__(self, place: Path) -> None:
        self.place = place
        super().__init__(f"no space left on {place}{ELSEWHERE}")


class RunDirectory:
    """The folder of a run that is under way; it is locked for as long as this process is at it."""

    def __init__(self, path: Path, held: BaseFileLock | None = None) -> None:
        """Take the lock of an existing folder, unless it is `held`; ZooError where another process has it."""
        self.path = path
        with _naming(path):
            self._lock = held or lock.taken(path)

    @classmethod
    def create(cls, runs: Path, name: str, record: RunRecord, plan: str) -> Self:
        """A new folder in `runs`, named after the time, `name`, and four digits of its own: the run's id.

        It is made under a hidden name, and gets its own once `plan` and `record`, with the id, are in it.
        Whatever ends or refuses this before leaves nothing that looks like a run; a process that is
        killed leaves the hidden one.
        """
        with _naming(runs):
            hidden, path = _reserved(runs, name)
            made = hidden
            try:
                held = lock.taken(hidden)
                _put(hidden / PLAN, plan)
                _put(hidden / RECORD, _text_of(replace(record, id=path.name)))
                made = hidden.rename(path)
                atomic.flush(runs)
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
        return cls(path, held)

    def write(self, name: str, content: str) -> None:
        """Write a file whole or not at all: beside its target, flushed, renamed, the folder flushed."""
        with _naming(self.path):
            _put(self.path / name, content)

    def append(self, name: str, row: Mapping[str, Any]) -> None:
        """Add a line of JSON to a file that grows while the run goes on: whole, or not at all."""
        path = self.path / name
        with _naming(self.path):
            before = path.stat().st_size if path.exists() else 0
            try:
                with path.open("a", encoding="utf-8") as file:
                    file.write(_line(row))
            except OSError:
                with contextlib.suppress(OSError):
                    os.truncate(path, before)
                raise

    def write_checkpoint(self, state: Checkpoint, *, best: str = "") -> None:
        """Put a checkpoint in the place of the one before, under the name of the best one too."""
        with _naming(self.path):
            checkpoint.write(self.path / CHECKPOINT, state, also=self.path / best if best else None)
            if best:
                self.keep_best(best)

    def keep_best(self, best: str) -> None:
        """Remove what was the best epoch before; what can't be removed is in nobody's way."""
        for other in self.path.glob("best-*.zoo"):
            if other.name != best:
                with contextlib.suppress(OSError):
                    other.unlink()

    def read_checkpoint(self, name: str = CHECKPOINT, run: str = "") -> Checkpoint:
        """A checkpoint of this run; ZooError, which names it, where it can't be read."""
        return read_checkpoint(self.path, name, run)

    def write_metrics(self, record: RunRecord, digests: Sequence[str]) -> None:
        """Write metrics.jsonl anew, with the epochs that the record has."""
        rows = (metrics_row(record, place + 1, digest) for place, digest in enumerate(digests))
        self.write(METRICS, "".join(_line(row) for row in rows))

    def write_record(self, record: RunRecord) -> None:
        """Write run.json."""
        self.write(RECORD, _text_of(record))

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
        """Let go of the folder.

        The lock's file goes while it is held: later it might be another process's. One that is left
        behind says nothing by itself.
        """
        with contextlib.suppress(OSError):
            (self.path / lock.LOCK).unlink(missing_ok=True)
        self._lock.release()

    def __enter__(self) -> Self:
        """The folder, which is locked already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of it."""
        self.release()


def _reserved(runs: Path, name: str) -> tuple[Path, Path]:
    """A new hidden folder, and the name that it keeps free for a run."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    while True:
        digits = secrets.token_hex(2)
        path = runs / f"{now}-{name}-{digits}"
        hidden = runs / f".{path.name}.new"
        with contextlib.suppress(FileExistsError):
            hidden.mkdir()
            if not any(runs.glob(f"*-{digits}")):  # after mkdir: who was before us may have gone on since
                return hidden, path
            hidden.rmdir()


def _put(path: Path, content: str) -> None:
    with atomic.whole(path) as beside:
        beside.write_text(content, encoding="utf-8")


def _text_of(record: RunRecord) -> str:
    """What run.json holds; a folder that is moved takes its path with it."""
    return json.dumps(replace(record, path="").to_json(), indent=1) + "\n"


def metrics_row(record: RunRecord, epoch: int, digest: str) -> dict[str, Any]:
    """What metrics.jsonl says of an epoch, counted from 1; the digest is of all variables at its end."""
    row = {name: values[epoch - 1] for name, values in record.history.items()}
    return {"epoch": epoch, **row, "seconds": record.epoch_seconds[epoch - 1], "digest": digest}


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps({"schema": SCHEMA, **row}) + "\n"


def read_checkpoint(path: Path, name: str = CHECKPOINT, run: str = "") -> Checkpoint:
    """A checkpoint in a run's folder; ZooError, which names the run, where it can't be read.

    So it is where another run than the one with the id `run` has written it.
    """
    called = f"{'the checkpoint' if name == CHECKPOINT else name} of {path.name[-4:]}"
    try:
        return checkpoint.read(path / name, run)
    except UnreadableCheckpoint as error:
        raise ZooError(f"{called} {error}; zoo replay {path.name[-4:]} starts anew") from None
    except OSError as error:
        raise ZooError(f"{called} can't be read: {(error.strerror or str(error)).lower()}") from None


def read_record(path: Path) -> RunRecord:
    """The record of a run's folder, with its path.

    One that says running, though no process holds its lock, was interrupted. Raises ZooError where
    it can't be read.
    """
    try:
        record = _stored(path)
        if record.status == "running" and not lock.is_held(path):
            record = _stored(path)  # it may have ended since it was read
            if record.status == "running":
                record = replace(record, status="interrupted")
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one record must not hide the others
        msg = f"{path / RECORD} can't be read: {error}"
        raise ZooError(msg) from None
    return replace(record, path=str(path))


def _stored(path: Path) -> RunRecord:
    return RunRecord.from_json(json.loads((path / RECORD).read_text(encoding="utf-8")))


def make_runs_folder(runs: Path) -> None:
    """Make the folder of all runs, or raise ZooError, before anything costs time."""
    with _naming(runs):
        runs.mkdir(parents=True, exist_ok=True)
        probe = runs / f".{secrets.token_hex(8)}"
        probe.touch()
        probe.unlink()


@contextlib.contextmanager
def _naming(place: Path) -> Iterator[None]:
    """Say of a call that fails what could not be written to."""
    try:
        yield
    except OSError as error:
        raise unwritable(place, error) from None


def unwritable(runs: Path, error: OSError) -> ZooError:
    """What to say of a folder of runs that can't be written to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(runs)
    no_folder = isinstance(error, (FileExistsError, NotADirectoryError))
    reason = "it is no folder" if no_folder else (error.strerror or str(error)).lower()
    return ZooError(f"{runs} can't be written to: {reason}{ELSEWHERE}")
