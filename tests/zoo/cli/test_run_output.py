"""What a training prints where its progress is printed too."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.zoo.runs.records import RECORD
from zoo.cli.run_output import print_run
from zoo.tables import training as tables

if TYPE_CHECKING:
    from pathlib import Path

ARE_ONE_FILE = "from zoo.cli import console; print(console.are_one_file())"
INTERRUPTED = """\
from tests.zoo.runs.records import RECORD
from zoo.cli.progress import watching
from zoo.training.events import EpochDone
try:
    with watching("bar") as watch:
        watch(EpochDone(RECORD))
        raise KeyboardInterrupt
except KeyboardInterrupt:
    pass
"""


@pytest.mark.parametrize(
    ("stderr", "expected"), [(subprocess.STDOUT, "True\n"), (subprocess.PIPE, "False\n")]
)
def test_stdout_and_stderr_can_be_one_pipe(stderr: int, expected: str) -> None:
    """After `2>&1` they are; with a pipe each they are not."""
    done = subprocess.run(
        [sys.executable, "-c", ARE_ONE_FILE], stdout=subprocess.PIPE, stderr=stderr, text=True, check=True
    )
    assert done.stdout == expected


@pytest.mark.parametrize("are_epochs_shown", [False, True])
def test_epochs_are_printed_once(capsys: pytest.CaptureFixture[str], *, are_epochs_shown: bool) -> None:
    """The heading and the table of epochs are left out if lines of progress have both; the rest is printed."""
    record = replace(RECORD, id="20261122T153012Z-net-3f9a", path="runs/net")
    print_run(record, are_epochs_shown=are_epochs_shown)
    printed = capsys.readouterr().out
    assert [tables.heading(record) in printed, "Epoch" in printed] == [not are_epochs_shown] * 2
    assert all(text in printed for text in ("Layer", "Split", "Run 3f9a completed in 6.8 s: runs/net"))


def test_the_epochs_stay_on_the_screen_after_an_interruption(tmp_path: Path) -> None:
    """The live display is replaced by the final tables only if there are some."""
    (tmp_path / "program.py").write_text(INTERRUPTED)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "program.py")],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "0.5892" in done.stderr
    assert "0.3651" in done.stderr


def test_the_last_line_says_what_stopped_the_training_and_which_epoch_was_best() -> None:
    """The best epoch is left out if it is the last one."""
    known = {"id": "3f9a", "path": "runs/net", "stopped": "EarlyStopping after epoch 2"}
    end = "Run 3f9a completed in 6.8 s, stopped early by EarlyStopping after epoch 2"
    assert tables.ending(replace(RECORD, **known)) == f"{end}, best was epoch 1: runs/net"
    assert tables.ending(replace(RECORD, **known, best_epoch=2)) == f"{end}: runs/net"
