"""Commands, interrupted runs and sweeps that tests of commands share."""

from __future__ import annotations

import json
import signal
import sys
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
"""`zoo` in a process of its own."""


def digests(folder: Path) -> list[str]:
    """Those of a run's epochs."""
    return [json.loads(line)["digest"] for line in (folder / "metrics.jsonl").read_text().splitlines()]


def only_sweep() -> Sweep:
    """The one sweep that there is."""
    (path,) = Path("runs").iterdir()
    return Sweep.read(path)


def figures(document: str) -> list[dict[str, Any]]:
    """A sweep's rows without what a clock says."""
    return [row | {"seconds": 0} for row in json.loads(document)["ranking"]]


def interrupt(event: Event) -> None:
    """Ctrl-C after the second epoch."""
    if isinstance(event, EpochDone) and event.record.complete_epochs == 2:
        signal.raise_signal(signal.SIGINT)


def interrupted(keep: str = "last") -> Path:
    """The folder of a run that was interrupted after two of four epochs; each way is trained once."""
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
    """All that is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def equal_rows(one: Path, other: Path) -> bool:
    """Whether two runs went the same way, digests of all variables included."""
    rows = [
        [json.loads(line) | {"seconds": 0} for line in (folder / "metrics.jsonl").read_text().splitlines()]
        for folder in (one, other)
    ]
    return rows[0] == rows[1]
