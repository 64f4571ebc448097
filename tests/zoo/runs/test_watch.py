"""Look at a run again and again while another process, or another computer, trains it."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.zoo.runs.records import RECORD, write_run
from zoo.errors import ZooError
from zoo.runs import RunDirectory, read_record
from zoo.runs.watch import PATIENCE, Observed, Observer

if TYPE_CHECKING:
    from pathlib import Path

BEGUN: dict[str, Any] = {"status": "running", "epochs": 5, "metrics": {}}


@pytest.fixture
def running(tmp_path: Path) -> Path:
    """A run with two of five epochs, of which no lock is held."""
    return write_run(tmp_path, "20201122T120000Z-3f9a", **BEGUN)


def changed(path: Path, **changes: Any) -> None:
    """Change the record of a run."""
    file = path / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def test_a_run_is_over_when_its_record_says_so(running: Path) -> None:
    """Until then it is running."""
    with RunDirectory(running) as folder:
        observer = Observer(running)
        assert not observer.look().is_over
        done = replace(read_record(running), status="completed", metrics=RECORD.metrics)
        folder.write_record(done)
        assert observer.look().record == replace(done, path=str(running))


def test_a_run_is_over_when_its_lock_is_released(running: Path) -> None:
    """The process was killed: the lock file is still there."""
    observer = Observer(running)
    with RunDirectory(running):
        assert not observer.look().is_over
    (running / "run.lock").touch()
    assert observer.look().record.status == "interrupted"


def test_a_run_of_another_computer_is_running_while_it_changes(running: Path) -> None:
    """Its lock is not seen here; without a lock file, nobody trains it."""
    (running / "run.lock").touch()
    observer = Observer(running)
    assert not observer.look().is_over
    (running / "run.lock").unlink()
    assert observer.look().is_over


def test_a_run_that_does_not_change_any_more_is_over(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The patience is longer for longer epochs; a change begins it anew."""
    (running / "run.lock").touch()
    now = time.time()
    os.utime(running / "run.json", (now, now - PATIENCE - 10))
    assert Observer(running).look().is_over
    changed(running, epoch_seconds=[1.0, 100.0])
    os.utime(running / "run.json", (now, now - PATIENCE - 10))
    observer = Observer(running)
    assert not observer.look().is_over
    later = time.monotonic() + 1000
    monkeypatch.setattr("zoo.runs.watch.time.monotonic", lambda: later)
    assert observer.look().is_over
    changed(running)
    assert not observer.look().is_over


@pytest.mark.parametrize(
    ("seconds", "quiet", "left"),
    [([], 0.0, None), ([9.0, 2.0, 2.0], 0.0, 4.0), ([9.0, 2.0, 2.0], 1.5, 2.5), ([2.0], 60.0, 6.0)],
)
def test_the_time_left_is_that_of_recent_epochs(
    seconds: list[float], quiet: float, left: float | None
) -> None:
    """Less the time since the last one, up to one epoch."""
    record = replace(RECORD, status="running", epochs=5, epoch_seconds=seconds)
    assert Observed(record, quiet).left() == left


def test_a_run_that_is_removed_can_not_be_watched(running: Path) -> None:
    """The error names its folder."""
    observer = Observer(running)
    observer.look()
    (running / "run.json").unlink()
    with pytest.raises(ZooError, match=f"^{running} can't be watched: run.json is missing$"):
        observer.look()
