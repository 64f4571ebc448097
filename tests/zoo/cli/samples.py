"""Commands, interrupted runs and sweeps for tests of several commands."""

from __future__ import annotations

import json
import signal
import sys
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import zoo as package
from zoo.runs import Interrupted
from zoo.sweeps import Sweep
from zoo.training.events import EpochDone, Event

IRIS = ("train", "softmax-1layer", "--dataset", "iris", "--optimizer", "sgd", "--epochs", "2")
COMMAND = (sys.executable, "-c", "from zoo.cli import main; main()")
"""`zoo` in a separate process."""
NOW = datetime(2026, 11, 22, 17, 0, tzinfo=timezone(timedelta(hours=1)))
"""The current time of tests: an evening in November, one hour east of UTC."""


def digests(folder: Path) -> list[str]:
    """The digest of each epoch of a run."""
    return [json.loads(line)["digest"] for line in (folder / "metrics.jsonl").read_text().splitlines()]


def only_sweep() -> Sweep:
    """The only sweep in runs/."""
    (path,) = Path("runs").iterdir()
    return Sweep.read(path)


def figures(document: str) -> list[dict[str, Any]]:
    """The rows of a sweep, without durations."""
    return [row | {"seconds": 0} for row in json.loads(document)["ranking"]]


def interrupt(event: Event) -> None:
    """Send Ctrl-C after the second epoch."""
    if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
        signal.raise_signal(signal.SIGINT)


def interrupted(keep: str = "last") -> Path:
    """The folder of a run that was interrupted after two of four epochs; it is trained once per `keep`."""
    name, files = _interrupted(keep)
    folder = Path("runs", name)
    folder.mkdir(parents=True)
    for file, data in files.items():
        (folder / file).write_bytes(data)
    return folder


@cache
def _interrupted(keep: str) -> tuple[str, dict[str, bytes]]:
    with TemporaryDirectory() as runs:
        with pytest.raises(Interrupted) as stopped:
            package.train("relu-dropout", dataset="iris", epochs=4, keep=keep, watch=interrupt, runs_dir=runs)
        assert stopped.value.record is not None
        folder = Path(stopped.value.record.path)
        return folder.name, content(folder)


def content(folder: Path) -> dict[str, bytes]:
    """The content of each file in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def equal_rows(one: Path, other: Path) -> bool:
    """Whether two runs have the same metrics and digests in each epoch."""
    rows = [
        [json.loads(line) | {"seconds": 0} for line in (folder / "metrics.jsonl").read_text().splitlines()]
        for folder in (one, other)
    ]
    return rows[0] == rows[1]
